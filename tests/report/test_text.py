from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nova_policy.model import Location
from nova_policy.report.formats import Context
from nova_policy.report.text import render
from tests.report.sample import CANARY, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile, sources

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
    _, _, below = render(SAMPLE, PLAIN).partition("Work left\n")
    assert below.partition("\n\n")[0].splitlines() == [
        "  P0         4 of 6 h",
        "  P1         0 of 8 h",
        "  in all     4 of 14 h  as the assessment states them",
        "  and       ~6 of ~6 h  by our estimate, for what it recommends without hours",
        "  and     ~0.5 h        by our estimate, for what it missed",
        "  and        ?          for P3-1: nobody states their hours",
    ]


def test_an_incomplete_run_says_so_and_what_and_calls_its_score_a_bound() -> None:
    shown = render(INCOMPLETE, PLAIN)
    assert "INCOMPLETE: this is no verdict" in shown
    assert "NOVA-Y07 k8s/broken.yaml:7:1: a tab indents this line; use spaces" in shown
    assert "Maturity  at most 45.0 of 100 points (assessed 45.0, target 85)" in shown
    assert "INCOMPLETE" not in render(SAMPLE, PLAIN)


def test_without_open_findings_only_a_complete_run_says_so() -> None:
    assert "No open findings" in render(replace(SAMPLE, findings=()), PLAIN)
    assert "No open findings" not in render(replace(INCOMPLETE, findings=()), PLAIN)


def test_quiet_gives_findings_only_and_nothing_when_there_are_none() -> None:
    quiet = replace(PLAIN, verbosity=-1)
    assert "Work left" not in render(SAMPLE, quiet)
    assert render(replace(SAMPLE, findings=()), quiet) == ""


def test_an_incomplete_run_is_never_quiet_about_it() -> None:
    shown = render(replace(INCOMPLETE, findings=()), replace(PLAIN, verbosity=-1))
    assert shown.startswith("INCOMPLETE: this is no verdict")
    assert "NOVA-K01" in shown
    assert "Work left" not in shown


def test_verbose_tells_all_there_is_to_say() -> None:
    assert "dockerfile/non_root" not in render(SAMPLE, PLAIN)
    lines = render(SAMPLE, replace(PLAIN, verbosity=1)).splitlines()
    for line in (
        "    see k8s/overlays/prod/kustomization.yaml:4:3",
        "  §3 Deployment Strategies Analysis: 1 blocker",
        "  Missed by the assessment: 1 low",
        "  P0-2          partly, 2 of 4 h left: Fix Hardcoded Secrets",
        "        done          Rotate JWT_SECRET",
        "        open          Remove all plaintext secrets (1 open finding)",
        "  P3-1          open, hours not stated: Multi-region Deployment",
        "  docker-image  not assessed, ~6 of ~6 h left: Small, cached release images",
        "  Week 1 (CRITICAL): P0-2, P0-4 (4 h left)",
        "  Not in the report's roadmap: P3-1, docker-image (~6 h by our estimate)",
        "  Secrets Management: 20.0 of 85 (assessed: 20)",
        "    held back by kubernetes/literal_secret (+65)",
        "  Security scan coverage: measured 50 % (the assessment: 0%; target 100% by Week 1)",
        "  dockerfile/non_root",
    ):
        assert line in lines


def test_excerpts_hold_no_secret() -> None:
    for width in (None, 100):
        shown = render(SAMPLE, replace(PLAIN, verbosity=1, width=width))
        assert "JWT: •••" in shown
        assert CANARY not in shown


def test_claims_are_told_when_asked_for() -> None:
    assert "refuted" not in render(SAMPLE, PLAIN)
    shown = render(SAMPLE, replace(PLAIN, claims=True))
    assert "held against the repository: 1 confirmed, 1 refuted\n" in shown
    assert "  confirmed    TLS is optional.\n               deploy/tls-optional: k8s/shop/ingress.yaml:2\n" in shown
    assert "  refuted      There are no tests.\n               There are tests.\n               test/none\n" in shown
    assert "line 1081  average maturity score: 42, but 39.1" in shown


@pytest.mark.parametrize("width", [80, 160])
def test_a_terminal_gets_what_its_golden_file_shows(width: int, golden: Callable[[str, str | bytes], None]) -> None:
    golden(f"terminal-{width}.txt", render(INCOMPLETE, replace(PLAIN, width=width, verbosity=1, claims=True)))


def test_findings_at_one_place_share_their_source_the_worst_first() -> None:
    both = (
        finding("workflow/pinned_actions", "k8s/graphql-gateway/ingress.yaml", 2, "a tag"),
        finding("kubernetes/ingress_tls", "k8s/graphql-gateway/ingress.yaml", 2, "no TLS"),
    )
    at_kind = tuple(replace(one, location=Location(one.location.path, 2, 7)) for one in both)
    shown = render(replace(SAMPLE, findings=at_kind), replace(PLAIN, width=100, verbosity=-1))
    assert shown == (
        "k8s/graphql-gateway/ingress.yaml  1 blocker, 1 low\n"
        "  2 │ kind: Ingress\n"
        "    │       ^^^^^^^\n"
        "    │ blocker no TLS  kubernetes/ingress_tls  §3, P0-4, 2 h\n"
        "    │ low     a tag  workflow/pinned_actions  observed, ~0.5 h\n"
    )


