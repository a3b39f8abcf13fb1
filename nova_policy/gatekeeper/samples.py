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
from nova_policy.gatekeeper.compared import Comparison, Kind, comparisons
from nova_policy.model import Denial, Json
from nova_policy.pages.examples import EXPECTED

_SPECIAL, _ESCAPED = re.compile(r"[\\.+*?()|\[\]{}^$]"), r"\\\g<0>"


@dataclass(frozen=True, slots=True)
class Sample:
    """One object of a case. *messages* are those that the policy denies it with, empty for an allowed one.

    *others* are the objects it is compared with, by name; none for a policy that judges an object by itself.
    """

    name: str
    object: Json
    messages: tuple[str, ...]
    others: Mapping[str, Json]


def samples(policy: Policy, cases: Path, engine: Engine) -> tuple[Sample, ...]:
    """Return the objects of a policy's good and bad cases that it is asked about, judged by *engine*.

    Raises UsageError where a policy has no object that it denies, or none that it allows: a suite without both
    proves nothing.
    """
    asked = list(_asked(policy, cases))
    answer = engine.evaluate([Question(item.name, (policy.id,), item.input) for item in asked], {})
    silent = [item.name for item in asked if policy.id not in answer.judged.get(item.name, ())]
    if silent:
        raise UsageError(f"{cases / policy.id}: no answer for {', '.join(silent)}")
    found = tuple(sample for item in asked for sample in item.samples(answer.denials.get(item.name, ())))
    if len({bool(sample.messages) for sample in found}) < 2:
        raise UsageError(f"{cases / policy.id}: needs an object that is denied and one that is allowed")
    return found


@dataclass(frozen=True, slots=True)
class _Alone:
    """An object that is judged by itself."""

    name: str
    input: Json

    def samples(self, denials: Sequence[Denial]) -> Iterator[Sample]:
        yield Sample(self.name, self.input, tuple(denial.message for denial in denials), {})


@dataclass(frozen=True, slots=True)
class _Together:
    """The objects of an environment; each that the comparison is about becomes a sample."""

    name: str
    objects: tuple[Json, ...]
    comparison: Comparison

    @property
    def input(self) -> Json:
        return [{"path": "", "contents": item} for item in self.objects]

    def samples(self, denials: Sequence[Denial]) -> Iterator[Sample]:
        compared = {
            f"{self.name}-{index}": item
            for index, item in self._of((*self.comparison.others, *self.comparison.optional))
        }
        for index, item in self._of(self.comparison.objects):
            messages = tuple(denial.message for denial in denials if denial.path[:1] == (index,))
            yield Sample(f"{self.name}-{index}", item, messages, compared)

    def _of(self, kinds: Sequence[Kind]) -> Iterator[tuple[int, Json]]:
        wanted = {kind.kind for kind in kinds}
        for index, item in enumerate(self.objects):
            if isinstance(item, Mapping) and item.get("kind") in wanted:
                yield index, item


def _asked(policy: Policy, cases: Path) -> Iterator[_Alone | _Together]:
    from nova_policy.collect.collector import CollectSettings, collect

    compared = comparisons().get(policy.id)
    for folder in sorted((cases / policy.id).glob("*/*/")):
        project = collect(folder, CollectSettings(exclude=(f"/{EXPECTED}",)))
        case = f"{folder.parent.name}-{folder.name.replace('_', '-')}"
        if compared:
            for number, environment in enumerate(project.environments, 1):
                members = tuple(document.contents for document in environment.documents)
                yield _Together(f"{case}-{number}", members, compared)
            continue
        contents = [document.contents for document in project.documents if policy.applies_to(document)]
        distinct = [item for index, item in enumerate(contents) if item not in contents[:index]]
        for number, item in enumerate(distinct, 1):
            yield _Alone(f"{case}-{number}", item)


def suite(policy: Policy, found: Sequence[Sample]) -> dict[str, Any]:
    """Return the Suite that `gator verify` runs: the number of violations of each object, and every message."""
    name = constraint_name(policy)
    folder = f"samples/{name}"
    cases = [_case(sample, folder) for sample in found]
    test = {"name": name, "template": "template.yaml", "constraint": f"{folder}/constraint.yaml", "cases": cases}
    return {
        "kind": "Suite",
        "apiVersion": "test.gatekeeper.sh/v1alpha1",
        "metadata": {"name": name},
        "tests": [test],
    }


def _case(sample: Sample, folder: str) -> dict[str, Any]:
    inventory = {"inventory": [f"{folder}/{name}.yaml" for name in sample.others]} if sample.others else {}
    return {
        "name": sample.name,
        "object": f"{folder}/{sample.name}.yaml",
        **inventory,
        "assertions": list(_assertions(sample.messages)),
    }


def _assertions(messages: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    yield {"violations": len(messages)} if messages else {"violations": "no"}
    for message, times in sorted(Counter(messages).items()):
        yield {"violations": times, "message": f"^{_SPECIAL.sub(_ESCAPED, message)}$"}
