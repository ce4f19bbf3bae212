"""What the long tests share."""

from collections.abc import Callable

import pytest

from tests.soak.telling import TOLD


@pytest.fixture
def tell(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Says something at once, and in the summary of a run with `-p tests.soak.telling`: a seed, a size, a time."""

    def said(text: str) -> None:
        request.node.user_properties.append((TOLD, text))
        with capsys.disabled():
            print(f"\n{text}", flush=True)

    return said
