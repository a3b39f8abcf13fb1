from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.collect.workflows.conditions import Known, Runs, ignores_needs, when

KNOWN = Known(frozenset({"push", "pull_request"}), {"env.run": "false", "env.on": "true", "env.open": "${{ vars.X }}"})


@pytest.mark.parametrize(
    ("condition", "runs"),
    [
        (None, Runs.ALWAYS),
        ("true", Runs.ALWAYS),
        ("always()", Runs.ALWAYS),
        ("${{ always() }}", Runs.ALWAYS),
        ("success()", Runs.ALWAYS),
        ("!cancelled()", Runs.ALWAYS),
        ("false", Runs.NEVER),
        ("${{ false }}", Runs.NEVER),
        ("false && github.ref == 'refs/heads/main'", Runs.NEVER),
        ("github.ref == 'refs/heads/main' && false", Runs.NEVER),
        ("true || github.actor == 'x'", Runs.ALWAYS),
        ("'a' == 'A'", Runs.ALWAYS),
        ("1 == '1'", Runs.ALWAYS),
        ("!true", Runs.NEVER),
        ("(false)", Runs.NEVER),
        ("env.RUN == 'true'", Runs.NEVER),
        ("env.ON == 'true'", Runs.ALWAYS),
        ("env.OPEN == 'true'", Runs.CONDITIONAL),
        ("env.ELSE == 'true'", Runs.CONDITIONAL),
        ("vars.DEPLOY == 'true'", Runs.CONDITIONAL),
        ("github.event_name == 'schedule'", Runs.NEVER),
        ("github.event_name == 'push'", Runs.CONDITIONAL),
        ("github.event_name != 'schedule'", Runs.ALWAYS),
        ("github.event_name == 'schedule' || github.event_name == 'push'", Runs.CONDITIONAL),
        ("failure()", Runs.ON_FAILURE),
        ("always() && needs.build.result == 'failure'", Runs.ON_FAILURE),
        ("steps.x.outcome == 'failure'", Runs.ON_FAILURE),
        ("failure() && false", Runs.NEVER),
        ("contains(github.ref, 'a)b') && true", Runs.CONDITIONAL),
        ("github.event.commits[0].message == 'x'", Runs.CONDITIONAL),
        ("fromJSON('[1]')[0] == 1 || false", Runs.CONDITIONAL),
    ],
)
def test_conditions_are_decided_as_far_as_the_workflow_decides_them(condition: str | None, runs: Runs) -> None:
    assert when(condition, KNOWN)[0] is runs


def test_with_one_event_only_its_comparison_is_decided() -> None:
    known = Known(frozenset({"pull_request"}))
    assert when("github.event_name == 'pull_request'", known) == (Runs.ALWAYS, None)
    assert when("github.event_name != 'pull_request'", known)[0] is Runs.NEVER


def test_without_known_events_nothing_is_decided_by_them() -> None:
    assert when("github.event_name == 'push'", Known())[0] is Runs.CONDITIONAL


def test_the_reason_quotes_the_condition_on_one_line() -> None:
    assert when("${{\n  false\n}}", KNOWN) == (Runs.NEVER, "if: false")
    assert when("always()", KNOWN)[1] is None


def test_needs_are_ignored_by_status_functions_only() -> None:
    assert ignores_needs("always() && x")
    assert not ignores_needs("success()")
    assert not ignores_needs(None)


@given(st.text(alphabet="ab.=!&|()[]'<> \n$1{}", max_size=40))
def test_any_text_is_classified(condition: str) -> None:
    assert when(condition, KNOWN)[0] in Runs