def test_a_policy_that_repeats_itself_in_a_file_is_folded_unless_all_is_asked_for() -> None:
    many = tuple(finding("kubernetes/ingress_tls", "a.yaml", line, f"host {line}") for line in range(1, 7))
    report = replace(SAMPLE, findings=many)
    shown = render(report, replace(PLAIN, width=100))
    assert "host 3" in shown
    assert "host 4" not in shown
    assert "    │ … and kubernetes/ingress_tls at line 4, 5, 6\n" in shown
    assert "host 4" in render(report, replace(PLAIN, width=100, verbosity=1))
    assert "host 4" in render(report, PLAIN)


def test_of_many_findings_a_terminal_counts_the_lesser_ones_and_says_so() -> None:
    low = tuple(finding("workflow/pinned_actions", f"{number:03}.yml", 1, f"use {number}") for number in range(101))
    report = replace(SAMPLE, findings=low)
    shown = render(report, replace(PLAIN, width=100))
    assert "000.yml  1 low\n001.yml  1 low\n" in shown
    assert "use 1" not in shown
    assert "Those below high are only counted here" in shown
    for context in (replace(PLAIN, width=100, verbosity=1), replace(PLAIN, width=100, verbosity=-1), PLAIN):
        shown = render(report, context)
        assert "use 100" in shown
        assert "only counted" not in shown


def test_no_finding_is_wider_than_the_terminal() -> None:
    long = finding("kubernetes/ingress_tls", "k8s/secret.yaml", 6, "word " * 40, environments=("prod", "staging") * 9)
    for width in (60, 80, 120):
        shown = render(replace(SAMPLE, findings=(long,)), replace(PLAIN, width=width, verbosity=-1))
        assert [line for line in shown.splitlines() if len(line) > width] == []


def test_a_long_line_is_cut_to_what_the_caret_points_at() -> None:
    lines = {"a.yaml": [f"{'x ' * 90}culprit: {'y ' * 20}"]}
    place = Location("a.yaml", 1, 181)
    report = replace(SAMPLE, findings=(replace(finding("kubernetes/ingress_tls", "a.yaml", 1, "x"), location=place),))
    shown = render(report, Context(lambda path: lines[path], width=60, verbosity=-1)).splitlines()
    assert len(shown[1]) <= 60
    assert shown[1].startswith("  1 │ …")
    assert shown[1][shown[2].index("^") : shown[2].rindex("^") + 1] == "culprit"


def test_wide_characters_and_tabs_keep_the_caret_below_its_word() -> None:
    lines = {"a.yaml": ["\t日本: culprit"]}
    place = Location("a.yaml", 1, 6)
    report = replace(SAMPLE, findings=(replace(finding("kubernetes/ingress_tls", "a.yaml", 1, "x"), location=place),))
    shown = render(report, Context(lambda path: lines[path], width=60, verbosity=-1)).splitlines()
    assert shown[1:3] == ["  1 │     日本: culprit", "    │           ^^^^^^^"]


def test_nothing_is_marked_behind_what_is_masked() -> None:
    lines = {"a.yaml": [f"password: {CANARY}, other: 1"]}
    place = Location("a.yaml", 1, 24)
    report = replace(SAMPLE, findings=(replace(finding("kubernetes/ingress_tls", "a.yaml", 1, "x"), location=place),))
    shown = render(report, Context(lambda path: lines[path], width=60, verbosity=-1))
    assert CANARY not in shown
    assert "^" not in shown


def test_colors_and_links_only_where_asked_for() -> None:
    assert "\x1b" not in render(SAMPLE, PLAIN)
    assert "\x1b" not in render(SAMPLE, replace(PLAIN, width=100))
    shown = render(SAMPLE, replace(PLAIN, width=100, color=True, links=True, root=Path("/a b/ü")))
    assert "\x1b[1;31mblocker \x1b[0m" in shown
    assert "\x1b]8;;https://example.org/kubernetes/ingress_tls\x1b\\kubernetes/ingress_tls\x1b]8;;\x1b\\" in shown
    assert "\x1b]8;;file:///a%20b/%C3%BC/k8s/secret.yaml\x1b\\" in shown


@pytest.mark.parametrize("width", [None, 80])
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_no_name_breaks_a_line_or_reaches_the_terminal_raw(text: str, width: int | None) -> None:
    shown = render(hostile(text), replace(PLAIN, verbosity=1, width=width, claims=True))
    assert all(line.isprintable() for line in shown.split("\n"))
    if width is None:
        expected = render(hostile("plain"), replace(PLAIN, verbosity=1, claims=True))
        assert len(shown.splitlines()) == len(expected.splitlines())
