"""What a repository may say about its own run, and what only a trusted file may."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_policy.bundle.catalogue import Catalogue, Parameter
from nova_policy.collect.limits import Limits
from nova_policy.config import Configuration, check_parameters, load_configuration
from nova_policy.engines.server.options import ServerOptions
from nova_policy.errors import UsageError
from nova_policy.model import Json, Severity

CATALOGUE = Catalogue({}, {"replicas": Parameter("replicas", "t", "integer", None, "o", 2)})


def configured(root: Path, text: str, *, trusted: bool = False) -> Configuration:
    path = root / ("trusted.yaml" if trusted else "nova-policy.yaml")
    path.write_text(text)
    return load_configuration(root, path if trusted else None)


def test_no_file_is_no_configuration(tmp_path: Path) -> None:
    assert load_configuration(tmp_path, None) == Configuration()


def test_the_trees_own_file_cannot_weaken_the_gate(tmp_path: Path) -> None:
    text = (
        "fail_on: blocker\nengine: conftest\npolicy: [x]\nlimits: {file_bytes: 1}\nexclude: [docs/]\nserver: {url: x}\n"
    )
    found = configured(tmp_path, text)
    assert found == Configuration(exclude=("docs/",), ignored_keys=("engine", "fail_on", "limits", "policy", "server"))


def test_a_trusted_file_may_set_everything_and_the_trees_own_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "nova-policy.yaml").write_text("exclude: ['*']\n")
    text = "fail_on: high\nengine: conftest\nlimits: {file_bytes: 5}\nparameters: {replicas: 3}\n"
    assert configured(tmp_path, text, trusted=True) == Configuration(
        fail_on=Severity.HIGH, engine="conftest", limits=Limits(file_bytes=5), parameters={"replicas": 3}
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("excludes: [x]\n", "did you mean 'exclude'"),
        ("exclude: x\n", "list of strings"),
        ("parameters: [x]\n", "mapping"),
        ("- x\n", "one mapping"),
        ("a: [\n", ":2:1"),
    ],
)
def test_a_broken_file_is_named_with_its_fault(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        configured(tmp_path, text)


def test_a_trusted_file_may_name_a_server(tmp_path: Path) -> None:
    text = "engine: opa\nserver: {url: 'https://opa.example.com', timeout: 5, wait: 2.5, signed: true}\n"
    server = ServerOptions(url="https://opa.example.com", timeout=5, wait=2.5, signed=True)
    assert configured(tmp_path, text, trusted=True) == Configuration(engine="opa", server=server)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fail_on: worst\n", "fail_on must be one of"),
        ("limits: {file_byte: 1}\n", "did you mean 'file_bytes'"),
        ("limits: {file_bytes: x}\n", "limits must map names to numbers"),
        ("engine: opaa\n", "engine must be one of wasm, conftest, opa"),
        ("engine: [opa]\n", "engine must be one of"),
        ("server: https://opa.example.com\n", "server must be a mapping"),
        ("server: {urls: x}\n", r"unknown key server\.urls; did you mean 'url'"),
        ("server: {timeout: '5'}\n", r"server\.timeout is of the wrong type"),
        ("server: {timeout: true}\n", r"server\.timeout is of the wrong type"),
        ("server: {signed: 1}\n", r"server\.signed is of the wrong type"),
        ("server: {url: null}\n", r"server\.url is of the wrong type"),
    ],
)
def test_a_trusted_file_is_checked_too(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        configured(tmp_path, text, trusted=True)


@pytest.mark.parametrize("value", ["3", True, 1.5, None, [1]])
def test_a_parameter_of_the_wrong_type_is_an_error(value: Json) -> None:
    with pytest.raises(UsageError, match="must be of type integer"):
        check_parameters({"replicas": value}, CATALOGUE)


def test_an_unknown_parameter_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="did you mean 'replicas'"):
        check_parameters({"replica": 1}, CATALOGUE)
    check_parameters({"replicas": 1}, CATALOGUE)
