"""What a running Gatekeeper has found: the status of its constraints, or its exported audit, as violations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nova_policy.bundle.catalogue import Catalogue
from nova_policy.errors import NothingToCheckError, UsageError
from nova_policy.gatekeeper.template import POLICY_ANNOTATION
from nova_policy.model import Denial, KeyPath, ObjectReference, Problem

_CONSTRAINTS = "constraints.gatekeeper.sh/"
_AUDITED = "violation_audited"
_COMPLETED = "audit is completed"
_NOT_SPACE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Violation:
    """One denial of one object in the cluster."""

    denial: Denial
    object: ObjectReference


@dataclass(frozen=True, slots=True)
class Audit:
    """All violations of one audit, the policies that it asked, and what it does not tell."""

    violations: tuple[Violation, ...]
    audited: frozenset[str]
    problems: tuple[Problem, ...]


def read_audit(text: bytes, name: str, catalogue: Catalogue) -> Audit:
    """Read `kubectl get constraints -o json`, or the messages of an exported audit, one JSON value after another.

    Raises UsageError for what is neither, NothingToCheckError where nothing in it is of a policy of ours.
    """
    values = list(_values(text, name))
    constraints = [value for value in values if _is_constraint(value)]
    messages = [value for value in values if _is_message(value)]
    if text.strip() and not values:
        raise NothingToCheckError(f"{name}: lists nothing", code="NOVA-F01")
    if not constraints and not messages:
        raise UsageError(
            f"{name}: holds neither constraints nor messages of an audit; give the output of "
            "`kubectl get constraints -o json`"
        )
    audit = _of_constraints(constraints, catalogue) if constraints else _of_messages(messages, catalogue)
    if not audit.audited and not audit.problems:
        raise NothingToCheckError(f"{name}: nothing in it is of one of our policies", code="NOVA-F01")
    return audit


def _values(data: bytes, name: str) -> Iterator[Mapping[str, Any]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not UTF-8 at byte {error.start}") from None
    decoder, position = json.JSONDecoder(), _skip_space(text, 0)
    while position < len(text):
        try:
            value, end = decoder.raw_decode(text, position)
        except (json.JSONDecodeError, RecursionError):
            line = text.count("\n", 0, position) + 1
            raise UsageError(f"{name}:{line}: not JSON from here on; give what kubectl prints with `-o json`") from None
        yield from _items(value)
        position = _skip_space(text, end)


def _skip_space(text: str, position: int) -> int:
    found = _NOT_SPACE.search(text, position)
    return found.start() if found else len(text)


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping) and isinstance(value.get("items"), list):
        value = value["items"]
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            yield item


def _is_constraint(value: Mapping[str, Any]) -> bool:
    return str(value.get("apiVersion", "")).startswith(_CONSTRAINTS)


def _is_message(value: Mapping[str, Any]) -> bool:
    return value.get("eventType") == _AUDITED or value.get("message") == _COMPLETED


def _of_constraints(constraints: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> Audit:
    violations: list[Violation] = []
    audited: set[str] = set()
    problems: list[Problem] = []
    for value in constraints:
        policy = _mapping(_mapping(value.get("metadata")).get("annotations")).get(POLICY_ANNOTATION)
        if policy is None:
            continue
        title = f"constraint {value.get('kind')}/{_mapping(value.get('metadata')).get('name')}"
        if policy not in catalogue.policies:
            problems.append(_unknown(title, policy))
            continue
        status = _mapping(value.get("status"))
        problems += _gaps(title, status)
        if status.get("auditTimestamp"):
            audited.add(policy)
            violations += [_violation(policy, item, "") for item in _list(status.get("violations"))]
    return Audit(tuple(violations), frozenset(audited), tuple(problems))


def _gaps(title: str, status: Mapping[str, Any]) -> Iterator[Problem]:
    """What a constraint's status does not tell: Gatekeeper itself takes none of this for an error."""
    listed, total = len(_list(status.get("violations"))), status.get("totalViolations", 0)
    if not status.get("auditTimestamp"):
        yield Problem("NOVA-K01", f"{title} was never audited", "see that Gatekeeper's audit runs, and wait for it")
    elif not isinstance(total, int) or total > listed:
        remedy = "raise --constraint-violations-limit of Gatekeeper's audit (default 20), or give its exported audit"
        yield Problem("NOVA-K02", f"{title} lists {listed} of {total} violations", remedy)
    pods = [_mapping(pod) for pod in _list(status.get("byPod"))]
    if any(pod.get("errors") or pod.get("enforced") is False for pod in pods):
        yield Problem("NOVA-K03", f"{title} is not enforced by every pod of Gatekeeper", "see its status.byPod")


def _of_messages(messages: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> Audit:
    """The last audit in the file; what it asked without finding anything does not show in an export."""
    last = max(str(message.get("id", "")) for message in messages)
    current = [message for message in messages if str(message.get("id", "")) == last]
    violations: list[Violation] = []
    problems: list[Problem] = []
    if not any(message.get("message") == _COMPLETED for message in current):
        remedy = "export a whole audit, up to its message `audit is completed`"
        problems.append(Problem("NOVA-K04", f"the audit of {last} has no end", remedy))
    for message in current:
        details = _mapping(message.get("details"))
        policy = details.get("policy")
        if message.get("eventType") != _AUDITED or policy is None:
            continue
        if policy in catalogue.policies:
            path = tuple(step for step in _list(details.get("path")) if isinstance(step, (str, int)))
            violations.append(_violation(policy, message, "resource", path))
        else:
            problems.append(_unknown(f"constraint {message.get('kind')}/{message.get('name')}", policy))
    found = frozenset(violation.denial.policy for violation in violations)
    return Audit(tuple(violations), found, tuple(dict.fromkeys(problems)))


def _violation(policy: str, value: Any, prefix: str, path: KeyPath = ()) -> Violation:
    fields = _mapping(value)
    names = ("group", "version", "kind", "namespace", "name") if not prefix else _RESOURCE_NAMES
    group, version, kind, namespace, name = (str(fields.get(key) or "") for key in names)
    about = ObjectReference(f"{group}/{version}" if group else version, kind, namespace or None, name)
    return Violation(Denial(policy, str(fields.get("message", "")), path), about)


_RESOURCE_NAMES = ("resourceGroup", "resourceAPIVersion", "resourceKind", "resourceNamespace", "resourceName")


def _unknown(title: str, policy: object) -> Problem:
    remedy = "give --bundle, the folder of the bundle that the templates were built from"
    return Problem("NOVA-K05", f"{title} is of policy {policy}, which this bundle has not", remedy)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
