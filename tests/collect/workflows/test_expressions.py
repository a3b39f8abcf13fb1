from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.collect.workflows.expressions import Scope, is_open, is_untrusted, secrets_read

SCOPE = Scope(combinations=({"service": "a"}, {"service": "b"})).with_values(
    "env", {"REGISTRY": "registry.example", "NAME": "${{ env.REGISTRY }}/nova", "LOOP": "${{ env.LOOP }}x"}
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ("plain",)),
        ("${{ env.REGISTRY }}", ("registry.example",)),
        ("${{ env.name }}/x", ("registry.example/nova/x",)),
        ("$NAME/x", ("registry.example/nova/x",)),
        ("${NAME}", ("registry.example/nova",)),
        ("${MISSING:-other}", ("other",)),
        ("$MISSING", ("$MISSING",)),
        ("${{ github.sha }}", ("${{ github.sha }}",)),
        ("${{ matrix.service }}:${{ matrix.service }}", ("a:a", "b:b")),
        ("${{ 'text' }}", ("text",)),
        ("${{ github.ref == 'x' && 'prod' || 'staging' }}", ("prod", "staging")),
        (
            "${{ github.ref == 'x' && github.sha || 'staging' }}",
            ("${{ github.ref == 'x' && github.sha || 'staging' }}",),
        ),
        ("${{ env.LOOP }}", ("${{ env.LOOP }}x",)),
    ],
)
def test_texts_come_to_what_is_literal(text: str, expected: tuple[str, ...]) -> None:
    assert SCOPE.expand(text) == expected


def test_one_name_has_one_value_in_a_text() -> None:
    scope = Scope(shell={"s": ("a", "b"), "t": ("$s-1",)})
    assert scope.expand("$s/$s") == ("a/a", "b/b")
    assert scope.expand("$t") == ("a-1", "b-1")


def test_choices_of_an_input_are_all_expanded() -> None:
    scope = Scope().with_choices({"inputs.service": ("a", "b")})
    assert scope.expand("x/${{ inputs.service }}") == ("x/a", "x/b")
    assert scope.expand("x/${{ github.event.inputs.service }}") == ("x/a", "x/b")


def test_expansion_is_bounded() -> None:
    values = tuple(str(number) for number in range(100))
    scope = Scope(shell={"a": values, "b": values, "c": values})
    assert len(scope.expand("$a$b$c")) == 256
    assert len(Scope(shell={"a": ("$b$b",), "b": ("$a$a",)}).expand("$a" * 50)) >= 1


@pytest.mark.parametrize(
    "expression",
    [
        "github.head_ref",
        "github.event.issue.title",
        "github.event.pull_request.body",
        "github.event.pull_request.head.ref",
        "github.event.comment.body || 'x'",
        "github.event.head_commit.message",
        "github.event.commits[0].author.name",
        "github.event.workflow_run.head_branch",
        "format('{0}', github.head_ref)",
    ],
)
def test_text_of_outsiders_is_known(expression: str) -> None:
    assert is_untrusted(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "github.event.pull_request.number",
        "github.sha",
        "github.ref_name",
        "github.event.pull_request.head.sha",
        "github.event.issue.title == 'x'",
        "contains(github.event.comment.body, '/deploy')",
        "inputs.tag",
        "github.event.workflow_run.conclusion",
    ],
)
def test_what_outsiders_cannot_word_is_trusted(expression: str) -> None:
    assert not is_untrusted(expression)


def test_secrets_are_found_in_both_spellings() -> None:
    assert [name for _, name in secrets_read("secrets.A || secrets['B-C'] || mysecrets.x")] == ["A", "B-C"]


def test_open_texts_have_something_left() -> None:
    assert is_open("a/${{ x }}")
    assert is_open("$(date)")
    assert not is_open("a:5$")


@given(st.text(alphabet="ab$ {}'|&.:-", max_size=40))
def test_any_text_expands_to_something(text: str) -> None:
    assert SCOPE.with_shell({"a": ("$b", "c"), "b": ("$a",)}).expand(text)
