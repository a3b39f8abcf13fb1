from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.collect.rust.toml_places import TomlLocator, key_places
from nova_policy.model import KeyPath

TEXT = '''\
# a comment with [brackets] = "x"
title = "a # no comment"

[package]
name = "shop" # [not.a.header]
version.workspace = true
text = """
[fake]
key = 1
"""

[dependencies]
serde = { version = "1", features = ["derive",
  "rc"] }
"quoted.name" = '1'

[[test]]
name = "one"
[[test]]
name = "two"

[target.'cfg(unix)'.dependencies]
nix = "0.27"

[workspace]
members = [
  "a", # first
  # "b",
  "c",
]
[workspace.package]
edition = "2021"
'''


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("title",), 2, 1),
        (("package",), 4, 1),
        (("package", "name"), 5, 1),
        (("package", "version", "workspace"), 6, 1),
        (("package", "text"), 7, 1),
        (("dependencies", "serde", "version"), 13, 11),
        (("dependencies", "serde", "features", 1), 14, 3),
        (("dependencies", "quoted.name"), 15, 1),
        (("test", 0, "name"), 18, 1),
        (("test", 1), 19, 1),
        (("test", 1, "name"), 20, 1),
        (("target", "cfg(unix)", "dependencies", "nix"), 23, 1),
        (("workspace", "members", 0), 27, 3),
        (("workspace", "members", 1), 29, 3),
        (("workspace", "package", "edition"), 32, 1),
    ],
)
def test_keys_are_located(path: KeyPath, line: int, column: int) -> None:
    [found] = TomlLocator(key_places(TEXT, "Cargo.toml")).locate(path)
    assert (found.path, found.line, found.column) == ("Cargo.toml", line, column)


def test_what_is_missing_is_located_at_the_table_that_should_hold_it() -> None:
    locator = TomlLocator(key_places(TEXT, "Cargo.toml"))
    assert locator.at("package", "rust-version").line == 4
    assert locator.at("features", "default").line == 1


def _paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from _paths(inner, (*path, key))


def test_every_value_has_a_place() -> None:
    places = key_places(TEXT, "Cargo.toml")
    assert [path for path in _paths(tomllib.loads(TEXT)) if path not in places] == []


_KEYS = st.sampled_from(["a", "b-c", '"d.e"', "'f g'", "a.b", '"\\u00e9"'])
_VALUES = st.recursive(
    st.sampled_from(["1", '"x"', "'''\ny'''", '"""a\\"b"""', "1979-05-27T07:32:00Z", "+inf", "true"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda each: "[\n" + ", # c\n".join(each) + "\n]"),
    max_leaves=6,
)


@given(
    st.lists(st.tuples(st.sampled_from(["", "[t]\n", "[[u]]\n", "[[u.v]]\n", "[t.'w']\n"]), _KEYS, _VALUES), max_size=6)
)
def test_whatever_tomllib_reads_is_located(statements: list[tuple[str, str, str]]) -> None:
    text = "\n".join(f"{header}{key} = {value}" for header, key, value in statements)
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    places = key_places(text, "Cargo.toml")
    assert [path for path in _paths(value) if path not in places] == []
