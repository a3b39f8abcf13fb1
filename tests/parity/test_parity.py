"""One verdict: every case, and every case with values of odd types, is judged alike by all engines.

Conftest is asked to show builtin errors: a policy that hands a number to a function of strings would be silent
elsewhere, which is to say it would pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from nova_policy.bundle.load import load_bundle
from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.engines.conftest_binary import ConftestEngine
from nova_policy.engines.judge import questions_for
from nova_policy.engines.protocol import Answer, Question
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
def of_cases() -> Sequence[Question]:
    catalogue = load_bundle().catalogue
    asked = [question for case in all_cases() for question in questions_for(case.collect(), catalogue)]
    return [Question(str(index), question.policies, question.input) for index, question in enumerate(asked)]


def differing(questions: Sequence[Question], first: Answer, second: Answer) -> list[str]:
    """Name what the two engines say differently, with the policies concerned."""
    return [
        f"{question.id}: {sorted({d.policy for d in set(one) ^ set(other)})}"
        for question in questions
        if (one := first.denials.get(question.id, ())) != (other := second.denials.get(question.id, ()))
        or first.judged.get(question.id) != second.judged.get(question.id)
    ]


def test_every_case_is_judged_alike(of_cases: Sequence[Question], wasm: WasmEngine, conftest: ConftestEngine) -> None:
    assert differing(of_cases, wasm.evaluate(of_cases, {}), conftest.evaluate(of_cases, {})) == []


@pytest.mark.parametrize("example", ["nova", "nova-fixed"])
def test_the_examples_are_judged_alike(example: str, wasm: WasmEngine, conftest: ConftestEngine) -> None:
    questions = questions_for(collect(EXAMPLES / example, CollectSettings()), load_bundle().catalogue)
    assert differing(questions, wasm.evaluate(questions, {}), conftest.evaluate(questions, {})) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_odd_types_are_judged_alike_and_without_builtin_errors(
    seed: int, of_cases: Sequence[Question], wasm: WasmEngine, conftest: ConftestEngine
) -> None:
    questions = list(mutated(of_cases, seed, 10))
    assert differing(questions, wasm.evaluate(questions, {}), conftest.evaluate(questions, {})) == []
