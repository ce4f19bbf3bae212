"""Where things live. Functions, so that nothing is decided or created at import."""

import os
from pathlib import Path

APP = "sfm-tui"


def data_dir() -> Path:
    """The person's own data folder for this program."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def config_dir() -> Path:
    """The person's own settings folder for this program."""
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False)


def default_store() -> Path:
    """The store to open: `SFM_DB` where it is set, else the one in the data folder."""
    named = os.environ.get("SFM_DB")
    return Path(named) if named else data_dir() / "sfm.db"


def fixtures_dir() -> Path | None:
    """The invented site folders: in a checkout the folder itself, else what the wheel brought along."""
    import sysconfig

    places = [
        Path(__file__).parent.parent / "fixtures",
        Path(sysconfig.get_path("data")) / "share" / APP / "fixtures",
        Path(os.path.expanduser("~/.local/share")) / APP / "fixtures",
    ]
    return next((place for place in places if (place / "northgate" / "site.toml").is_file()), None)
