"""Private keys and secrets that lie in plain files; their values stay there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice

from nova_policy.collect.facts import place
from nova_policy.collect.files import Files
from nova_policy.collect.secret_literals import is_secret_literal
from nova_policy.model import Json, Location

_BEGIN = re.compile(rb"-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----(?:\\n|\s)+[A-Za-z0-9+/=\s\\]{64}")
_ENDINGS = frozenset({".pem", ".key", ".p8", ".asc", ".ppk", ".crt", ".cer", ".txt", ".json", ".yml", ".yaml", ".xml"})
_SETTINGS = frozenset({".conf", ".cfg", ".ini", ".properties", ".env", ".toml"})
_KEY_NAMES = frozenset({"id_rsa", "id_ed25519", "id_ecdsa", "id_dsa"})
_NO_PRODUCT = re.compile(
    r"(?:^|/)(?:tests?|testdata|fixtures?|__tests__|spec|examples?|docs?|samples?|mocks?)(?:/|$)|(?:^|[._\-/])(?:test|example|sample|dummy)[._\-]",
    re.IGNORECASE,
)
_ENVIRONMENT = re.compile(r"(?:^|/)\.env(?:\.[\w.\-]+)?$|(?:^|/)[\w\-]+\.env$")
_TEMPLATE = re.compile(r"example|sample|template|dist\b|defaults?$", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*?)\s*$")
_MOST_KEYS = 20
_MANIFEST = re.compile(rb"^apiVersion:", re.MULTILINE)


def private_keys(files: Files) -> list[Json]:
    """Return the private keys in files that are neither tests, docs nor examples; manifests are judged elsewhere."""
    return [entry for path in files.paths if _may_hold_keys(path) for entry in _keys_in(files, path)]


def _may_hold_keys(path: str) -> bool:
    root, ending = posixpath.splitext(path)
    return ending in _ENDINGS or ending in _SETTINGS or posixpath.basename(root) in _KEY_NAMES


def _keys_in(files: Files, path: str) -> Iterator[Json]:
    data = files.read(path)
    if b"PRIVATE KEY-----" not in data or _NO_PRODUCT.search(path):
        return
    if path.endswith((".yml", ".yaml")) and _MANIFEST.search(data):
        return
    for match in islice(_BEGIN.finditer(data), _MOST_KEYS):
        line = data.count(b"\n", 0, match.start()) + 1
        column = match.start() - data.rfind(b"\n", 0, match.start())
        yield place(Location(path, line, column), kind=match[1].decode("ascii"))


def environment_files(files: Files) -> list[Json]:
    """Return committed `.env` files that are no templates, with the names that have a literal secret."""
    found: list[Json] = []
    for path in files.paths:
        name = path.rpartition("/")[2]
        if ".env" not in path or not _ENVIRONMENT.search(path) or _TEMPLATE.search(name):
            continue
        text = files.read(path).decode("utf-8", "replace")
        secrets: list[Json] = []
        for number, line in enumerate(text.split("\n"), 1):
            match = _ASSIGNMENT.match(line)
            if match and is_secret_literal(match[1], match[2].strip("\"'")):
                secrets.append(place(Location(path, number), name=match[1]))
        found.append(place(Location(path, 1), path=path, secrets=secrets))
    return found
