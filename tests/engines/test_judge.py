"""What a run makes of an engine's answers: every pair accounted for, and no more listed than anybody reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nova_policy.bundle.catalogue import Catalogue, Matcher, Policy
from nova_policy.collect.facts import FactLocator
from nova_policy.collect.project import Project
from nova_policy.engines.judge import Judgement, judge, questions_for
from nova_policy.engines.protocol import MOST_LISTED, Answer, Failure, Question, encode
from nova_policy.model import Denial, Document, Environment, InputKind, Json, Severity


@dataclass
class Scripted:
    """An engine that gives each question the answer of a function."""

    answer: Callable[[Sequence[Question]], Answer]
    name: str = field(default="scripted", init=False)

    def evaluate(self, questions: Sequence[Question], _parameters: Mapping[str, Json]) -> Answer:
        return self.answer(questions)


def catalogue(*names: str) -> Catalogue:
    return Catalogue({name: policy(name) for name in names}, {})


def policy(name: str) -> Policy:
    return Policy(
        id=name,
        title="",
        description="",
        severity=Severity.LOW,
        section=None,
        recommendation=None,
        capability="",
        origin="report",
        remediation="",
        matchers=(Matcher(("*",), ("*",)),),
        parameters=(),
        related_resources=(),
    )


def project(count: int) -> Project:
    documents = tuple(
        Document(f"{number}.yaml", InputKind.KUBERNETES, {"kind": "X", "n": number}, FactLocator({"n": 1}))
        for number in range(count)
    )
    return Project(documents=documents, sources=documents, environments=(), problems=(), files=count, ignored=0)


def judged(count: int, answer: Callable[[Sequence[Question]], Answer], *names: str) -> Judgement:
    return judge(project(count), catalogue(*names), Scripted(answer), {})


def test_a_pair_without_an_account_is_a_problem() -> None:
    def forgetful(questions: Sequence[Question]) -> Answer:
        return Answer({}, {question.id: frozenset({"a/b"}) for question in questions[1:]})

    result = judged(3, forgetful, "a/b", "a/c")
    assert [(problem.code, problem.what) for problem in result.problems] == [
        ("NOVA-B09", "policy a/b has no verdict: the engine gave no account of it"),
        ("NOVA-B09", "policy a/c has no verdict on 3 inputs, this one first: the engine gave no account of it"),
    ]
    assert result.pairs == 2
    assert result.unanswered == result.applied == {"a/b", "a/c"}


def test_what_nobody_asked_about_is_a_problem() -> None:
    def talkative(questions: Sequence[Question]) -> Answer:
        denials = {"0": (Denial("a/b", "m", ()), Denial("a/x", "m", ())), "77": (Denial("a/b", "m", ()),)}
        return Answer(denials, {question.id: frozenset({"a/b"}) for question in questions})

    result = judged(1, talkative, "a/b")
    assert [placed.denial.policy for placed in result.denials] == ["a/b"]
    assert [(problem.code, problem.what) for problem in result.problems] == [
        ("NOVA-B09", "the engine answers for policies that it was not asked about: a/x"),
        ("NOVA-B09", "the engine answers for 1 inputs that it was not asked about"),
    ]


def test_what_failed_is_named_once_with_its_reason() -> None:
    def slow(questions: Sequence[Question]) -> Answer:
        failed = {question.id: {"a/b": Failure("NOVA-E07", "it took too long")} for question in questions}
        return Answer({}, {question.id: frozenset({"a/c"}) for question in questions}, failed)

    (problem,) = judged(5, slow, "a/b", "a/c").problems
    assert str(problem) == (
        "NOVA-E07 : policy a/b has no verdict on 5 inputs, this one first: it took too long; "
        "make the policy cheaper, or leave the file out with --exclude"
    ).replace(" :", f" {problem.location}:")


def test_of_very_many_denials_the_first_are_listed_and_all_are_counted() -> None:
    many, few = MOST_LISTED // 2 + 1, 3

    def chatty(questions: Sequence[Question]) -> Answer:
        denials = {
            question.id: tuple(
                Denial(name, f"{number:05}", ())
                for name, most in (("a/b", many), ("a/c", few))
                for number in range(most)
            )
            for question in questions
        }
        omitted = {questions[0].id: {"a/b": 5}}
        return Answer(denials, {question.id: frozenset({"a/b", "a/c"}) for question in questions}, {}, omitted)

    result = judged(3, chatty, "a/b", "a/c")
    listed = [placed.denial.policy for placed in result.denials]
    assert (listed.count("a/b"), listed.count("a/c")) == (MOST_LISTED, 3 * few)
    assert result.omitted == {"a/b": 3 * many + 5 - MOST_LISTED}
    assert result.problems == ()


def environments(*folders: Sequence[Json]) -> Project:
    """Return a project of folders that hold such objects."""
    parts = tuple(
        Environment(
            path, path, tuple(Document(f"{path}/x.yaml", InputKind.KUBERNETES, one, FactLocator({})) for one in each)
        )
        for path, each in ((f"folder-{number}", each) for number, each in enumerate(folders))
    )
    documents = tuple(document for part in parts for document in part.documents)
    return Project(documents=documents, sources=(), environments=parts, problems=())


_POD: Json = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"serviceAccountName": "runner"}}
_ACCOUNT: Json = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "runner"}}


def test_what_is_elsewhere_ends_the_list_of_an_environment() -> None:
    both, alone = questions_for(environments([_POD, _POD], [_ACCOUNT]), catalogue("environment/a"))
    assert isinstance(both.input, list)
    assert isinstance(alone.input, list)
    assert [member["contents"]["kind"] for member in both.input] == ["Pod", "Pod", "ObjectsElsewhere"]
    assert [member["contents"]["kind"] for member in alone.input] == ["ServiceAccount"]
    assert [str(each.text) for each in (both, alone)] == [encode(both.input), encode(alone.input)]


def test_a_denial_is_placed_at_the_documents_of_an_environment_with_a_fact() -> None:
    def second(questions: Sequence[Question]) -> Answer:
        denials = {questions[0].id: (Denial("environment/a", "m", (1, "contents", "spec"), ((0, "contents"),)),)}
        return Answer(denials, {question.id: frozenset({"environment/a"}) for question in questions})

    project = environments([_POD, _POD], [_ACCOUNT])
    result = judge(project, catalogue("environment/a"), Scripted(second), {})
    (placed,) = result.denials
    first, culprit = project.environments[0].documents
    assert (placed.document, placed.denial.path, placed.related) == (culprit, ("spec",), ((first, ()),))
    assert (result.pairs, result.problems) == (2, ())


def test_a_policy_is_not_asked_because_of_what_is_elsewhere() -> None:
    accounts = replace(policy("environment/a"), matchers=(Matcher(("",), ("ServiceAccount",)),))
    asked = questions_for(environments([_POD], [_ACCOUNT]), Catalogue({accounts.id: accounts}, {}))
    assert [str(question.text).count("ObjectsElsewhere") for question in asked] == [0]
