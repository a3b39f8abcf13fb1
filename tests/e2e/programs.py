"""The programs a cluster's front half is made of, built once from source into the user's cache.

`programs/go.mod` pins kube-apiserver, kubectl and the etcd that this Kubernetes is made for, `programs/go.sum` every
module they are built from. Gatekeeper's manager is pinned with the product's other tools.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nova_policy.cache_folder import make_private
from nova_policy.errors import ToolError, TrustError
from nova_policy.process import run
from nova_policy.tools.cache import Places
from nova_policy.tools.go import bring_go, build_environment, find_go, last_line
from nova_policy.tools.install import install
from nova_policy.tools.lock import exclusive
from nova_policy.tools.pins import load_pin

_SOURCE = Path(__file__).parent / "programs"
_GO = "1.25.0"
_BUILD_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Programs:
    """Where each program lies; *gatekeeper_manifest* is what its release is installed with."""

    etcd: Path
    apiserver: Path
    kubectl: Path
    gatekeeper: Path
    gatekeeper_manifest: Path


def provide_programs() -> Programs:
    """Build what is not there yet: minutes the first time. Raises ToolError or TrustError."""
    places = Places.of(os.environ)
    folder = _kubernetes(places)
    (gatekeeper,) = install(["gatekeeper"], places=places, announce=print)
    return Programs(
        etcd=folder / "server",
        apiserver=folder / "kube-apiserver",
        kubectl=folder / "kubectl",
        gatekeeper=Path(gatekeeper.command[0]),
        gatekeeper_manifest=_gatekeeper_module(places) / "deploy" / "gatekeeper.yaml",
    )


def _kubernetes(places: Places) -> Path:
    make_private(places.cache)
    pinned = b"".join((_SOURCE / name).read_bytes() for name in ("go.mod", "go.sum"))
    folder = places.cache / f"cluster-{hashlib.sha256(pinned).hexdigest()[:16]}"
    with exclusive(places.cache / ".cluster.lock", timeout=_BUILD_SECONDS):
        if not folder.exists():
            print("building etcd, kube-apiserver and kubectl from source, which takes minutes")
            with tempfile.TemporaryDirectory(dir=places.cache, prefix=".cluster-") as scratch:
                _go(places, "build", "-o", f"{scratch}/built/", "tool")
                Path(scratch, "built").replace(folder)
    return folder


def _gatekeeper_module(places: Places) -> Path:
    pin = load_pin("gatekeeper")
    module = json.loads(_go(places, "mod", "download", "-json", f"{pin.module}@v{pin.version}"))
    if module["Sum"] != pin.sum:
        raise TrustError(f"{pin.module} is {module['Sum']}, but {pin.sum} is pinned")
    return Path(module["Dir"])


def _go(places: Places, *arguments: str) -> bytes:
    go = find_go(_GO, places) or bring_go(places)
    environment = build_environment(os.environ)
    completed = run(
        [str(go), *arguments], timeout=_BUILD_SECONDS, memory_limit=None, directory=_SOURCE, environment=environment
    )
    if completed.returncode != 0:
        raise ToolError(f"go {arguments[0]} fails: {last_line(completed.stderr)}")
    return completed.stdout


if __name__ == "__main__":
    provide_programs()
