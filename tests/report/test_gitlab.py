from __future__ import annotations

import json
from typing import Any

import pytest

from nova_policy.assess.report import Report
from nova_policy.report.formats import Context
from nova_policy.report.gitlab import render
from tests.report.sample import HOSTILE_TEXTS, INCOMPLETE, SAMPLE, hostile, sources


def _entries(report: Report = SAMPLE) -> Any:
    return json.loads(render(report, Context(sources)))


def test_an_entry_has_what_gitlab_requires() -> None:
    entry = _entries()[1]
    assert entry == {
        "type": "issue",
        "description": 'Ingress "graphql-gateway" serves its hosts without TLS (§3, P0-4, 2 h)',
        "check_name": "kubernetes/ingress_tls",
        "fingerprint": SAMPLE.findings[1].fingerprint,
        "severity": "blocker",
        "location": {
            "path": "k8s/graphql-gateway/ingress.yaml",
            "lines": {"begin": 8},
            "positions": {"begin": {"line": 8, "column": 3}, "end": {"line": 8, "column": 3}},
        },
    }


def test_only_open_findings_are_entries_and_severities_are_gitlabs() -> None:
    assert [entry["severity"] for entry in _entries()] == ["minor", "blocker", "critical"]


def test_what_could_not_be_judged_is_an_entry_that_stays_the_same() -> None:
    first, second, *_ = _entries(INCOMPLETE)
    assert first["description"] == "INCOMPLETE: a tab indents this line; use spaces"
    assert (first["severity"], first["location"]["path"]) == ("blocker", "k8s/broken.yaml")
    assert second["location"]["path"] == "."
    assert [entry["fingerprint"] for entry in _entries(INCOMPLETE)[:2]] == [first["fingerprint"], second["fingerprint"]]
    assert len({entry["fingerprint"] for entry in _entries(INCOMPLETE)}) == 5


@pytest.mark.parametrize("report", [SAMPLE, INCOMPLETE, *map(hostile, HOSTILE_TEXTS)])
def test_entries_are_what_gitlab_documents(report: Report) -> None:
    entries = _entries(report)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert all(isinstance(entry[name], str) for name in ("description", "check_name", "fingerprint"))
        assert not entry["location"]["path"].startswith(("/", "./"))
        assert isinstance(entry["location"]["lines"]["begin"], int)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_names_are_visible(text: str) -> None:
    problem, entry = _entries(hostile(text))
    assert (problem["description"] + entry["description"] + entry["location"]["path"]).isprintable()
