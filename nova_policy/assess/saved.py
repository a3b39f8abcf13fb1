"""Values of other rooms as a report keeps them in JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nova_policy.assess.contradictions import Contradiction
from nova_policy.assess.score import CapabilityScore, HeldBack, Reason
from nova_policy.model import Finding, Json, Location, ObjectReference, Problem, Severity, Status


def capability_to_json(entry: CapabilityScore) -> dict[str, Json]:
    """Return the entry of the report's `capabilities`: `held_back_by` names, `points` explains."""
    return {
        "id": entry.id,
        "title": entry.title,
        "assessed": entry.assessed,
        "score": entry.score,
        "target": entry.target,
        "judged": entry.judged,
        "held_back_by": [item.policy for item in entry.held_back],
        "points": [
            {"policy": item.policy, "points": item.points, "reason": item.reason.value} for item in entry.held_back
        ],
    }


def capability_from_json(value: Mapping[str, Any]) -> CapabilityScore:
    """Read what :func:`capability_to_json` wrote."""
    held = tuple(HeldBack(item["policy"], item["points"], Reason(item["reason"])) for item in value["points"])
    figures = {name: value[name] for name in ("id", "title", "assessed", "score", "target", "judged")}
    return CapabilityScore(**figures, held_back=held)


def problem_to_json(problem: Problem) -> dict[str, Json]:
    """Return the entry of the report's `not_assessed`, with the parts that its two sentences are made of."""
    return {
        **problem.to_json(),
        "code": problem.code,
        "detail": problem.what,
        "remedy": problem.remedy,
        "location": problem.location.to_json() if problem.location else None,
        "exit_code": problem.exit_code,
    }


def problem_from_json(value: Mapping[str, Any]) -> Problem:
    """Read what :func:`problem_to_json` wrote."""
    place = location_from_json(value["location"]) if value["location"] else None
    return Problem(value["code"], value["detail"], value["remedy"], place, value["exit_code"])


def location_from_json(value: Mapping[str, Any]) -> Location:
    """Read what :meth:`Location.to_json` wrote; JSON may write an integer as 1.0."""
    return Location(value["path"], int(value["line"]), int(value["column"]))


def finding_from_json(value: Mapping[str, Any]) -> Finding:
    """Read what :meth:`Finding.to_json` wrote."""
    about = value["object"]
    changed = {
        "severity": Severity(value["severity"]),
        "location": location_from_json(value["location"]),
        "related_locations": tuple(map(location_from_json, value["related_locations"])),
        "object": about and ObjectReference(about["apiVersion"], about["kind"], about["namespace"], about["name"]),
        "environments": tuple(value["environments"]),
        "status": Status(value["status"]),
    }
    return Finding(**{**value, **changed})


def contradiction_from_json(value: Mapping[str, Any]) -> Contradiction:
    """Read what :meth:`Contradiction.to_json` wrote."""
    return Contradiction(value["claim"], value["stated"], value["computed"], value["line"])
