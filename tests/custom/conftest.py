"""Folders with a user's Rego, loaded by the real opa."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nova_policy.bundle.load import load_bundle
from nova_policy.bundle.opa import Opa
from nova_policy.custom.engine import CustomEngine
from nova_policy.custom.policies import CustomPolicies, load_custom
from nova_policy.engines.protocol import Answer, Question
from nova_policy.model import Json
from nova_policy.tools.find import find_tool

Load = Callable[..., CustomPolicies]
Ask = Callable[..., Answer]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return a function that writes files and loads the folder; a lone text is `own.rego` in package main."""

    def write_and_load(files: str | Mapping[str, str], *namespaces: str) -> CustomPolicies:
        named = {"own.rego": f"package main\n\n{files}"} if isinstance(files, str) else files
        for name, text in named.items():
            path = tmp_path / "policy" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assessment = load_bundle().data["assessment"]
        return load_custom(opa(), [tmp_path / "policy"], assessment, namespaces or ("main",))

    return write_and_load


@pytest.fixture
def ask(load: Load) -> Ask:
    """Return a function that asks all rules of a folder about some inputs."""

    def load_and_ask(files: str | Mapping[str, str], *inputs: Json, timeout: float = 60) -> Answer:
        policies = load(files)
        questions = [Question(str(number), tuple(policies.policies), value) for number, value in enumerate(inputs)]
        return CustomEngine(opa(), policies, timeout=timeout).evaluate(questions, {})

    return load_and_ask


def opa() -> Opa:
    return Opa(find_tool("opa").command)
