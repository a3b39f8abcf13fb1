from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.collect.rust import analyse_rust, collect_rust
from nova_policy.collect.rust.analysis import Analyst
from nova_policy.collect.rust.syntax import TooComplexError
from nova_policy.memory import Memory

MANIFEST = b'[package]\nname = "shop"\nedition = "2021"\n'
SERVICE = (
    b'use async_graphql::*;\nfn f() { App::new().wrap(JwtAuth).route("/a", web::get().to(h)); x.unwrap(); }\n'
    b"#[cfg(test)]\nmod tests { #[test]\nfn login() { assert_eq!(f().status(), 401); } }\n"
)
ROOT = Path("/somewhere")
FILES = {"Cargo.toml": MANIFEST, "src/lib.rs": SERVICE, "tests/a.rs": b"#[test] fn t() { assert!(true); }"}


def as_bytes(files: dict[str, bytes], memory: Memory | None = None) -> bytes:
    analysed = analyse_rust(sorted(files), files.__getitem__, memory).result()
    return json.dumps(collect_rust(sorted(files), files.__getitem__, analysed).facts).encode()


def test_a_second_run_from_memory_gives_equal_bytes(tmp_path: Path) -> None:
    first = Memory(tmp_path / "c", ROOT, "rust", "1")
    fresh = as_bytes(FILES, first)
    assert first.save() is True
    assert as_bytes(FILES, Memory(tmp_path / "c", ROOT, "rust", "1")) == fresh == as_bytes(FILES)


def test_the_memory_is_used(tmp_path: Path) -> None:
    first = Memory(tmp_path / "c", ROOT, "rust", "1")
    as_bytes(FILES, first)
    first.save()
    second = Memory(tmp_path / "c", ROOT, "rust", "1")
    as_bytes(FILES, second)
    assert second.save() is True
    # Nothing was added, so the file is the one of the first run.
    [kept] = (tmp_path / "c").iterdir()
    before = kept.stat().st_mtime_ns
    assert second.save() is True
    assert kept.stat().st_mtime_ns == before


def test_moved_content_is_found_under_its_new_path(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "c", ROOT, "rust", "1")
    as_bytes(FILES, memory)
    moved = {"Cargo.toml": MANIFEST, "src/lib.rs": b"mod moved;", "src/moved.rs": SERVICE}
    assert as_bytes(moved, memory) == as_bytes(moved)


def test_the_order_of_paths_does_not_matter() -> None:
    paths = list(FILES)
    random.Random(1).shuffle(paths)
    assert json.dumps(collect_rust(paths, FILES.__getitem__).facts).encode() == as_bytes(FILES)


def test_the_memory_holds_no_text_of_a_literal(tmp_path: Path) -> None:
    source = b'fn f() { env::var("JWT_SECRET").unwrap_or("canary".into()); }\n#[test] fn t() { login("canary"); }'
    memory = Memory(tmp_path / "c", ROOT, "rust", "1")
    as_bytes({"Cargo.toml": MANIFEST, "src/lib.rs": source}, memory)
    memory.save()
    [kept] = (tmp_path / "c").iterdir()
    assert b"JWT_SECRET" in kept.read_bytes()
    assert b"canary" not in kept.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00#[test]\xff fn \xe9() {}", id="not UTF-8"),
        pytest.param(b"\xef\xbb\xbf#[test]\nfn t() {}\n", id="byte order mark"),
        pytest.param(b"#[test]\r\nfn t() {}\r\n", id="CRLF"),
        pytest.param(b"fn f() { " + b"(" * 1500 + b")" * 1500 + b" }", id="nested parentheses"),
        pytest.param(b"fn f() { " + b"if a { " * 3000 + b"}" * 3000 + b" }", id="nested blocks"),
        pytest.param(b"fn f() { a" + b".b()" * 3000 + b" }", id="a long chain"),
        pytest.param(b"mod a { " * 1500, id="modules that never close"),
        pytest.param(b"#[cfg(" + b"all(" * 3000, id="an attribute that never closes"),
        pytest.param(b"fn f() { App::new()" + b'.route("/a", web::get().to(h))' * 300 + b" }", id="many routes"),
        pytest.param(bytes(range(256)) * 40, id="every byte"),
    ],
)
def test_hostile_files_are_analysed(content: bytes) -> None:
    found = collect_rust(["Cargo.toml", "src/lib.rs"], {"Cargo.toml": MANIFEST, "src/lib.rs": content}.__getitem__)
    assert found.problems == ()
    assert [fact["kind"] for fact in found.facts] == ["RustWorkspace", "RustCrate"]
    json.dumps(found.facts)


@pytest.mark.parametrize("content", [b"(" * 5000, b"fn f() {" + b'"' * 2001, b"#[" * 3000, b"x" * (1024 * 1024 + 1)])
def test_files_built_to_exhaust_a_parser_are_problems(content: bytes) -> None:
    files = {"Cargo.toml": MANIFEST, "src/lib.rs": b"mod bad;\n", "src/bad.rs": content}
    found = collect_rust(sorted(files), files.__getitem__)
    [problem] = found.problems
    assert (problem.code, str(problem.location)) == ("NOVA-R02", "src/bad.rs:1:1")
    assert found.facts[1]["source_files"] == {"files": 2, "lines": 1}


def test_broken_syntax_still_gives_facts(crate: Callable[..., dict[str, Any]]) -> None:
    fact = crate("fn broken( {\n#[test]\nfn t() { assert!(x()); }\n")
    assert [error["at"]["path"] for error in fact["parse_errors"]] == ["src/lib.rs"]
    assert len(fact["tests"]) == 1


def test_columns_count_characters(crate: Callable[..., dict[str, Any]]) -> None:
    [test] = crate("/* äöü€ */ #[test] fn t() { assert!(x()); }")["tests"]
    assert test["at"]["column"] == 20


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"\xff", 1), (b"a = 1\n\n\xe9 = 2", 3), (b"x = " + b"[" * 5000, 1), (b"[a]\nb = \x00", 2), (b"'", 1)],
)
def test_unreadable_manifests_are_problems(content: bytes, line: int) -> None:
    found = collect_rust(["Cargo.toml"], {"Cargo.toml": content}.__getitem__)
    assert [(p.code, p.location and p.location.line) for p in found.problems] == [("NOVA-R01", line)]
    assert found.facts == ()


@given(st.text(alphabet="ab#[]{}()\"'=!:;<>/*\n tesmodfn,.", max_size=120))
def test_any_text_is_analysed(one: Analyst, text: str) -> None:
    found = one.analyse(text.encode())
    assert json.loads(json.dumps(found)) == found


def test_a_file_that_is_too_large_says_so(one: Analyst) -> None:
    with pytest.raises(TooComplexError, match="larger than 1048576 bytes"):
        one.analyse(b" " * (1024 * 1024 + 1))
