"""From `policies/` to `bundles/`: an OPA bundle with Rego and data, and the same compiled to WebAssembly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nova_policy.bundle.archive import BUNDLE_NAME, MODULE_NAME, digest, pack, revision_of, unpack
from nova_policy.bundle.metadata import read_catalogue
from nova_policy.bundle.opa import Opa
from nova_policy.errors import UsageError

_ROOTS = ("admission", "assessment", "batch", "catalogue", "lib", "main", "nova")


@dataclass(frozen=True, slots=True)
class Built:
    """The two files that are delivered; *revision* is the digest of the sources."""

    bundle: bytes
    module: bytes
    revision: str


def build(opa: Opa, policies: Path) -> Built:
    """Build both files from the sources; equal sources give equal bytes.

    Raises UsageError when a policy does not compile, needs a forbidden builtin or breaks the METADATA contract.
    """
    sources = _sources(policies)
    with TemporaryDirectory(prefix="nova-policy-") as temporary:
        folder = Path(temporary) / "policies"
        for name, content in sources.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        opa.check(folder)
        catalogue = read_catalogue(opa, folder)
        compiled = Path(temporary) / "compiled.tar.gz"
        opa.compile_wasm([folder], compiled)
        module = unpack(compiled.read_bytes())["policy.wasm"]
    data = {"assessment": _assessment(policies), "catalogue": catalogue}
    return assemble(sources, data, module)


def assemble(sources: Mapping[str, bytes], data: Mapping[str, Any], module: bytes) -> Built:
    """Pack Rego by name and data with a manifest that vouches for both and for the module."""
    members = {**sources, "data.json": _json(data)}
    revision = revision_of(members)
    manifest = {
        "revision": revision,
        "roots": list(_ROOTS),
        "rego_version": 1,
        "metadata": {"module_sha256": digest(module), "policies": len(data["catalogue"]["policies"])},
    }
    return Built(pack({**members, ".manifest": _json(manifest)}), module, revision)


def _sources(policies: Path) -> dict[str, bytes]:
    """Rego that is delivered: everything but tests."""
    found = {
        path.relative_to(policies).as_posix(): path.read_bytes()
        for path in sorted(policies.rglob("*.rego"))
        if not path.stem.endswith("_test")
    }
    if "main.rego" not in found:
        raise UsageError(f"{policies}: no main.rego; point to the folder that holds the policies")
    return found


def _assessment(policies: Path) -> Any:
    from nova_policy.bundle.assessment_data import load_assessment

    return load_assessment(policies / "assessment" / "data.yaml")


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def write(built: Built, folder: Path) -> None:
    """Put both files into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BUNDLE_NAME).write_bytes(built.bundle)
    (folder / MODULE_NAME).write_bytes(built.module)


def drift(built: Built, folder: Path) -> list[str]:
    """Return the names of delivered files that differ from what the sources build."""
    expected = {BUNDLE_NAME: built.bundle, MODULE_NAME: built.module}
    return [name for name, content in expected.items() if not _holds(folder / name, content)]


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
