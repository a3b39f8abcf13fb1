from __future__ import annotations

import re
from dataclasses import replace

import pytest

from nova_policy.report.formats import Context
from nova_policy.report.text import render
from tests.report.sample import CANARY, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, hostile, sources

PLAIN = Context(sources)


def test_a_finding_is_one_line_with_place_severity_policy_message_and_assessment() -> None:
    line = (
        "k8s/graphql-gateway/ingress.yaml:8:3  blocker  kubernetes/ingress_tls"
        '  Ingress "graphql-gateway" serves its hosts without TLS  (§3, P0-4, 2 h; prod, staging)'
    )
    assert line in render(SAMPLE, PLAIN).splitlines()


def test_what_is_waived_or_of_the_baseline_says_so() -> None:
    shown = render(SAMPLE, PLAIN)
    assert re.search(r"shop/ingress.yaml:2:3 .*\(§3, P0-4, 2 h; waived\)", shown)
    assert re.search(r"secret.yaml:9:3 .*\(§4, P0-2, 4 h; baseline\)", shown)


def test_hours_of_the_assessment_and_our_estimates_stand_apart() -> None:
    shown = render(SAMPLE, PLAIN)
    assert "as the assessment states them: 4 of 14 (P0 4 of 6, P1 0 of 8)" in shown
    assert "where it states none, by our estimate: 6 of 6" in shown
    assert "for what the assessment missed, by our estimate: 0.5" in shown


def test_an_incomplete_run_says_so_and_what_and_calls_its_score_a_bound() -> None:
    shown = render(INCOMPLETE, PLAIN)
    assert "INCOMPLETE: this is no verdict" in shown
    assert "NOVA-Y07 k8s/broken.yaml:7:1: a tab indents this line; use spaces" in shown
    assert "Maturity: at most 45.0 of 85 points" in shown
    assert "INCOMPLETE" not in render(SAMPLE, PLAIN)


def test_without_open_findings_only_a_complete_run_says_so() -> None:
    assert "No open findings" in render(replace(SAMPLE, findings=()), PLAIN)
    assert "No open findings" not in render(replace(INCOMPLETE, findings=()), PLAIN)


def test_quiet_gives_findings_only_and_nothing_when_there_are_none() -> None:
    quiet = replace(PLAIN, verbosity=-1)
    assert "Hours left" not in render(SAMPLE, quiet)
    assert render(replace(SAMPLE, findings=()), quiet) == ""


def test_an_incomplete_run_is_never_quiet_about_it() -> None:
    shown = render(replace(INCOMPLETE, findings=()), replace(PLAIN, verbosity=-1))
    assert shown.startswith("INCOMPLETE: this is no verdict")
    assert "NOVA-K01" in shown
    assert "Hours left" not in shown


def test_verbose_names_what_did_not_apply_and_further_places() -> None:
    assert "dockerfile/non_root" not in render(SAMPLE, PLAIN)
    shown = render(SAMPLE, replace(PLAIN, verbosity=1))
    assert "  dockerfile/non_root" in shown
    assert "see k8s/overlays/prod/kustomization.yaml:4:3" in shown


def test_excerpts_hold_no_secret() -> None:
    shown = render(SAMPLE, replace(PLAIN, verbosity=1))
    assert "JWT: •••" in shown
    assert CANARY not in shown


def test_claims_are_told_when_asked_for() -> None:
    assert "refuted" not in render(SAMPLE, PLAIN)
    shown = render(SAMPLE, replace(PLAIN, claims=True))
    assert "confirmed   deploy/tls-optional: TLS is optional.; k8s/shop/ingress.yaml:2" in shown
    assert "contradicts itself in line 1081: average maturity score: 42, but 39.1" in shown


def test_a_narrow_terminal_gets_the_assessment_on_a_line_of_its_own() -> None:
    assert "    (§3, P0-4, 2 h; prod, staging)" in render(SAMPLE, replace(PLAIN, width=100)).splitlines()


def test_colors_and_links_only_where_asked_for() -> None:
    assert "\x1b" not in render(SAMPLE, PLAIN)
    shown = render(SAMPLE, replace(PLAIN, color=True, links=True))
    assert "\x1b[1;31mblocker\x1b[0m" in shown
    assert "\x1b]8;;https://example.org/kubernetes/ingress_tls\x1b\\kubernetes/ingress_tls\x1b]8;;\x1b\\" in shown


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_name_breaks_a_line_or_reaches_the_terminal_raw(text: str) -> None:
    expected = len(render(hostile("plain"), replace(PLAIN, verbosity=1)).splitlines())
    shown = render(hostile(text), replace(PLAIN, verbosity=1))
    assert len(shown.splitlines()) == expected
    assert all(line.isprintable() for line in shown.split("\n"))
