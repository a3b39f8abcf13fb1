from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nova_policy.cache_folder import cache_directory, distrust, make_private
from nova_policy.errors import TrustError, UsageError
from nova_policy.tools.cache import Places, VersionMemory


def test_the_variable_names_the_cache(tmp_path: Path) -> None:
    environment = {"NOVA_POLICY_CACHE": str(tmp_path), "PATH": "/usr/bin"}
    assert Places.of(environment) == Places("/usr/bin", tmp_path)
    assert Places.of(environment).tools == tmp_path / "tools"


def test_without_it_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_directory({}).name == "nova-policy"
    assert cache_directory({}).is_absolute()


def test_a_relative_cache_is_refused() -> None:
    with pytest.raises(UsageError, match="must be an absolute path"):
        cache_directory({"NOVA_POLICY_CACHE": ".cache"})


def test_a_private_folder_stays_private_under_any_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_private(tmp_path / "cache" / "tools")
    finally:
        os.umask(before)
    assert (tmp_path / "cache" / "tools").stat().st_mode & 0o777 == 0o700
    make_private(tmp_path / "cache" / "tools")


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools").chmod(mode)
    with pytest.raises(TrustError, match=r"tools can be written by others; remove it") as caught:
        make_private(tmp_path / "tools")
    assert caught.value.exit_code == 5


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "tools").symlink_to("elsewhere")
    with pytest.raises(TrustError, match="is a symbolic link"):
        make_private(tmp_path / "tools")


def test_what_root_or_we_wrote_is_trusted(tmp_path: Path) -> None:
    assert distrust(Path("/usr")) is None
    (tmp_path / "ours").touch(mode=0o644)
    assert distrust(tmp_path / "ours") is None


def program(folder: Path) -> Path:
    path = folder / "opa"
    path.write_text("one")
    return path


def test_a_version_is_remembered_until_the_program_changes(tmp_path: Path) -> None:
    memory, opa = VersionMemory(tmp_path / "tools" / "versions.json"), program(tmp_path)
    assert memory.recall("opa", opa) == (False, None)
    memory.remember("opa", opa, "1.22.2")
    memory.remember("dev", opa, None)
    assert memory.recall("opa", opa) == (True, "1.22.2")
    assert memory.recall("dev", opa) == (True, None)
    os.utime(opa, ns=(1, 1))
    assert memory.recall("opa", opa) == (False, None)


def test_a_link_turned_elsewhere_is_a_change(tmp_path: Path) -> None:
    memory, opa = VersionMemory(tmp_path / "tools" / "versions.json"), program(tmp_path)
    twin = tmp_path / "twin"
    twin.write_text("two")
    for path in (opa, twin):
        os.utime(path, ns=(1, 1))
    link = tmp_path / "link"
    link.symlink_to(opa)
    memory.remember("opa", link, "1.22.2")
    link.unlink()
    link.symlink_to(twin)
    assert memory.recall("opa", link) == (False, None)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"versions": []}', '{"nova_policy": "0", "versions": {}}', "\0"])
def test_a_broken_memory_is_empty_and_heals(tmp_path: Path, content: str) -> None:
    file, opa = tmp_path / "tools" / "versions.json", program(tmp_path)
    make_private(file.parent)
    file.write_text(content)
    memory = VersionMemory(file)
    assert memory.recall("opa", opa) == (False, None)
    memory.remember("opa", opa, "1.22.2")
    assert memory.recall("opa", opa) == (True, "1.22.2")


def test_a_memory_that_others_can_write_is_ignored(tmp_path: Path) -> None:
    file, opa = tmp_path / "tools" / "versions.json", program(tmp_path)
    VersionMemory(file).remember("opa", opa, "9.9.9")
    file.chmod(0o666)
    assert VersionMemory(file).recall("opa", opa) == (False, None)


def test_a_memory_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "tools").write_text("a file where the folder should be")
    memory, opa = VersionMemory(tmp_path / "tools" / "versions.json"), program(tmp_path)
    memory.remember("opa", opa, "1.22.2")
    assert memory.recall("opa", opa) == (False, None)


def test_the_memory_is_written_whole(tmp_path: Path) -> None:
    file, opa = tmp_path / "tools" / "versions.json", program(tmp_path)
    VersionMemory(file).remember("opa", opa, "1.22.2")
    assert list(json.loads(file.read_text())["versions"]) == ["opa"]
    assert list(file.parent.iterdir()) == [file]
