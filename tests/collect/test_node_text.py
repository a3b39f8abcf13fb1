from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.collect.node_text import node_text
from nova_policy.collect.yaml_places import node_at


def place_of(text: str, word: str) -> tuple[int, int]:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert root is not None
    node = node_at(root, ("run",))
    assert isinstance(node, yaml.ScalarNode)
    found = node_text("x.yml", text.split("\n"), node)
    at = found.at(found.text.index(word))
    return at.line, at.column


@pytest.mark.parametrize(
    "text",
    [
        "run: make HERE",
        "run: 'make HERE'",
        'run: "make HERE"',
        "run: |\n  make\n  HERE now",
        "run: |-\n\n\n  make\n\n    HERE",
        "run: |2\n   make\n   HERE",
        "run: >\n  make\n  HERE now",
        "run: >-\n  one\n\n  two HERE\n    three",
        "run: make\n  it\n  HERE",
        "run: 'make\n  it\n  HERE'",
        'run: "make \\\n  HERE"',
        "run: |  # a comment\n  make HERE",
    ],
)
def test_a_word_is_found_where_it_is_written(text: str) -> None:
    lines = text.split("\n")
    line = next(index for index, content in enumerate(lines) if "HERE" in content)
    assert place_of(text, "HERE") == (line + 1, lines[line].index("HERE") + 1)


def test_rows_of_a_block_are_lines_of_the_file() -> None:
    text = "a: 1\nrun: |\n  one\n  two\n"
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert root is not None
    node = node_at(root, ("run",))
    assert isinstance(node, yaml.ScalarNode)
    found = node_text("x.yml", text.split("\n"), node)
    assert [(found.at_row(row).line, found.at_row(row).column) for row in (0, 1)] == [(3, 3), (4, 3)]


@given(st.lists(st.text(alphabet="ab \t#:", max_size=8), min_size=1, max_size=6))
def test_any_block_has_places_within_the_file(rows: list[str]) -> None:
    text = "run: |1\n" + "\n".join(f" x{row}" for row in rows) + "\n"
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return
    node = node_at(root, ("run",)) if root is not None else None
    assert isinstance(node, yaml.ScalarNode)
    found = node_text("x.yml", text.split("\n"), node)
    for row in range(len(rows)):
        assert found.at_row(row).line == row + 2
