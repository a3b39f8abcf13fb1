"""Asks an engine about a project: who is asked what, once for equal contents, and whether all of it was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.collect.project import Project
from nova_policy.engines.protocol import MOST_LISTED, Answer, Engine, Failure, Question, encode
from nova_policy.model import Denial, Document, Environment, InputKind, Json, KeyPath, Location, Problem

_NO_ACCOUNT = Failure("NOVA-B09", "the engine gave no account of it")
_REMEDIES = {
    "NOVA-E01": "let the policy test the type before it calls the builtin",
    "NOVA-E07": "make the policy cheaper, or leave the file out with --exclude",
    "NOVA-E11": "let the policy use what all engines have",
    "NOVA-E14": "let the policy yield strings, or objects with msg and path",
}


@dataclass(frozen=True, slots=True)
class PlacedDenial:
    """A denial and the document it is about; *related* are further places, perhaps in other documents."""

    denial: Denial
    document: Document
    related: tuple[tuple[Document, KeyPath], ...] = ()
    environment: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All denials of a run, which policies had something to judge, and what was not answered.

    *pairs* counts the (document, policy) pairs that were judged, *unanswered* names policies that were asked in vain,
    *omitted* counts by policy the denials that are not listed because there are so many.
    """

    denials: tuple[PlacedDenial, ...]
    applied: frozenset[str]
    not_applicable: tuple[str, ...]
    problems: tuple[Problem, ...]
    pairs: int
    unanswered: frozenset[str] = frozenset()
    omitted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a question is about: the documents that share its contents, or the members of a list."""

    documents: tuple[Document, ...]
    members: tuple[Document, ...] = ()
    environment: str | None = None


def judge(project: Project, catalogue: Catalogue, engine: Engine, parameters: Mapping[str, Json]) -> Judgement:
    """Judge every document by every policy that applies to it. Raises ToolError when the engine cannot be used."""
    questions, subjects = _asked(project, catalogue)
    given = engine.evaluate(questions, parameters)
    answer, omitted = _listed(given, questions)
    applied = frozenset(policy for question in questions for policy in question.policies)
    return Judgement(
        denials=tuple(_placed(answer, questions, subjects)),
        applied=applied,
        not_applicable=tuple(sorted(set(catalogue.policies) - applied)),
        problems=(*_strangers(given, questions, subjects), *_unanswered(answer, questions, subjects)),
        pairs=sum(len(answer.judged.get(question.id, ())) for question in questions),
        unanswered=frozenset(
            policy
            for question in questions
            for policy in question.policies
            if policy not in answer.judged.get(question.id, ())
        ),
        omitted=omitted,
    )


def questions_for(project: Project, catalogue: Catalogue) -> list[Question]:
    """Return what an engine is asked about a project, numbered from "0"."""
    return _asked(project, catalogue)[0]


def _asked(project: Project, catalogue: Catalogue) -> tuple[list[Question], dict[str, _Subject]]:
    policies = sorted(catalogue.policies.values(), key=lambda policy: policy.id)
    # Most documents stand in several questions; each is written as JSON once.
    documents = {id(document): document for document in (*project.documents, *project.sources)}
    encoded = {key: encode(document.contents) for key, document in documents.items()}
    asked = [*_single(project.documents, policies, encoded), *_lists(project, policies, encoded)]
    questions = [replace(question, id=str(index)) for index, (question, _) in enumerate(asked)]
    return questions, {question.id: subject for question, (_, subject) in zip(questions, asked, strict=True)}


def _single(
    documents: Sequence[Document], policies: Sequence[Policy], encoded: Mapping[int, str]
) -> Iterator[tuple[Question, _Subject]]:
    single = [policy for policy in policies if not policy.is_cross_document]
    groups: dict[tuple[InputKind, str], list[Document]] = {}
    for document in documents:
        groups.setdefault((document.kind, encoded[id(document)]), []).append(document)
    asked: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for (_, text), group in groups.items():
        first = group[0]
        kind = _kind(first)
        if kind not in asked:
            asked[kind] = tuple(policy.id for policy in single if policy.applies_to(first))
        if asked[kind]:
            yield Question("", asked[kind], first.contents, text), _Subject(tuple(group))


def _kind(document: Document) -> tuple[str, str, str]:
    """All that matchers look at."""
    contents = document.contents if isinstance(document.contents, Mapping) else {}
    return document.kind.value, str(contents.get("apiVersion")), str(contents.get("kind"))


def _lists(
    project: Project, policies: Sequence[Policy], encoded: Mapping[int, str]
) -> Iterator[tuple[Question, _Subject]]:
    for room, environments in (
        ("environment", project.environments),
        ("project", (Environment("", "", project.sources),)),
    ):
        own = [policy for policy in policies if policy.room == room]
        for environment in environments:
            members = environment.documents
            kinds = {_kind(member): member for member in members}.values()
            asked = tuple(policy.id for policy in own if any(policy.applies_to(member) for member in kinds))
            if asked:
                contents = [{"path": member.path, "contents": member.contents} for member in members]
                text = ",".join(
                    f'{{"contents":{encoded[id(member)]},"path":{encode(member.path)}}}' for member in members
                )
                name = next((member.environment for member in members if member.environment), None)
                yield Question("", asked, contents, f"[{text}]"), _Subject((), members, name)


def _listed(answer: Answer, questions: Sequence[Question]) -> tuple[Answer, dict[str, int]]:
    """Keep so many denials of each policy as are listed, in the order of the questions, and count the others."""
    listed: Counter[str] = Counter()
    omitted: Counter[str] = Counter()
    denials: dict[str, tuple[Denial, ...]] = {}
    for question in questions:
        kept: list[Denial] = []
        for denial in answer.denials.get(question.id, ()):
            if denial.policy not in question.policies:
                continue
            counts = listed if listed[denial.policy] < MOST_LISTED else omitted
            counts[denial.policy] += 1
            if counts is listed:
                kept.append(denial)
        denials[question.id] = tuple(kept)
        omitted.update(answer.omitted.get(question.id, {}))
    return replace(answer, denials=denials), dict(sorted(omitted.items()))


def _placed(answer: Answer, questions: Sequence[Question], subjects: Mapping[str, _Subject]) -> Iterator[PlacedDenial]:
    for question in questions:
        subject = subjects[question.id]
        for denial in answer.denials.get(question.id, ()):
            if subject.members:
                yield _in_list(denial, subject)
            else:
                for document in subject.documents:
                    related = tuple((document, path) for path in denial.related)
                    yield PlacedDenial(denial, document, related, document.environment)


def _in_list(denial: Denial, subject: _Subject) -> PlacedDenial:
    document, path = _member(subject.members, denial.path)
    related = tuple(_member(subject.members, other) for other in denial.related)
    return PlacedDenial(replace(denial, path=path), document, related, subject.environment)


def _member(members: Sequence[Document], path: KeyPath) -> tuple[Document, KeyPath]:
    """Split a path of a list into the member it leads to and the path within it."""
    index = path[0] if path and isinstance(path[0], int) and path[0] < len(members) else 0
    return members[index], path[2:]


def _strangers(answer: Answer, questions: Sequence[Question], subjects: Mapping[str, _Subject]) -> Iterator[Problem]:
    """Name policies that an engine speaks of and was not asked about: it cannot be believed."""
    for question in questions:
        named = {denial.policy for denial in answer.denials.get(question.id, ())} - set(question.policies)
        if named:
            what = f"the engine answers for policies that it was not asked about: {', '.join(sorted(named))}"
            yield Problem("NOVA-B09", what, "do not use it", _place(subjects[question.id]))


def _place(subject: _Subject) -> Location:
    return (subject.documents or subject.members)[0].locator.locate(())[0]


def _unanswered(answer: Answer, questions: Sequence[Question], subjects: Mapping[str, _Subject]) -> Iterator[Problem]:
    """One problem per policy and reason, at the first document concerned."""
    silent: dict[tuple[str, Failure], list[Question]] = {}
    for question in questions:
        judged = answer.judged.get(question.id, frozenset())
        for policy in question.policies:
            if policy not in judged:
                reason = answer.failed.get(question.id, {}).get(policy, _NO_ACCOUNT)
                silent.setdefault((policy, reason), []).append(question)
    for (policy, failure), asked in silent.items():
        where = _place(subjects[asked[0].id])
        more = f" on {len(asked)} inputs, this one first" if len(asked) > 1 else ""
        what = f"policy {policy} has no verdict{more}: {failure.reason}"
        yield Problem(failure.code, what, _REMEDIES.get(failure.code, "report it with the policy's name"), where)
