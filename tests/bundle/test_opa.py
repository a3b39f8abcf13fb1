"""An opa that is broken is a tool that is missing, and no judgement on policies."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_policy.bundle.opa import Fault, Opa
from nova_policy.errors import ToolError, UsageError
from nova_policy.tools.find import find_tool


def shim(folder: Path, body: str) -> Opa:
    program = folder / "opa"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return Opa((str(program),))


@pytest.mark.parametrize("body", ["exit 1", "echo broken >&2; exit 2", "echo '{}' >&2; exit 1", "kill -SEGV $$"])
def test_a_check_without_an_answer_is_no_error_of_the_policies(tmp_path: Path, body: str) -> None:
    with pytest.raises(ToolError, match=r"^opa check: "):
        shim(tmp_path, body).faults(tmp_path)


def test_a_failing_command_is_shown_with_its_first_lines(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^opa inspect: one / two$"):
        shim(tmp_path, "printf 'one\\ntwo\\n' >&2; exit 1").run("inspect")


def test_faults_have_places_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.rego").write_text("package a\n\nb if c\n")
    opa = Opa(find_tool("opa").command)
    assert opa.faults(tmp_path) == [Fault("a.rego", 3, 6, "var c is unsafe", is_syntax=False)]
    (tmp_path / "b.rego").write_text("package b\n\nb {\n")
    assert [(fault.file, fault.is_syntax) for fault in opa.faults(tmp_path)] == [("b.rego", True)]
    with pytest.raises(UsageError, match=r"^b\.rego:\d+:\d+: "):
        opa.check(tmp_path)
