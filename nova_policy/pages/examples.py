"""Examples for the pages, cut out of the cases that the tests run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

EXPECTED = "findings.txt"
_BEFORE, _AFTER = 6, 10
_LANGUAGES = {".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".rs": "rust", ".js": "javascript", ".json": "json"}


@dataclass(frozen=True, slots=True)
class Example:
    """An excerpt of a file; *culprits* are the numbers of the lines that a finding names."""

    path: str
    first_line: int
    lines: tuple[str, ...]
    culprits: tuple[int, ...] = ()

    @property
    def language(self) -> str:
        """The name for syntax highlighting."""
        name = self.path.rpartition("/")[2]
        return "dockerfile" if "Dockerfile" in name else _LANGUAGES.get(Path(name).suffix, "")


def bad_example(cases: Path, policy: str) -> Example | None:
    """Return the lines around the first finding of the policy's first bad case."""
    for folder in sorted((cases / policy / "bad").glob("*/")):
        expected = read_expected(folder)
        if expected:
            path, line = expected[0]
            culprits = tuple(number for name, number in expected if name == path)
            return _excerpt(folder / path, path, line, culprits)
    return None


def good_example(cases: Path, policy: str, bad: Example | None) -> Example | None:
    """Return the beginning of a file of the first good case: the one that the bad example shows, if it has it."""
    for folder in sorted((cases / policy / "good").glob("*/")):
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        same = [path for path in files if bad and path.relative_to(folder).as_posix() == bad.path]
        for path in [*same, *files]:
            name = path.relative_to(folder).as_posix()
            middle = bad.first_line + _BEFORE if bad and path in same else 1
            return _excerpt(path, name, middle, ())
    return None


def read_expected(folder: Path) -> tuple[tuple[str, int], ...]:
    """Return the places that a bad case must yield, as (path, line)."""
    file = folder / EXPECTED
    if not file.is_file():
        return ()
    pairs = (line.rpartition(":") for line in file.read_text("utf-8").splitlines() if line.strip())
    return tuple((path, int(number)) for path, _, number in pairs)


def _excerpt(file: Path, path: str, line: int, culprits: tuple[int, ...]) -> Example | None:
    if not file.is_file():
        return None
    lines = file.read_text("utf-8", "replace").splitlines()
    first = max(1, min(line - _BEFORE, len(lines)))
    shown = lines[first - 1 : line + _AFTER]
    return Example(
        path, first, tuple(shown), tuple(number for number in culprits if first <= number < first + len(shown))
    )
