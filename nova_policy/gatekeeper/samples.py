"""A policy's cases as Gatekeeper's own tests: one object a file, and what must be said about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nova_policy.bundle.catalogue import Policy
from nova_policy.engines.protocol import Engine, Question
from nova_policy.errors import UsageError
from nova_policy.gatekeeper.admission import constraint_name
from nova_policy.model import Json
from nova_policy.pages.examples import EXPECTED

_SPECIAL, _ESCAPED = re.compile(r"[\\.+*?()|\[\]{}^$]"), r"\\\g<0>"


@dataclass(frozen=True, slots=True)
class Sample:
    """One object of a case. *messages* are those that the policy denies it with, empty for an allowed one."""

    name: str
    object: Json
    messages: tuple[str, ...]


def samples(policy: Policy, cases: Path, engine: Engine) -> tuple[Sample, ...]:
    """Return the objects of a policy's good and bad cases that it is asked about, judged by *engine*.

    Raises UsageError where a policy has no object that it denies, or none that it allows: a suite without both
    proves nothing.
    """
    named = list(_objects(policy, cases))
    questions = [Question(name, (policy.id,), contents) for name, contents in named]
    answer = engine.evaluate(questions, {})
    silent = [question.id for question in questions if policy.id not in answer.judged.get(question.id, ())]
    if silent:
        raise UsageError(f"{cases / policy.id}: no answer for {', '.join(silent)}")
    found = tuple(
        Sample(name, contents, tuple(denial.message for denial in answer.denials.get(name, ())))
        for name, contents in named
    )
    if len({bool(sample.messages) for sample in found}) < 2:
        raise UsageError(f"{cases / policy.id}: needs an object that is denied and one that is allowed")
    return found


def _objects(policy: Policy, cases: Path) -> Iterator[tuple[str, Json]]:
    from nova_policy.collect.collector import CollectSettings, collect

    for folder in sorted((cases / policy.id).glob("*/*/")):
        project = collect(folder, CollectSettings(exclude=(f"/{EXPECTED}",)))
        contents = [document.contents for document in project.documents if policy.applies_to(document)]
        distinct = [item for index, item in enumerate(contents) if item not in contents[:index]]
        case = f"{folder.parent.name}-{folder.name.replace('_', '-')}"
        for number, item in enumerate(distinct, 1):
            yield f"{case}-{number}", item


def suite(policy: Policy, found: Sequence[Sample]) -> dict[str, Any]:
    """Return the Suite that `gator verify` runs: the number of violations of each object, and every message."""
    name = constraint_name(policy)
    folder = f"samples/{name}"
    cases = [
        {
            "name": sample.name,
            "object": f"{folder}/{sample.name}.yaml",
            "assertions": list(_assertions(sample.messages)),
        }
        for sample in found
    ]
    test = {"name": name, "template": "template.yaml", "constraint": f"{folder}/constraint.yaml", "cases": cases}
    return {
        "kind": "Suite",
        "apiVersion": "test.gatekeeper.sh/v1alpha1",
        "metadata": {"name": name},
        "tests": [test],
    }


def _assertions(messages: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    yield {"violations": len(messages)} if messages else {"violations": "no"}
    for message, times in sorted(Counter(messages).items()):
        yield {"violations": times, "message": f"^{_SPECIAL.sub(_ESCAPED, message)}$"}
