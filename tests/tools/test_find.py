from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nova_policy.cache_folder import make_private
from nova_policy.errors import ToolError, UsageError
from nova_policy.tools.cache import Places
from nova_policy.tools.find import FoundTool, Origin, cached_program, find_tool
from nova_policy.tools.pins import load_pin

Shim = Callable[[str, str], Path]


@pytest.fixture
def cached(places: Places) -> Shim:
    """Return a function that puts a shell script where the pinned version would be built."""

    def write(name: str, body: str) -> Path:
        program = cached_program(load_pin(name), places)
        make_private(places.tools)
        make_private(program.parent)
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    return write


def test_the_path_comes_first(shim: Shim, cached: Shim, places: Places) -> None:
    program = shim("opa", "echo Version: 1.20.0")
    cached("opa", "echo Version: 1.22.2")
    assert find_tool("opa", places=places) == FoundTool("opa", (str(program),), "1.20.0", Origin.PATH)


def test_the_cache_serves_where_the_path_is_too_old(shim: Shim, cached: Shim, places: Places) -> None:
    shim("opa", "echo Version: 1.3.0")
    program = cached("opa", "echo Version: 1.22.2")
    assert find_tool("opa", places=places) == FoundTool("opa", (str(program),), "1.22.2", Origin.CACHE)


def test_the_next_entry_of_the_path_serves_where_the_first_is_too_old(shim: Shim, tmp_path: Path, folder: Path) -> None:
    old = shim("opa", "echo Version: 1.3.0")
    (tmp_path / "old").mkdir()
    old.rename(tmp_path / "old" / "opa")
    program = shim("opa", "echo Version: 1.20.0")
    places = Places(f"{tmp_path / 'old'}:{folder}", tmp_path / "cache")
    assert find_tool("opa", places=places).command == (str(program),)


def test_too_old_is_refused_with_both_versions(shim: Shim, places: Places) -> None:
    program = shim("kustomize", "echo v3.8.7")
    with pytest.raises(ToolError) as caught:
        find_tool("kustomize", places=places)
    assert str(caught.value) == (
        f"{program} is kustomize 3.8.7, but at least 5.4.0 is needed; run `nova-policy tools install kustomize`"
    )
    assert caught.value.exit_code == 6


def test_missing_says_how_to_get_it(places: Places) -> None:
    with pytest.raises(
        ToolError, match=r"^conftest not found on the PATH .*; run `nova-policy tools install conftest`$"
    ):
        find_tool("conftest", places=places)


def test_an_unknown_name_is_a_usage_error(places: Places) -> None:
    with pytest.raises(UsageError):
        find_tool("helm", places=places)


def test_an_unreadable_version_is_accepted_with_a_warning(shim: Shim, places: Places) -> None:
    shim("conftest", "echo 'Conftest: dev'")
    found = find_tool("conftest", places=places)
    assert found.version is None
    assert found.warning is not None
    assert "cannot be read" in found.warning


def test_a_known_version_is_no_warning(shim: Shim, places: Places) -> None:
    shim("conftest", "echo 'Conftest: 0.71.1'")
    assert find_tool("conftest", places=places).warning is None


def test_build_information_is_enough(folder: Path, binary: Callable[..., bytes], places: Places) -> None:
    program = folder / "conftest"
    program.write_bytes(binary("github.com/open-policy-agent/conftest", "v0.71.1", script="exit 1"))
    program.chmod(0o755)
    assert find_tool("conftest", exact=True, places=places).version == "0.71.1"


def test_exact_accepts_the_pinned_version_alone(shim: Shim, places: Places) -> None:
    shim("opa", "echo Version: 1.22.3")
    assert find_tool("opa", places=places).version == "1.22.3"
    with pytest.raises(ToolError, match=r"is opa 1\.22\.3, but exactly 1\.22\.2 is needed"):
        find_tool("opa", exact=True, places=places)


def test_exact_refuses_an_unreadable_version(shim: Shim, places: Places) -> None:
    shim("opa", "echo what")
    with pytest.raises(ToolError, match="cannot be read"):
        find_tool("opa", exact=True, places=places)


