from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nova_policy.collect.rust.topics import topic_reader

Crate = Callable[..., dict[str, Any]]


def by_name(crate: Crate, source: str) -> dict[str, dict[str, Any]]:
    return {test["name"]: test for test in crate(source)["tests"]}


@pytest.mark.parametrize(
    "attribute",
    [
        "#[test]",
        "#[tokio::test]",
        '#[tokio::test(flavor = "multi_thread")]',
        "#[actix_web::test]",
        "#[actix_rt::test]",
        "#[sqlx::test]",
        "#[rstest]",
        "#[test_case(1)]",
        "#[wasm_bindgen_test]",
        "#[test] #[serial]",
    ],
)
def test_attributes_make_tests(crate: Crate, attribute: str) -> None:
    [test] = crate(f"// one\n{attribute}\n/// doc\npub async fn it() {{ assert!(f()); }}\n")["tests"]
    assert (test["name"], test["at"]) == ("it", {"path": "src/lib.rs", "line": 4, "column": 1})


def test_other_attributes_and_comments_make_none(crate: Crate) -> None:
    source = (
        '#[cfg(test)]\nfn a() {}\n// #[test]\nfn b() {}\n#[inline]\nfn c() {}\nconst T: &str = "#[test] fn d() {}";\n'
    )
    assert crate(source)["tests"] == []


def test_property_tests_within_a_macro_are_seen(crate: Crate) -> None:
    source = "proptest! {\n    #[test]\n    fn holds(x in 0..9) {\n        prop_assert!(f(x) == x);\n    }\n}\n"
    [test] = crate(source)["tests"]
    assert (test["name"], test["at"]["line"], test["at"]["column"], test["asserts"]) == ("holds", 3, 8, 1)
    assert test["can_fail"] is True
    assert "f" in test["calls"]


def test_modules_and_ignores(crate: Crate) -> None:
    inner = '#[test]\n#[ignore = "later"]\nfn a() { x() }\n#[test] #[ignore]\nfn b() { x() }\n'
    source = f"mod outer {{ mod inner {{\n{inner}}} }}\n"
    found = by_name(crate, source)
    assert {n: (t["module"], t["ignored"], t["ignore_reason"]) for n, t in found.items()} == {
        "a": ("outer::inner", True, "given"),
        "b": ("outer::inner", True, None),
    }


@pytest.mark.parametrize(
    ("attribute", "reason"),
    [
        ("#[ignore]", None),
        ("#[ignore] // Requires Redis", "given"),
        ("#[ignore] /* needs a database */", "given"),
        ("#[ignore] // \u9700\u8981 Redis", "given"),
        ('#[ignore = "later"] // really', "given"),
        ("#[ignore] // ...", None),
        ("#[ignore]\n// Requires Redis", None),
        ("// Requires Redis\n#[ignore]", None),
    ],
)
def test_a_remark_behind_an_ignore_is_its_reason(crate: Crate, attribute: str, reason: str | None) -> None:
    [test] = crate(f"#[test]\n{attribute}\nfn a() {{ x() }}\n")["tests"]
    assert (test["ignored"], test["ignore_reason"]) == (True, reason)
    assert "Redis" not in str(test)


def test_an_ignored_test_tells_where_its_attribute_is(crate: Crate) -> None:
    found = by_name(crate, "#[test]\n  #[ignore]\nfn a() { x() }\n#[test]\nfn b() { x() }\n")
    assert found["a"]["ignored_at"] == {"path": "src/lib.rs", "line": 2, "column": 3}
    assert "ignored_at" not in found["b"]


@pytest.mark.parametrize(
    ("body", "asserts", "constant", "can_fail", "empty"),
    [
        ("", 0, False, False, True),
        ("// nothing\n/* at all */", 0, False, False, True),
        ("let _ = pool();", 0, False, False, False),
        ("assert!(true);", 1, True, False, False),
        ('assert!(false, "not yet");', 1, True, False, False),
        ("assert!(!false);", 1, True, False, False),
        ("assert_eq!(1, 1);", 1, True, False, False),
        ('assert_eq!("a", "b");', 1, True, False, False),
        ("assert_eq!(f(), 1);", 1, False, True, False),
        ("assert!(true); assert!(x > 1);", 2, False, True, False),
        ("assert!(true || x);", 1, False, True, False),
        ("assert!(truely);", 1, False, True, False),
        ("assert_status(r, 200);", 1, False, True, False),
        ("f().unwrap();", 0, False, True, False),
        ("f()?;", 0, False, True, False),
        ('panic!("no");', 0, False, True, False),
        ("assert!(matches!(x, Some(_)));", 1, False, True, False),
        ('crate::run_ui_tests("macros");', 1, False, True, False),
        ("run_test(f).await;", 1, False, True, False),
        ("check_round_trip::<Order>(1); f()", 1, False, True, False),
        ("test_order(1)", 1, False, True, False),
        ("assert!(true); check_order(1);", 2, False, True, False),
        ("let _ = check_access(x);", 0, False, False, False),
        ("if check_access(x) { f(); }", 0, False, False, False),
        ("let found = { check_access(x) };", 0, False, False, False),
        ("f(check_access(x));", 0, False, False, False),
        ("check_access(x).ok();", 0, False, False, False),
        ("access.check_role(x);", 0, False, False, False),
        ("access::check_role(x);", 0, False, False, False),
        ("run_server(x);", 0, False, False, False),
        ('let t = trybuild::TestCases::new(); t.compile_fail("ui/*.rs");', 0, False, True, False),
        ('let t = trybuild::TestCases::new(); t.pass("ui/*.rs");', 0, False, True, False),
        ("let t = trybuild::TestCases::new(); t.count();", 0, False, False, False),
        ("gate.pass(1);", 0, False, False, False),
    ],
)
def test_what_is_asserted(crate: Crate, body: str, asserts: int, constant: bool, can_fail: bool, empty: bool) -> None:
    [test] = crate(f"#[test]\nfn it() {{ {body} }}\n")["tests"]
    shown = (test["asserts"], test["constant_assert"], test["can_fail"], test["empty"])
    assert shown == (asserts, constant, can_fail, empty)


