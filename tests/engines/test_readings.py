"""What a policy of the project gets to read is enough: it denies what it would deny with everything before it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from nova_policy.bundle.catalogue import Catalogue, Matcher, Policy
from nova_policy.bundle.load import load_bundle
from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.engines.protocol import Question, encode
from nova_policy.engines.readings import ListText, readings
from nova_policy.engines.wasm import WasmEngine
from nova_policy.model import Document, InputKind
from tests.cases_support import all_cases
from tests.engines.test_judge import policy
from tests.parity.odd_types import mutated

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "policies"
EVERYTHING = 10**9
MakeDocument = Callable[[str, str], Document]
_Lists = Iterable[tuple[Sequence[Document], Sequence[Policy]]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_bundle().catalogue


@pytest.fixture(scope="module")
def engine() -> WasmEngine:
    return WasmEngine(load_bundle().module)


def of_project(catalogue: Catalogue) -> tuple[Policy, ...]:
    return tuple(each for each in catalogue.policies.values() if each.room == "project")


def lists(sources: Sequence[Document], policies: Sequence[Policy], most: int) -> _Lists:
    return readings(sources, policies, {id(each): encode(each.contents) for each in sources}, most)


def denied(engine: WasmEngine, asked: _Lists) -> list[tuple[object, ...]]:
    """Return what is denied, places as documents and paths within them."""
    members, questions = {}, []
    for number, (documents, policies) in enumerate(asked):
        contents = [{"path": each.path, "contents": each.contents} for each in documents]
        questions.append(Question(str(number), tuple(each.id for each in policies), contents))
        members[str(number)] = documents
    answer = engine.evaluate(questions, {})
    assert answer.judged == {question.id: frozenset(question.policies) for question in questions}
    return sorted(
        (denial.policy, denial.message, *(str((members[key][path[0]].path, path[1:])) for path in paths))  # type: ignore[index]
        for key, denials in answer.denials.items()
        for denial in denials
        for paths in [(denial.path, *denial.related)]
    )


@pytest.fixture(scope="module")
def of_cases() -> list[tuple[Document, ...]]:
    return [case.collect().sources for case in all_cases() if case.policy.startswith("project/")]


def odd(sources: Sequence[Document], chance: random.Random) -> list[Document]:
    """Return the documents with a value of another type in each that is no fact."""
    result = []
    for each in sources:
        changed = (
            list(mutated([Question("", (), each.contents)], chance, 1)) if each.kind is InputKind.KUBERNETES else []
        )
        result.append(replace(each, contents=changed[0].input) if changed else each)
    return result


def assert_enough(engine: WasmEngine, sources: Sequence[Document], policies: Sequence[Policy]) -> None:
    whole = denied(engine, [(sources, policies)])
    assert denied(engine, lists(sources, policies, EVERYTHING)) == whole
    assert denied(engine, lists(sources, policies, 0)) == whole


@pytest.mark.parametrize("example", ["nova", "nova-fixed"])
def test_it_is_enough_for_the_examples(example: str, catalogue: Catalogue, engine: WasmEngine) -> None:
    assert_enough(engine, collect(ROOT / "examples" / example, CollectSettings()).sources, of_project(catalogue))


def test_it_is_enough_for_every_case(
    of_cases: list[tuple[Document, ...]], catalogue: Catalogue, engine: WasmEngine
) -> None:
    for sources in of_cases:
        assert_enough(engine, sources, of_project(catalogue))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_enough_for_odd_documents(
    seed: int, of_cases: list[tuple[Document, ...]], catalogue: Catalogue, engine: WasmEngine
) -> None:
    chance = random.Random(seed)
    for sources in of_cases:
        if any(each.kind is InputKind.KUBERNETES for each in sources):
            assert_enough(engine, odd(sources, chance), of_project(catalogue))


def test_metadata_names_every_kind_that_rego_looks_up(catalogue: Catalogue) -> None:
    of_libraries = {
        f"{path.stem}.{name}": kinds
        for path in (POLICIES / "lib").glob("*.rego")
        if path.stem != "repository"
        for name, kinds in looked_up(path.read_text()).items()
    }
    assert of_libraries
    for each in of_project(catalogue):
        text = (POLICIES / f"{each.id}.rego").read_text()
        used = {kinds for name, kinds in of_libraries.items() if name in text}
        wanted = frozenset[str]().union(*used, *looked_up(text).values())
        named = frozenset(kind for matcher in each.reads if matcher.api_groups == ("*",) for kind in matcher.kinds)
        assert (each.id, named) == (each.id, wanted)


def looked_up(text: str) -> dict[str, frozenset[str]]:
    """Return with which kinds each rule calls `repository.objects`."""
    found: dict[str, frozenset[str]] = {}
    rule = ""
    for line in text.splitlines():
        head = re.match(r"\w+", line)
        rule = head[0] if head else rule
        for kinds in re.findall(r"repository\.objects\((.*?)\)", line):
            found[rule] = found.get(rule, frozenset()) | set(re.findall(r"\w+", kinds))
    return found


def test_the_text_of_a_list_is_that_of_its_json() -> None:
    sources = collect(ROOT / "examples" / "nova", CollectSettings()).sources
    text = ListText(sources, {id(each): encode(each.contents) for each in sources})
    assert str(text) == encode([{"path": each.path, "contents": each.contents} for each in sources])
    assert len(text) == len(str(text))


@pytest.fixture
def document() -> MakeDocument:
    def make(api_version: str, kind: str) -> Document:
        return Document(f"{kind}.yaml", InputKind.KUBERNETES, {"apiVersion": api_version, "kind": kind}, None)  # type: ignore[arg-type]

    return make


def test_a_small_list_is_shared_and_a_large_one_is_divided(document: MakeDocument) -> None:
    fact, deployment, service = document("facts.nova-policy.dev/v1", "F"), document("apps/v1", "D"), document("v1", "S")
    config = document("v1", "ConfigMap")
    sources = (service, fact, config, deployment)
    facts = replace(policy("project/a"), matchers=(Matcher(("facts.nova-policy.dev",), ("F",)),))
    also_facts = replace(facts, id="project/b")
    reader = replace(facts, id="project/c", reads=(Matcher(("*",), ("S",)),))
    matching = replace(facts, id="project/d", matchers=(Matcher(("apps",), ("D",)),))
    policies = (facts, reader, also_facts, matching)
    assert list(lists(sources, policies, EVERYTHING)) == [((service, fact, deployment), policies)]
    assert list(lists(sources, policies, 10)) == [
        ((fact,), (facts, also_facts)),
        ((service, fact), (reader,)),
        ((fact, deployment), (matching,)),
    ]
    assert list(lists(sources, (), 10)) == []
