"""One verdict: every case, and every case with values of odd types, is judged alike by all engines.

Conftest and OPA are asked to show builtin errors: a policy that hands a number to a function of strings would be
silent in WebAssembly, which is to say it would pass.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_policy.bundle.load import load_bundle
from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.engines.choose import open_server
from nova_policy.engines.conftest_binary import ConftestEngine
from nova_policy.engines.cross_check import CrossCheck
from nova_policy.engines.judge import questions_for
from nova_policy.engines.protocol import Engine, Question
from nova_policy.engines.server.address import Address
from nova_policy.engines.server.options import ServerOptions
from nova_policy.engines.wasm import WasmEngine
from nova_policy.tools.find import find_tool
from tests.cases_support import all_cases
from tests.parity.odd_types import mutated

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def wasm() -> WasmEngine:
    return WasmEngine(load_bundle().module)


@pytest.fixture(scope="module")
def conftest() -> ConftestEngine:
    return ConftestEngine(find_tool("conftest").command, load_bundle().rego, timeout=600)


@pytest.fixture(scope="module")
def opa(opa_address: Address) -> Iterator[Engine]:
    with ExitStack() as stack:
        yield open_server(ServerOptions(url=str(opa_address)), stack)[0]


@pytest.fixture(scope="module")
def all_engines(wasm: WasmEngine, conftest: ConftestEngine, opa: Engine) -> CrossCheck:
    return CrossCheck([wasm, conftest, opa])


@pytest.fixture(scope="module")
def of_cases() -> Sequence[Question]:
    catalogue = load_bundle().catalogue
    asked = [question for case in all_cases() for question in questions_for(case.collect(), catalogue)]
    return [Question(str(index), question.policies, question.input) for index, question in enumerate(asked)]


def disputed(questions: Sequence[Question], engine: CrossCheck) -> list[str]:
    """Name what has no verdict, because the engines differ or because one of them has none."""
    answer = engine.evaluate(questions, {})
    return [
        f"{question.id}: {policy}: {answer.failed.get(question.id, {}).get(policy)}"
        for question in questions
        for policy in question.policies
        if policy not in answer.judged.get(question.id, ())
    ]


def test_every_case_is_judged_alike(of_cases: Sequence[Question], all_engines: CrossCheck) -> None:
    assert disputed(of_cases, all_engines) == []


@pytest.mark.parametrize("example", ["nova", "nova-fixed"])
def test_the_examples_are_judged_alike(example: str, all_engines: CrossCheck) -> None:
    questions = questions_for(collect(EXAMPLES / example, CollectSettings()), load_bundle().catalogue)
    assert disputed(questions, all_engines) == []


def test_odd_types_are_judged_alike_and_without_builtin_errors(
    of_cases: Sequence[Question], all_engines: CrossCheck
) -> None:
    assert disputed(list(mutated(of_cases, random.Random(1), 10)), all_engines) == []


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_odd_types_that_nobody_has_seen_are_judged_alike(
    of_cases: Sequence[Question], wasm: WasmEngine, opa: Engine, chance: random.Random
) -> None:
    questions = list(mutated(chance.sample(of_cases, 20), chance, 2))
    assert disputed(questions, CrossCheck([wasm, opa])) == []
