"""A bundle is believed when it is what it says, and used when all engines can."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from nova_policy.bundle.archive import BUNDLE_NAME, MODULE_NAME, pack, unpack
from nova_policy.bundle.build import Built, assemble, write
from nova_policy.bundle.load import delivered_folder, load_bundle
from nova_policy.bundle.metadata import policy_files
from nova_policy.bundle.opa import Opa
from nova_policy.errors import TrustError
from nova_policy.tools.find import find_tool
from tests.cli.test_test_command import CLEAN, nova

Change = Callable[[dict[str, bytes]], object]


def delivered() -> dict[str, bytes]:
    return unpack((delivered_folder() / BUNDLE_NAME).read_bytes())


def repacked(folder: Path, change: Change) -> Path:
    """Write the delivered bundle with its files changed."""
    members = delivered()
    change(members)
    (folder / BUNDLE_NAME).write_bytes(pack(members))
    (folder / MODULE_NAME).write_bytes((delivered_folder() / MODULE_NAME).read_bytes())
    return folder


def edited(name: str, **values: Any) -> Change:
    """Return a change that sets keys of a JSON file."""

    def change(members: dict[str, bytes]) -> None:
        members[name] = json.dumps({**json.loads(members[name]), **values}).encode()

    return change


def test_the_delivered_bundle_is_believed() -> None:
    bundle = load_bundle()
    assert len(bundle.catalogue.policies) == len(policy_files(Path(__file__).parents[2] / "policies"))


REMOVED: Mapping[str, tuple[Change, str]] = {
    "a byte of a policy": (
        lambda members: members.update({"main.rego": members["main.rego"] + b"#"}),
        "its files are not those of its revision",
    ),
    "a policy": (lambda members: members.pop("kubernetes/ingress_tls.rego"), "its files are not those of its revision"),
    "a file too many": (lambda members: members.update({"x.rego": b"package x"}), "not those of its revision"),
    "the catalogue": (edited("data.json", catalogue={"policies": {}, "parameters": {}}), r"0 policies, \d+ promised"),
    "the promise": (edited(".manifest", metadata={}), "not the module that nova.tar.gz was built with"),
    "the manifest": (lambda members: members.pop(".manifest"), "bundle has no .manifest"),
    "the data": (lambda members: members.pop("data.json"), "bundle has no data.json"),
    "a revision": (edited(".manifest", revision=""), "its files are not those of its revision"),
    "JSON": (lambda members: members.update({"data.json": b'{"a": 1, "a": 2}'}), "a key is given twice"),
}


@pytest.mark.parametrize("what", REMOVED)
def test_a_bundle_that_is_not_what_it_says_is_refused(tmp_path: Path, what: str) -> None:
    change, says = REMOVED[what]
    with pytest.raises(TrustError, match=says) as caught:
        load_bundle(repacked(tmp_path, change))
    assert caught.value.exit_code == 5


def test_another_module_is_refused(tmp_path: Path) -> None:
    repacked(tmp_path, lambda _members: None)
    (tmp_path / MODULE_NAME).write_bytes((tmp_path / MODULE_NAME).read_bytes() + b"\0")
    with pytest.raises(TrustError, match=r"nova\.wasm: not the module that nova\.tar\.gz was built with"):
        load_bundle(tmp_path)


def reaching(folder: Path, address: str) -> Built:
    """Build a bundle whose policy calls *address*; opa compiles it when nobody forbids it to."""
    members = delivered()
    data = json.loads(members.pop("data.json"))
    del members[".manifest"]
    call = f'\n\n_answer := http.send({{"url": "{address}", "method": "get"}})\n\ndeny contains _answer.body\n'
    members["kubernetes/ingress_tls.rego"] += call.encode()
    source = folder / "source"
    for name, content in members.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    compiled = folder / "compiled.tar.gz"
    Opa(find_tool("opa").command).run("build", "-t", "wasm", "-e", "batch/deny", "-o", str(compiled), str(source))
    return assemble(members, data, unpack(compiled.read_bytes())["policy.wasm"])


@pytest.mark.parametrize("engine", ["wasm", "conftest"])
def test_a_bundle_that_reaches_outside_is_refused_by_name_and_reaches_nobody(tmp_path: Path, engine: str) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "namespace.yaml").write_text(CLEAN)
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        write(reaching(tmp_path, f"http://127.0.0.1:{canary.getsockname()[1]}/"), tmp_path / "bundle")
        completed = nova("test", str(tmp_path / "tree"), "--bundle", str(tmp_path / "bundle"), "--engine", engine)
        with pytest.raises(TimeoutError):
            canary.accept()
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert completed.stderr.decode().startswith("nova: error NOVA-E09: the polic")
    assert completed.stderr.decode().endswith("builtins that are not allowed: http.send\n")
