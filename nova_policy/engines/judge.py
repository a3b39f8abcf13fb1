"""Asks an engine about a project: who is asked what, once for equal contents, and whether all of it was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.collect.elsewhere import objects_elsewhere
from nova_policy.collect.project import Project
from nova_policy.engines.account import listed, strangers, without_verdict
from nova_policy.engines.protocol import Answer, Engine, Question, encode
from nova_policy.engines.readings import ListText, kind_of, readings
from nova_policy.model import Denial, Document, InputKind, Json, KeyPath, Location, Problem


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

    def place(question: str) -> Location:
        subject = subjects[question]
        return (subject.documents or subject.members)[0].locator.locate(())[0]

    given = engine.evaluate(questions, parameters)
    answer, omitted = listed(given, questions)
    applied = frozenset(policy for question in questions for policy in question.policies)
    return Judgement(
        denials=tuple(_placed(answer, questions, subjects)),
        applied=applied,
        not_applicable=tuple(sorted(set(catalogue.policies) - applied)),
        problems=(*strangers(given, questions, place), *without_verdict(answer, questions, place)),
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
        kind = kind_of(first)
        if kind not in asked:
            asked[kind] = tuple(policy.id for policy in single if policy.applies_to(first))
        if asked[kind]:
            yield Question("", asked[kind], first.contents, text), _Subject(tuple(group))


def _lists(
    project: Project, policies: Sequence[Policy], encoded: Mapping[int, str]
) -> Iterator[tuple[Question, _Subject]]:
    rooms = {room: [policy for policy in policies if policy.room == room] for room in ("environment", "project")}
    facts = objects_elsewhere(project.environments, encoded)
    known = {id(fact): encode(fact.contents) for fact in facts if fact}
    texts = {**encoded, **known} if known else encoded
    asked = [
        # At the end, so that the documents keep their places in the list.
        ((*each.documents, fact) if fact else each.documents, _asked_about(each.documents, rooms["environment"]))
        for each, fact in zip(project.environments, facts, strict=True)
    ]
    entries: dict[int, Json] = {
        id(each): {"path": each.path, "contents": each.contents}
        for each in (*project.documents, *project.sources, *filter(None, facts))
    }
    for members, own in (*asked, *readings(project.sources, _asked_about(project.sources, rooms["project"]), encoded)):
        if own:
            name = next((member.environment for member in members if member.environment), None)
            contents = [entries[id(member)] for member in members]
            ids = tuple(policy.id for policy in own)
            yield Question("", ids, contents, ListText(members, texts)), _Subject((), members, name)


def _asked_about(members: Sequence[Document], policies: Sequence[Policy]) -> list[Policy]:
    kinds = {kind_of(member): member for member in members}.values()
    return [policy for policy in policies if any(policy.applies_to(member) for member in kinds)]


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
