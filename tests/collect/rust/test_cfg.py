from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.collect.rust.cfg import Build, holds, needs_test, wanted_features


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("test", True),
        ("not(test)", False),
        ('feature = "on"', True),
        ('feature = "off"', False),
        ('all(test, feature = "on")', True),
        ('all(test, feature = "off")', False),
        ('any(feature = "off", test)', True),
        ("any()", False),
        ("all()", True),
        ("unix", True),
        ('target_os = "linux"', True),
        ("windows", False),
        ('not(any(windows, target_os = "macos"))', True),
        ("loom", False),
        ("all(test,)", True),
        ("", False),
        ("all(", True),
    ],
)
def test_predicates_hold_as_in_a_test_build_on_linux(expression: str, expected: bool) -> None:
    assert holds(expression, Build(test=True, features={"on"})) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("test", True),
        ('all(test, feature = "x")', True),
        ('any(test, feature = "x")', False),
        ("not(test)", False),
        ('feature = "x"', False),
    ],
)
def test_needs_test_is_what_no_plain_build_compiles(expression: str, expected: bool) -> None:
    assert needs_test(expression) is expected


def test_wanted_features_leave_out_what_is_negated() -> None:
    assert wanted_features('all(feature = "b", feature="a", not(feature = "c"))') == ["a", "b"]


def test_deep_nesting_ends() -> None:
    assert holds("all(" * 100_000, Build()) in {True, False}


@given(st.text(alphabet='allnoty()=,"feature test', max_size=80))
def test_any_text_is_answered(text: str) -> None:
    assert holds(text, Build()) in {True, False}
