"""YAML as it occurs, and as somebody would send it to break us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.collect.limits import Limits
from nova_policy.collect.yaml_composing import NodeStore
from nova_policy.collect.yaml_nodes import YamlFile, load_yaml
from nova_policy.collect.yaml_places import NodeLocator, node_at, walk
from nova_policy.model import Json, KeyPath, Location

LIMITS = Limits()


def load(text: str, *, core_schema: bool = False, drop_nulls: bool = False) -> YamlFile:
    return load_yaml(text.encode(), "a.yaml", LIMITS, core_schema=core_schema, drop_nulls=drop_nulls)


def contents(text: str, **options: bool) -> list[Json]:
    file = load(text, **options)
    assert file.problems == ()
    return [document.contents for document in file.documents]


@pytest.mark.parametrize(
    ("separator", "count"),
    [("---", 2), ("--- # c", 2), ("--- ", 2), ("---\t", 2), ("...\n---", 2)],
)
def test_every_marker_separates_documents(separator: str, count: int) -> None:
    assert contents(f"a: 1\n{separator}\nb: 2\n") == [{"a": 1}, {"b": 2}][:count]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_do_not_move_lines(ends: str) -> None:
    file = load(ends.join(["a: 1", "b:", "  c: 2", ""]))
    mark, depth = walk(file.documents[0].node, ("b", "c"))
    assert (mark.start_mark.line, mark.start_mark.column, depth) == (2, 2, 2)


def test_content_beside_a_marker_is_a_problem_not_silence() -> None:
    (problem,) = load("a: 1\n--- {b: 2}\n").problems
    assert (problem.code, problem.location) == ("NOVA-Y03", Location("a.yaml", 2, 1))


def test_lone_carriage_returns_are_a_problem() -> None:
    assert [problem.code for problem in load("a: 1\rb: 2\r").problems] == ["NOVA-Y03"]


def test_a_bad_document_between_good_ones_is_named_and_the_others_are_read() -> None:
    file = load("a: 1\n---\nb: [1,\n---\nc: 3\n")
    assert [document.contents for document in file.documents] == [{"a": 1}, {"c": 3}]
    (problem,) = file.problems
    assert problem.code == "NOVA-Y01"
    assert problem.location is not None
    assert problem.location.line in {3, 4}


def test_lines_after_a_bad_document_are_lines_of_the_file() -> None:
    file = load("b: [1,\n---\nc:\n  d: 1\n")
    mark, _ = walk(file.documents[0].node, ("c", "d"))
    assert mark.start_mark.line == 3


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"a: 1\nb: caf\xe9\n", "NOVA-Y08", 2, 7),
        (b"a: 1\nb: \x00\n", "NOVA-Y11", 2, 4),
        (b"a:\n\tb: 1\n", "NOVA-Y07", 2, 1),
        (b"a: !vault x\n", "NOVA-Y12", 1, 4),
        (b"a: !!python/object/apply:os.system [x]\n", "NOVA-Y12", 1, 4),
        (b"1: a\n", "NOVA-Y18", 1, 1),
        (b"a: 1\ntrue: b\n", "NOVA-Y18", 2, 1),
        (b"~: b\n", "NOVA-Y18", 1, 1),
        (b"a: .nan\n", "NOVA-Y18", 1, 4),
        (b"a: -.inf\n", "NOVA-Y18", 1, 4),
        (b"a: &a [*a]\n", "NOVA-Y05", 1, 4),
        (b"a: &x 1\n---\nb: *x\n", "NOVA-Y01", 3, 4),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(data: bytes, code: str, line: int, column: int) -> None:
    problems = load_yaml(data, "a.yaml", LIMITS).problems
    assert [(problem.code, problem.location) for problem in problems] == [(code, Location("a.yaml", line, column))]


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    (problem,) = load("\n".join(levels)).problems
    assert problem.code == "NOVA-Y05"
    assert problem.location is not None
    assert problem.location.line > 1


def test_deep_nesting_is_refused() -> None:
    (problem,) = load("[" * 200 + "]" * 200).problems
    assert problem.code == "NOVA-Y05"


def test_more_documents_than_allowed_end_the_file() -> None:
    file = load_yaml(b"---\na: 1\n" * 5, "a.yaml", Limits(documents_per_file=3))
    assert len(file.documents) == 3
    assert [problem.code for problem in file.problems] == ["NOVA-Y15"]


def test_the_last_duplicate_wins_and_both_places_are_known() -> None:
    file = load("spec:\n  privileged: true\n  privileged: false\n")
    (document,) = file.documents
    assert document.contents == {"spec": {"privileged": False}}
    (duplicate,) = document.duplicates
    assert (duplicate.first.line, duplicate.second.line) == (2, 3)
    assert walk(document.node, ("spec", "privileged"))[0].start_mark.line == 2


@pytest.mark.parametrize(
    ("scalar", "kubernetes", "core"),
    [
        ("on", True, "on"),
        ("yes", True, "yes"),
        ("True", True, True),
        ("0777", 511, 511),
        ("0o17", 15, 15),
        ("1:30", "1:30", "1:30"),
        ("2025-11-10", "2025-11-10", "2025-11-10"),
        ("1e3", 1000.0, 1000.0),
        ("1_000", 1000, 1000),
        ("0x1F", 31, 31),
        ("1.5", 1.5, 1.5),
        ("'1'", "1", "1"),
        ("~", None, None),
        ("", None, None),
        ("=", "=", "="),
    ],
)
def test_scalars_mean_what_their_readers_take_them_for(scalar: str, kubernetes: Json, core: Json) -> None:
    assert contents(f"a: {scalar}") == [{"a": kubernetes}]
    assert contents(f"a: {scalar}", core_schema=True) == [{"a": core}]


def test_merge_keys_are_merged_and_own_keys_win() -> None:
    text = "base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\n"
    assert contents(text) == [{"base": {"x": 1, "y": 2}, "use": {"x": 1, "y": 3}}]


def test_a_merged_value_is_located_where_it_is_written() -> None:
    (document,) = load("base: &b\n  x: 1\nuse:\n  <<: *b\n").documents
    assert walk(document.node, ("use", "x"))[0].start_mark.line == 1


def test_null_fields_are_dropped_only_when_asked() -> None:
    text = "data:\nspec: {a: ~, b: [~]}\n"
    assert contents(text, drop_nulls=True) == [{"spec": {"b": [None]}}]
    assert contents(text) == [{"data": None, "spec": {"a": None, "b": [None]}}]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "\ufeff"])
def test_nothing_is_no_document(text: str) -> None:
    file = load(text)
    assert [document.contents for document in file.documents if document.contents is not None] == []
    assert file.problems == ()


OBJECT = """\
apiVersion: v1
kind: Service
metadata:
  name: a
