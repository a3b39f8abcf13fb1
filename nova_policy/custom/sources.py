"""The files of the folders that a user names: Rego, its tests, and data as in an OPA bundle."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nova_policy.config import read_mapping
from nova_policy.errors import UsageError
from nova_policy.model import Json

_DATA_NAMES = ("data.json", "data.yaml", "data.yml")


@dataclass(frozen=True, slots=True)
class Sources:
    """What was read: text by name; a name leads with the number of its folder, so that none is given twice.

    *data* is what policies see below `data`.
    """

    folders: tuple[Path, ...]
    policies: Mapping[str, str] = field(repr=False)
    tests: Mapping[str, str] = field(repr=False)
    data: Mapping[str, Json] = field(repr=False)

    def path(self, name: str) -> str:
        """Return the path of a file as the user would write it."""
        number, _, rest = name.partition("/")
        return str(self.folders[int(number)] / rest)

    def place(self, name: str, word: str) -> str:
        """Return `path:line` of the first line that begins with *word*, as rules and packages do."""
        begins = re.compile(rf"\s*(?:default\s+)?{re.escape(word)}\b")
        lines = enumerate(self.policies[name].splitlines(), 1)
        return f"{self.path(name)}:{next((number for number, text in lines if begins.match(text)), 1)}"


def read_sources(folders: Sequence[Path]) -> Sources:
    """Read all Rego below *folders*, and their `data.json` and `data.yaml`.

    Raises UsageError for a folder without policies, a file that is not UTF-8, and data that two files define.
    """
    policies: dict[str, str] = {}
    tests: dict[str, str] = {}
    data: dict[str, Json] = {}
    for number, folder in enumerate(folders):
        files = {f"{number}/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*.rego"))}
        texts = {name: _text(path) for name, path in files.items() if not path.is_dir()}
        of_folder = {name: text for name, text in texts.items() if not name.endswith("_test.rego")}
        if not of_folder:
            raise UsageError(f"{folder}: no Rego files, so 0 policies loaded", code="NOVA-E17")
        policies |= of_folder
        tests |= {name: text for name, text in texts.items() if name not in of_folder}
        for path in sorted(path for name in _DATA_NAMES for path in folder.rglob(name)):
            _put(data, path, path.relative_to(folder).parent.parts)
    return Sources(tuple(folders), policies, tests, data)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", code="NOVA-E05") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8", code="NOVA-E05") from None


def _put(data: dict[str, Json], path: Path, place: Sequence[str]) -> None:
    """Put a file's mapping where its folder says, as `opa run -b` does."""
    target = data
    for step in place:
        inner = target.setdefault(step, {})
        if not isinstance(inner, dict):
            raise UsageError(f"{path}: data.{'.'.join(place)} is given twice", code="NOVA-E04")
        target = inner
    for key, value in read_mapping(path).items():
        if key in target:
            raise UsageError(f"{path}: data.{'.'.join((*place, key))} is given twice", code="NOVA-E04")
        target[key] = value
