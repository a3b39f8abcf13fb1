from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.report.escape import (
    command_data,
    command_property,
    markdown_code,
    safe_link,
    uri_path,
    visible,
)

_TEXT = st.text(st.characters())


@given(_TEXT)
def test_visible_text_is_printable_and_plain_text_stays(text: str) -> None:
    assert visible(text).isprintable()
    assert not text.isprintable() or visible(text) == text or text.startswith("::") or "##" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "\\x3a:error::x"),
        ("a ##[group]x", "a #\\x23[group]x"),
        ("##vso[task.setvariable variable=x]y", "#\\x23vso[task.setvariable variable=x]y"),
        ("###[x]", "##\\x23[x]"),
        ("std::env::var, ## title, ${x##*/}", "std::env::var, ## title, ${x##*/}"),
    ],
)
def test_commands_of_runners_are_broken(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_is_hidden_becomes_readable() -> None:
    assert visible("a\x1b[0m\u202eb\udcff") == "a\\x1b[0m\\u202eb\\udcff"


@given(_TEXT)
def test_a_workflow_command_stays_one_line_and_keeps_its_properties(text: str) -> None:
    assert "\n" not in command_data(text)
    assert "\r" not in command_data(text)
    assert not set(command_property(text)) & set(",:\n")


@given(st.text(st.characters(exclude_characters="\0")))
def test_a_uri_path_is_ascii_without_spaces_or_scheme(text: str) -> None:
    uri = uri_path(text)
    assert uri.isascii()
    assert not set(uri) & set(' :?#"<>\\^`{|}')


def test_a_uri_path_keeps_the_bytes_of_a_name() -> None:
    assert uri_path("a b/ü%\udcff.yaml") == "a%20b/%C3%BC%25%FF.yaml"


@pytest.mark.parametrize("text", ["a", "a`b", "``", "a|b", " a ", "", "`x```y"])
def test_a_code_span_outlasts_its_backticks(text: str) -> None:
    span = markdown_code(text)
    fence = len(span) - len(span.lstrip("`"))
    assert "`" * fence not in span[fence:-fence]
    assert span.endswith("`" * fence)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x", "https://x\n", 'https://"x', ""])
def test_only_web_addresses_become_links(address: str) -> None:
    assert safe_link(address) is None
    assert safe_link("https://example.org/a#b") == "https://example.org/a#b"
