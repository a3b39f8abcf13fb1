"""sprintf against the real OPA: what we format is equal byte for byte, what we cannot is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nova_policy.engines.rego_terms import split_terms
from nova_policy.engines.sprintf import UnsupportedFormatError, sprintf
from nova_policy.process import run
from nova_policy.tools.find import find_tool

FORMATS = [
    "%s",
    "%d",
    "%v",
    "%q",
    "%5d|",
    "%-5d|",
    "%05d",
    "%8s|",
    "%-8s|",
    "%.2f",
    "%%",
    "%",
    "%s %s",
    "%5q|",
    "a%vb%dc",
]
NUMBERS: list[object] = [
    1,
    -7,
    0,
    1.5,
    1e21,
    1e-7,
    1234567.5,
    123456.5,
    999999.0,
    1000000.0,
    0.0001,
    0.00001234,
    -0.0,
    10**29,
]
OTHERS: list[object] = ["a", 'ä\n"\x01é日😀\u200b', "", True, None, [1, "a\n"], {"a": 1, "b": [True, None]}, [], {}]
ARGUMENTS: list[list[object]] = [[], ["a", "b"], ["a", 2, 3.5], *([value] for value in (*NUMBERS, *OTHERS))]


def by_opa(cases: Sequence[tuple[str, Sequence[object]]]) -> list[str]:
    query = "[sprintf(case[0], case[1]) | some case in input]"
    command = [*find_tool("opa").command, "eval", "-f", "json", "-I", query]
    completed = run(command, stdin=json.dumps(cases).encode(), timeout=60)
    assert completed.returncode == 0, completed.stderr
    values: list[str] = json.loads(completed.stdout)["result"][0]["expressions"][0]["value"]
    return values


def by_us(template: str, arguments: Sequence[object]) -> str | None:
    try:
        return sprintf(
            template, [json.dumps(value, separators=(", ", ": "), ensure_ascii=False) for value in arguments]
        )
    except UnsupportedFormatError:
        return None


def test_a_table_of_forms_is_formatted_as_opa_does_or_refused() -> None:
    cases = [(template, arguments) for template in FORMATS for arguments in ARGUMENTS]
    differing = [
        (case, theirs, ours)
        for case, theirs in zip(cases, by_opa(cases), strict=True)
        if (ours := by_us(*case)) not in (theirs, None)
    ]
    assert differing == []


@pytest.mark.parametrize("template", ["%s", "%d", "%v", "%q", "a %s: %d of %v, %q"])
def test_the_forms_that_policies_use_are_never_refused_for_their_types(template: str) -> None:
    plain: dict[str, list[object]] = {"%s": ["x"], "%d": [3], "%v": [[1]], "%q": ["x"]}
    arguments = plain.get(template, ["x", 1, {"a": "b"}, "y"])
    assert by_us(template, arguments) == by_opa([(template, arguments)])[0]


@given(
    st.lists(
        st.lists(st.text() | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.none(), max_size=3),
        min_size=20,
        max_size=40,
    )
)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
def test_generated_arguments_are_formatted_as_opa_does(batches: list[list[object]]) -> None:
    cases = [(template, arguments) for arguments in batches for template in ("%s", "%v %v", "%d", "%q")]
    for case, theirs in zip(cases, by_opa(cases), strict=True):
        assert by_us(*case) in (theirs, None)


@pytest.mark.parametrize("template", ["%x", "%[1]d", "%*d", "%T", "%+v", "%#v", "%05s"])
def test_other_forms_are_refused_rather_than_guessed(template: str) -> None:
    with pytest.raises(UnsupportedFormatError):
        sprintf(template, ['"a"'])


def test_terms_are_split_outside_of_strings_and_brackets() -> None:
    assert split_terms('["a, ]", {1, 2}, {"k": [1, "}"]}, "\\"x"]') == ['"a, ]"', "{1, 2}", '{"k": [1, "}"]}', '"\\"x"']
    assert split_terms("[]") == []
