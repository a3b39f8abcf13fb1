"""OPA's WebAssembly library keeps a hundred compiled expressions and frees one at random for the next, perhaps the one
in use (wasm/src/regex.cc). The module is asked room by room, so no room may need as many."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

POLICIES = Path(__file__).parents[2] / "policies"
PATTERN = re.compile(r"\bregex\.\w+\(\s*(`[^`]*`|\"[^\"]*\"|[\w.\[\]\"]+)")
ROOMS = sorted(path.name for path in POLICIES.iterdir() if path.is_dir() and path.name not in {"lib", "assessment"})


def patterns(folder: Path) -> set[str]:
    files = (path for path in folder.glob("*.rego") if not path.name.endswith("_test.rego"))
    return {pattern for path in files for pattern in PATTERN.findall(path.read_text())}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_needs_fewer_expressions_than_the_module_keeps(room: str) -> None:
    library = patterns(POLICIES / "lib")
    assert library
    assert len(library | patterns(POLICIES / room)) < 100
