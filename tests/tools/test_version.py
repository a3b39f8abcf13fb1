from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nova_policy.errors import ToolError
from nova_policy.tools.pins import Question, load_pin
from nova_policy.tools.version import built_version, numbers, printed_version

Shim = Callable[[str, str], Path]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1.26", (1, 26, 0)), ("v5.8.2", (5, 8, 2)), ("1.22.2-dev", (1, 22, 2)), ("3.10.0", (3, 10, 0))],
)
def test_versions_become_numbers(text: str, expected: tuple[int, int, int]) -> None:
    assert numbers(text) == expected


def test_other_text_is_no_version() -> None:
    with pytest.raises(ValueError, match="'dev' is not a version"):
        numbers("dev")


@pytest.mark.parametrize(
    ("name", "answer", "expected"),
    [
        ("kustomize", "v5.8.2", "5.8.2"),
        ("kustomize", "{Version:kustomize/v3.8.7 GitCommit:ad0 BuildDate:2020 GoOs:linux}", "3.8.7"),
        ("opa", "Version: 1.3.0\\nBuild Commit: \\nGo Version: go1.26.8\\nRego Version: v1", "1.3.0"),
        ("conftest", "Conftest: 0.69.1\\nOPA: 1.19.0", "0.69.1"),
        ("conftest", "Conftest: dev\\nOPA: 1.21.1", None),
        ("gator", "GitVersion:    v3.23.1\\nGoVersion: go1.26.8\\n opa/v1.17.1", "3.23.1"),
        ("gator", "gator version devel (unknown) (Feature State: beta), opa/v1.17.1", None),
        ("crane", "0.22.1", "0.22.1"),
    ],
)
def test_what_programs_print(shim: Shim, name: str, answer: str, expected: str | None) -> None:
    question = load_pin(name).question
    assert question is not None
    assert printed_version(shim(name, f"printf '{answer}'"), question) == expected


def test_what_kubectl_prints_of_kustomize(shim: Shim) -> None:
    stand_in = load_pin("kustomize").stand_in
    assert stand_in is not None
    program = shim("kubectl", "printf 'Client Version: v1.32.4\\nKustomize Version: v5.5.0\\n'")
    assert printed_version(program, stand_in.question) == "5.5.0"


def test_the_question_reaches_the_program(shim: Shim) -> None:
    program = shim("tool", 'test "$*" = "version --client" && echo 1.2.3')
    assert printed_version(program, Question(("version", "--client"), r"([\d.]+)")) == "1.2.3"


def test_a_crash_is_an_error(shim: Shim) -> None:
    with pytest.raises(ToolError, match="`tool version` fails with code 7"):
        printed_version(shim("tool", "echo v1.2.3; exit 7"), Question(("version",), "v(.*)"))


@pytest.mark.parametrize(
    ("module", "version", "expected"),
    [
        ("example.com/tool", "v1.2.3", "1.2.3"),
        ("example.com/tool", "(devel)", None),
        ("example.com/tool", "v0.0.0-20260101000000-0123456789ab", None),
        ("example.com/other", "v1.2.3", None),
    ],
)
def test_only_a_release_of_the_module_counts(
    tmp_path: Path, binary: Callable[..., bytes], module: str, version: str, expected: str | None
) -> None:
    file = tmp_path / "tool"
    file.write_bytes(binary(module, version))
    assert built_version(file, "example.com/tool") == expected


def test_a_program_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="No such file"):
        built_version(tmp_path / "missing", "example.com/tool")
