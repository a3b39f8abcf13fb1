"""A bundle, read back and checked against its own manifest before any engine sees it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nova_policy.bundle.archive import BUNDLE_NAME, MODULE_NAME, revision_of, unpack
from nova_policy.bundle.catalogue import Catalogue
from nova_policy.errors import TrustError


@dataclass(frozen=True)
class Contents:
    """What a bundle says beside its Rego: *data* holds `catalogue` and `assessment`."""

    revision: str
    data: Mapping[str, Any] = field(repr=False)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the bundle's policies say about themselves."""
        return Catalogue.from_json(self.data["catalogue"])


@dataclass(frozen=True)
class Bundle(Contents):
    """A loaded bundle. *rego* holds the sources by name, *module* the same compiled to WebAssembly."""

    folder: Path
    rego: Mapping[str, bytes] = field(repr=False)
    module: bytes = field(repr=False)


def delivered_folder() -> Path:
    """Return where the bundles lie that came with this installation, or with this checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "bundles"
    return installed if installed.is_dir() else package.parent / "bundles"


def load_bundle(folder: Path | None = None) -> Bundle:
    """Read `nova.tar.gz` and `nova.wasm` from *folder*, by default the delivered ones.

    Raises TrustError when either is missing, malformed, empty of policies, or not what the manifest promises.
    """
    folder = folder or delivered_folder()
    try:
        packed, module = (folder / BUNDLE_NAME).read_bytes(), (folder / MODULE_NAME).read_bytes()
    except OSError as error:
        raise TrustError(f"{error.filename}: bundle cannot be read: {error.strerror}; run `make bundle`") from None
    members = unpack(packed)
    manifest, data = _strict_json(members, ".manifest"), _strict_json(members, "data.json")
    promised = manifest.get("metadata", {})
    if hashlib.sha256(module).hexdigest() != promised.get("module_sha256"):
        raise TrustError(f"{folder / MODULE_NAME}: not the module that {BUNDLE_NAME} was built with; run `make bundle`")
    policies = data.get("catalogue", {}).get("policies", {})
    if not policies or len(policies) != promised.get("policies"):
        raise TrustError(f"{folder / BUNDLE_NAME}: {len(policies)} policies, {promised.get('policies')} promised")
    if manifest.get("revision") != revision_of(members):
        raise TrustError(f"{folder / BUNDLE_NAME}: its files are not those of its revision; run `make bundle`")
    rego = {name: content for name, content in members.items() if name.endswith(".rego")}
    return Bundle(str(manifest["revision"]), data, folder, rego, module)


def _strict_json(members: Mapping[str, bytes], name: str) -> Any:
    if name not in members:
        raise TrustError(f"bundle has no {name}")
    try:
        return json.loads(members[name], object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise TrustError(f"bundle member {name}: {error}") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key is given twice")
    return result


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