spec:
  ports:
  - port: 1
    name: http
  - port: 2
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("spec", "ports", 1, "port"), (9, 5)),
        (("spec", "ports", 1, "name"), (9, 5)),
        (("spec", "ports"), (6, 3)),
        (("spec", "type"), (5, 1)),
        (("status", "x"), (2, 1)),
        ((), (2, 1)),
    ],
)
def test_paths_lead_to_the_value_or_the_smallest_block_that_should_hold_it(
    path: KeyPath, expected: tuple[int, int]
) -> None:
    (document,) = load(OBJECT).documents
    first, *rest = NodeLocator(document, head="kind").locate(path)
    assert (first.line, first.column) == expected
    assert rest in ([], [Location("a.yaml", 2, 1)])


def test_problems_never_quote_values() -> None:
    file = load('password: "hunter2\nother: x\n')
    assert "hunter2" not in str(file.problems)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    file = load_yaml(data, "a.yaml", Limits(document_nodes=1000))
    assert isinstance(file, YamlFile)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="ascii", categories=["L", "N", "Z"])),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner),
    )
)
def test_json_is_read_as_it_is(value: object) -> None:
    import json

    (document,) = load(json.dumps({"value": value})).documents
    assert document.contents == {"value": value}
    assert node_at(document.node, ("value",)) is not None


def test_nodes_of_files_used_long_ago_are_composed_again() -> None:
    store = NodeStore(len(OBJECT) * 2)
    files = [load_yaml(OBJECT.encode(), f"{name}.yaml", LIMITS, store=store) for name in "abc"]
    nodes = [file.documents[0].node for file in files]
    # What is asked for again now was the oldest in turn: never more than two files are kept.
    assert [file.documents[0].node is node for file, node in zip(files, nodes, strict=True)] == [False, False, False]
    assert files[2].documents[0].node is files[2].documents[0].node
    for file in files:
        assert NodeLocator(file.documents[0], head="kind").locate(("spec",))[0].path == file.path


def test_a_store_that_has_no_room_for_all_keeps_a_quarter() -> None:
    store = NodeStore(len(OBJECT) * 4)
    files = [load_yaml(OBJECT.encode(), f"{name}.yaml", LIMITS, store=store) for name in "abcd"]
    nodes = [file.documents[0].node for file in files]
    assert [file.documents[0].node is node for file, node in zip(files, nodes, strict=True)] == [True] * 4
    last = load_yaml(OBJECT.encode(), "e.yaml", LIMITS, store=store).documents[0]
    kept = last.node
    assert last.node is kept
    assert files[3].documents[0].node is not nodes[3]


def test_the_nodes_of_a_file_larger_than_the_store_are_kept_until_another_is_used() -> None:
    store = NodeStore(1)
    first, second = (load_yaml(OBJECT.encode(), name, LIMITS, store=store).documents[0] for name in ("a", "b"))
    kept = second.node
    assert second.node is kept
    assert first.node is first.node
    assert second.node is not kept
