from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nova_policy.errors import ToolError, TrustError, UsageError
from nova_policy.tools.cache import Places
from nova_policy.tools.find import Origin
from nova_policy.tools.install import install
from nova_policy.tools.pins import load_pin

Shim = Callable[[str, str], Path]
Binary = Callable[..., bytes]

GO = """
echo "$*" >> {log}
case "$1" in
version) echo go version go{version} linux/amd64 ;;
install) env > {log}.env; cp {binary} "$GOBIN/{name}" ;;
esac
"""


@pytest.fixture
def go(shim: Shim, binary: Binary, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that puts a Go on the PATH, which "builds" opa; it gives the log of Go's arguments."""

    def write(version: str = "1.26.8", checksum: str | None = None) -> Path:
        pin, built, log = load_pin("opa"), tmp_path / "built", tmp_path / "log"
        built.write_bytes(binary(pin.module, f"v{pin.version}", pin.sum if checksum is None else checksum))
        built.chmod(0o775)
        shim("go", GO.format(log=log, version=version, binary=built, name=pin.name))
        return log

    return write


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_a_program_is_built_once_into_the_cache(go: Callable[..., Path], places: Places) -> None:
    log, lines = go(), list[str]()
    for _ in range(2):
        (found,) = install(["opa"], places=places, announce=lines.append)
        assert (found.version, found.origin) == ("1.22.2", Origin.CACHE)
    assert Path(found.command[0]) == places.tools / "opa-1.22.2" / "opa"
    assert log.read_text() == "version\ninstall github.com/open-policy-agent/opa@v1.22.2\n"
    assert lines == ["building opa 1.22.2 from source, which takes from seconds to minutes"]
    assert visible(places.tools) == ["opa-1.22.2", "versions.json"]


def test_the_build_is_ours_to_define(
    go: Callable[..., Path], places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = go()
    monkeypatch.setenv("GOPROXY", "https://mirror.invalid")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("GOFLAGS", "GOOS", "GOBIN", "GOTOOLCHAIN", "SECRET_TOKEN"):
        monkeypatch.setenv(name, "canary")
    install(["opa"], places=places)
    variables = dict(line.split("=", 1) for line in Path(f"{log}.env").read_text().splitlines())
    assert variables["GOFLAGS"] == "-trimpath -buildvcs=false"
    assert (variables["GOTOOLCHAIN"], variables["CGO_ENABLED"]) == ("local", "0")
    assert (variables["GOPROXY"], variables["HOME"]) == ("https://mirror.invalid", str(tmp_path))
    assert "canary" not in variables.values()


def test_the_pinned_version_on_the_path_is_kept(shim: Shim, go: Callable[..., Path], places: Places) -> None:
    log = go()
    shim("opa", "echo Version: 1.22.2")
    (found,) = install(["opa"], places=places)
    assert found.origin is Origin.PATH
    assert not log.exists()


def test_another_version_on_the_path_does_not_count(shim: Shim, go: Callable[..., Path], places: Places) -> None:
    go()
    shim("opa", "echo Version: 1.21.0")
    (found,) = install(["opa"], places=places)
    assert found.origin is Origin.CACHE


def test_another_source_is_refused_and_leaves_nothing(go: Callable[..., Path], places: Places) -> None:
    go(checksum="h1:somethingelse=")
    with pytest.raises(TrustError, match=r"opa was built from .* h1:somethingelse=, but .* is pinned"):
        install(["opa"], places=places)
    assert visible(places.tools) == []


def test_a_failed_build_says_why_without_passwords(shim: Shim, places: Places) -> None:
    failure = "echo first >&2; echo get https://user:hunter2@mirror.invalid/x: 404 >&2; exit 1"
    shim("go", f'case "$1" in version) echo go version go1.26.8 linux/amd64 ;; *) {failure} ;; esac')
    with pytest.raises(ToolError) as caught:
        install(["opa"], places=places)
    assert str(caught.value) == "opa 1.22.2 could not be built: get https://mirror.invalid/x: 404"
    assert visible(places.tools) == []


def test_a_build_without_result_is_an_error(shim: Shim, places: Places) -> None:
    shim("go", "echo go version go1.26.8 linux/amd64")
    with pytest.raises(ToolError, match="go left no opa behind"):
        install(["opa"], places=places)


def test_a_damaged_program_is_built_again(go: Callable[..., Path], places: Places) -> None:
    go()
    (found,) = install(["opa"], places=places)
    Path(found.command[0]).write_bytes(b"")
    (again,) = install(["opa"], places=places)
    assert again == found
    assert Path(again.command[0]).stat().st_size > 0


def test_what_is_built_is_trusted_under_any_umask(go: Callable[..., Path], places: Places) -> None:
    go()
    before = os.umask(0o002)
    try:
        install(["opa"], places=places)
    finally:
        os.umask(before)


def test_concurrent_installs_build_once(go: Callable[..., Path], places: Places) -> None:
    log = go()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: install(["opa"], places=places), range(4)))
    assert len(set(found)) == 1
    assert log.read_text().count("install") == 1


def test_a_foreign_cache_is_refused(go: Callable[..., Path], places: Places) -> None:
    go()
    places.tools.mkdir(parents=True)
    places.tools.chmod(0o777)
    with pytest.raises(TrustError, match="can be written by others"):
        install(["opa"], places=places)


def test_nothing_is_built_before_all_names_are_known(go: Callable[..., Path], places: Places) -> None:
    log = go()
    with pytest.raises(UsageError):
        install(["opa", "helm"], places=places)
    assert not log.exists()
