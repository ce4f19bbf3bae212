"""`python -m tests.story [SFM]`: the story with the program at SFM, else with the one beside this Python."""

import sys
import tempfile
from pathlib import Path

from benchmarks.pty_run import NotShown
from tests.story.run import main

if __name__ == "__main__":
    sfm = Path(sys.argv[1]) if sys.argv[1:] else Path(sys.executable).with_name("sfm")
    with tempfile.TemporaryDirectory(prefix="sfm-story-") as made:
        try:
            main(sfm.absolute(), Path(made))
        except (NotShown, AssertionError) as error:
            sys.exit(f"the story broke off: {error}")
