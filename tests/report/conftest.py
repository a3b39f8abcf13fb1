from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

_GOLDEN = Path(__file__).parents[1] / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write the golden reports instead of comparing them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Compare what a format gives with the file of that name in tests/golden, byte for byte."""

    def compare(name: str, given: str | bytes) -> None:
        content = given if isinstance(given, bytes) else given.encode()
        path = _GOLDEN / name
        if request.config.getoption("--refresh-golden", default=False):
            path.write_bytes(content)
        assert path.read_bytes() == content

    return compare
