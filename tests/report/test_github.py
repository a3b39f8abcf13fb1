from __future__ import annotations

import re
from dataclasses import replace

import pytest

from nova_policy.assess.report import Report
from nova_policy.report.formats import Context
from nova_policy.report.github import render
from tests.report.sample import CLEAN, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile, sources

_COMMAND = re.compile(r"::(error|warning|notice) ([^:,]+=[^:,]*(?:,[^:,]+=[^:,]*)*)::(.*)")


def _commands(report: Report = SAMPLE) -> list[tuple[str, dict[str, str], str]]:
    result = []
    for line in render(report, Context(sources)).splitlines():
        match = _COMMAND.fullmatch(line)
        assert match, line
        pairs = dict(pair.split("=", 1) for pair in match[2].split(","))
        result.append((match[1], {name: _decoded(value) for name, value in pairs.items()}, _decoded(match[3])))
    return result


def _decoded(text: str) -> str:
    """As the runner does it."""
    return text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")


def test_the_worst_come_first_and_only_open_ones() -> None:
    assert [(kind, properties["title"]) for kind, properties, _ in _commands()] == [
        ("error", "blocker: kubernetes/ingress_tls"),
        ("error", "high: kubernetes/literal_secret"),
        ("notice", "low: workflow/pinned_actions"),
        ("notice", "nova-policy"),
    ]


def test_an_annotation_says_where_what_and_the_remedy() -> None:
    _, properties, message = _commands()[0]
    assert (properties["file"], properties["line"], properties["col"]) == ("k8s/graphql-gateway/ingress.yaml", "8", "3")
    assert message == (
        'Ingress "graphql-gateway" serves its hosts without TLS (§3, P0-4, 2 h; prod, staging).'
        " Do what kubernetes/ingress_tls asks for."
    )


def test_what_could_not_be_judged_comes_before_everything() -> None:
    (kind, properties, message), (other, without_place, _), *_ = _commands(INCOMPLETE)
    assert (kind, properties["title"], properties["file"]) == ("error", "INCOMPLETE NOVA-Y07", "k8s/broken.yaml")
    assert message == "a tab indents this line; use spaces"
    assert (other, "file" in without_place) == ("error", False)
    assert "this is no verdict" in _commands(INCOMPLETE)[-1][2]
    assert "INCOMPLETE" not in render(SAMPLE, Context(sources))


def test_what_github_would_drop_is_counted() -> None:
    many = tuple(finding("kubernetes/ingress_tls", f"{n}.yaml", 1, "x") for n in range(25))
    commands = _commands(replace(SAMPLE, findings=many))
    assert [kind for kind, _, _ in commands] == ["error"] * 10 + ["notice"]
    assert "15 more are not annotated" in commands[-1][2]


def test_a_clean_run_says_so() -> None:
    assert _commands(CLEAN) == [("notice", {"title": "nova-policy"}, "No open findings")]


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "a,line=1::error::x", "%0A::error::x", "%3A%2C"])
def test_hostile_names_give_no_further_command_or_property(text: str) -> None:
    expected = [(kind, list(properties)) for kind, properties, _ in _commands(hostile("plain"))]
    assert [(kind, list(properties)) for kind, properties, _ in _commands(hostile(text))] == expected