def test_kustomize_is_a_command_of_two_words(shim: Shim, places: Places) -> None:
    kubectl = shim("kubectl", "echo Kustomize Version: v5.5.0")
    found = find_tool("kustomize", places=places)
    assert found == FoundTool("kustomize", (str(kubectl), "kustomize"), "5.5.0", Origin.PATH)
    kustomize = shim("kustomize", "echo v5.4.3")
    assert find_tool("kustomize", places=places).command == (str(kustomize), "build")


def test_the_cache_comes_before_kubectl(shim: Shim, cached: Shim, places: Places) -> None:
    shim("kubectl", "echo Kustomize Version: v5.5.0")
    program = cached("kustomize", "echo v5.8.2")
    assert find_tool("kustomize", places=places).command == (str(program), "build")


@pytest.mark.parametrize("answer", ["Kustomize Version: v4.5.7", "Client Version: v1.18.0"])
def test_an_old_kubectl_does_not_stand_in(shim: Shim, places: Places, answer: str) -> None:
    shim("kubectl", f"echo {answer}")
    with pytest.raises(ToolError, match=r"4\.5\.7, but at least|cannot be read"):
        find_tool("kustomize", places=places)


def test_nothing_is_started_from_the_scanned_tree(shim: Shim, folder: Path, places: Places, tmp_path: Path) -> None:
    shim("opa", f"touch {tmp_path}/started; echo Version: 1.22.2")
    for root in (folder, tmp_path):
        with pytest.raises(ToolError, match="lies in the scanned folder and is never started"):
            find_tool("opa", root=root, places=places)
    assert not (tmp_path / "started").exists()


def test_a_link_into_the_scanned_tree_is_followed(tmp_path: Path, folder: Path, places: Places) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    hostile = tree / "payload"
    hostile.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
    hostile.chmod(0o755)
    (folder / "opa").symlink_to(hostile)
    with pytest.raises(ToolError, match="lies in the scanned folder"):
        find_tool("opa", root=tree, places=places)
    assert not (tmp_path / "started").exists()


def test_a_cache_in_the_scanned_tree_is_not_used(cached: Shim, places: Places, tmp_path: Path) -> None:
    cached("opa", "echo Version: 1.22.2")
    with pytest.raises(ToolError, match=r"set NOVA_POLICY_CACHE elsewhere"):
        find_tool("opa", root=tmp_path, places=places)


def test_relative_entries_of_the_path_are_skipped(
    shim: Shim, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shim("opa", f"touch {tmp_path}/started; echo Version: 1.22.2")
    monkeypatch.chdir(folder)
    with pytest.raises(ToolError, match="not found"):
        find_tool("opa", places=Places(".::../bin", tmp_path / "cache"))
    assert not (tmp_path / "started").exists()


def test_a_cache_that_others_can_write_is_not_used(cached: Shim, places: Places) -> None:
    cached("opa", "echo Version: 1.22.2").parent.chmod(0o777)
    with pytest.raises(ToolError, match="can be written by others, so it is not started"):
        find_tool("opa", places=places)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("exit 3", "`opa version` fails with code 3"),
        ("kill -SEGV $$", "fails with code -11"),
        ("exec yes", "wrote more"),
    ],
)
def test_a_broken_program_is_refused_with_the_reason(shim: Shim, places: Places, body: str, reason: str) -> None:
    shim("opa", body)
    with pytest.raises(ToolError, match=reason):
        find_tool("opa", places=places)


def test_a_program_that_does_not_start_is_refused_with_the_reason(folder: Path, places: Places) -> None:
    program = folder / "opa"
    program.write_bytes(b"no program")
    program.chmod(0o755)
    with pytest.raises(ToolError, match="Exec format error"):
        find_tool("opa", places=places)


def test_folders_and_plain_files_are_no_programs(folder: Path, places: Places) -> None:
    (folder / "opa").mkdir()
    (folder / "conftest").write_text("#!/bin/sh\n")
    for name in ("opa", "conftest"):
        with pytest.raises(ToolError, match=f"^{name} not found"):
            find_tool(name, places=places)


def test_the_version_is_asked_once(shim: Shim, places: Places, tmp_path: Path) -> None:
    shim("opa", f"echo asked >> {tmp_path}/log; echo Version: 1.22.2")
    for _ in range(3):
        assert find_tool("opa", places=places).version == "1.22.2"
    assert (tmp_path / "log").read_text() == "asked\n"
    shim("opa", f"echo again >> {tmp_path}/log; echo Version: 1.21.0")
    assert find_tool("opa", places=places).version == "1.21.0"