def test_should_panic_can_fail(crate: Crate) -> None:
    assert by_name(crate, "#[test]\n#[should_panic]\nfn a() { f(); }\n")["a"]["can_fail"] is True


def test_calls_are_names_without_what_they_are_given(crate: Crate) -> None:
    source = (
        "#[test]\nfn a() {\n  let x = actix_web::test::TestRequest::post().uri(secret).send::<u8>();\n"
        '  assert!(inner(helper::deep(x)).is_ok(), "not(seen)");\n  Ok(())\n}\n'
    )
    assert by_name(crate, source)["a"]["calls"] == [
        "TestRequest::post",
        "helper::deep",
        "inner",
        "is_ok",
        "send",
        "uri",
    ]


def test_status_codes_are_those_asserted(crate: Crate) -> None:
    source = (
        "#[test]\nfn a() {\n  let sent = StatusCode::CREATED;\n  assert_eq!(resp.status(), StatusCode::UNAUTHORIZED);\n"
        "  assert_eq!(resp.status().as_u16(), 403);\n  assert_eq!(items.len(), 404);\n"
        "  assert!(matches!(err.code(), Code::Unauthenticated));\n}\n"
    )
    assert by_name(crate, source)["a"]["status_codes"] == ["403", "UNAUTHORIZED", "Unauthenticated"]


@pytest.mark.parametrize(
    ("source", "topic"),
    [
        ("#[test] fn rejects_unauthorized_request() { f() }", "auth"),
        ("mod jwt { #[test] fn decodes() { f() } }", "jwt"),
        ("#[test] fn a() { client.bearer_auth(t); }", "auth"),
        ('#[test] fn a() { post("/api/v1/auth/login"); }', "login"),
        ("#[test] fn a() { f(\"x' OR '1'='1\"); }", "sql_injection"),
        ('#[test] fn a() { f("<ScRiPt>alert(1)</script>"); }', "xss"),
        ('#[test] fn a() { f("{ __schema { types { name } } }"); }', "introspection"),
        ("#[test] fn brute_force_is_stopped() { f() }", "rate_limit"),
        ('#[test] fn a() { post("http://x/graphql"); }', "graphql"),
        ("mod grpc_cross_service_tests { #[test] fn a() { f() } }", "grpc"),
        ("#[test] fn a() { AuthServiceClient::connect(url); }", "grpc_client"),
        ("#[test] fn a() { r.into_streaming_request(); }", "streaming"),
        ("#[test] fn testPoolIsBounded() { f() }", "pool"),
        ("#[test] fn a() { futures::future::join_all(v); }", "concurrency"),
        ("#[test] fn under_load() { f() }", "load"),
        ("#[test] fn writes_are_idempotent() { f() }", "consistency"),
        ("#[test] fn circuit_breaker_opens() { f() }", "failure"),
        ("#[test] fn a() { tokio::time::timeout(d, f()); }", "timeout"),
        ("#[test] fn a() { schema.sdl(); }", "schema_docs"),
    ],
)
def test_topics(crate: Crate, source: str, topic: str) -> None:
    [test] = crate(source)["tests"]
    assert topic in test["topics"]


@pytest.mark.parametrize("name", ["author_is_kept", "reload_works", "trace_is_kept", "carpools_are_listed", "it_works"])
def test_topics_need_whole_words(crate: Crate, name: str) -> None:
    assert by_name(crate, f"#[test] fn {name}() {{ f() }}")[name]["topics"] == []


def test_the_file_s_name_tells_the_topic_too(crate: Crate) -> None:
    fact = crate("mod rate_limit;", files={"src/rate_limit.rs": "#[test] fn it() { f() }"})
    assert fact["tests"][0]["topics"] == ["rate_limit"]


def test_no_string_is_kept(crate: Crate) -> None:
    fact = crate(
        '#[test] fn a() { login("canary-one"); assert_eq!(f("canary-two"), r#"canary-three"#, "canary-four"); }'
    )
    assert "canary" not in str(fact)


def test_the_place_of_the_first_constant_assert_is_told(crate: Crate) -> None:
    [test] = crate("#[test]\nfn a() {\n    f();\n    assert!(true);\n    assert!(false);\n}\n")["tests"]
    assert test["constant_assert_at"] == {"path": "src/lib.rs", "line": 4, "column": 5}
    [other] = crate("#[test]\nfn a() { assert!(true); assert!(x); }\n")["tests"]
    assert "constant_assert_at" not in other


def test_the_documentation_lists_the_topics() -> None:
    page = (Path(__file__).parents[3] / "docs/facts/rust.md").read_text(encoding="utf-8")
    table = page.partition("| topic |")[2].partition("## HTTP")[0]
    known = {name for column in ("names", "calls", "strings") for name, _ in getattr(topic_reader(), column).patterns}
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == known
