from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Crate = Callable[..., dict[str, Any]]
Facts = Callable[..., Any]
TEST = "#[test]\nfn it() { assert!(f()); }\n"
FEATURES = '[features]\ndefault = ["on"]\non = []\noff = []\n'


def verdict(test: dict[str, Any]) -> tuple[str | None, str | None, list[str]]:
    return test["target"], test["unreachable"], test["requires_features"]


@pytest.mark.parametrize(
    ("source", "files", "manifest", "expected"),
    [
        pytest.param(TEST, {}, "", ("shop", None, []), id="in the library"),
        pytest.param("mod a;", {"src/a.rs": TEST}, "", ("shop", None, []), id="a module"),
        pytest.param("mod a;", {"src/a/mod.rs": TEST}, "", ("shop", None, []), id="mod.rs"),
        pytest.param("mod a;", {"src/a.rs": "mod b;", "src/a/b.rs": TEST}, "", ("shop", None, []), id="below a file"),
        pytest.param("mod a { mod b; }", {"src/a/b.rs": TEST}, "", ("shop", None, []), id="within an inline module"),
        pytest.param('#[path = "x/y.rs"]\nmod a;', {"src/x/y.rs": TEST}, "", ("shop", None, []), id="#[path]"),
        pytest.param(
            '#[path = "x/y.rs"]\nmod a;',
            {"src/x/y.rs": "mod z;", "src/x/z.rs": TEST},
            "",
            ("shop", None, []),
            id="below #[path]",
        ),
        pytest.param('include!("part.rs");', {"src/part.rs": TEST}, "", ("shop", None, []), id="include!"),
        pytest.param(
            "cfg_if::cfg_if! { if #[cfg(unix)] { mod a; } }", {"src/a.rs": TEST}, "", ("shop", None, []), id="cfg_if!"
        ),
        pytest.param("#[cfg(test)]\nmod a;", {"src/a.rs": TEST}, "", ("shop", None, []), id="#[cfg(test)]"),
        pytest.param("// mod a;", {"src/a.rs": TEST}, "", (None, "no_target", []), id="a commented module"),
        pytest.param("", {"src/a.rs": TEST}, "", (None, "no_target", []), id="no module at all"),
        pytest.param("", {"tests/a.rs": TEST}, "", ("a", None, []), id="an integration test"),
        pytest.param("", {"tests/unit/a.rs": TEST}, "", (None, "no_target", []), id="too deep for a target"),
        pytest.param(
            "", {"tests/a.rs": "mod unit;", "tests/unit/mod.rs": TEST}, "", ("a", None, []), id="included by a test"
        ),
        pytest.param("", {"benches/a.rs": TEST}, "", ("a", "target_disabled", []), id="a bench"),
        pytest.param(
            "",
            {"tests/a.rs": TEST},
            '[[test]]\nname = "a"\nharness = false\n',
            ("a", "harness", []),
            id="without harness",
        ),
        pytest.param(
            "",
            {"tests/a.rs": TEST},
            FEATURES + '[[test]]\nname = "a"\nrequired-features = ["off"]\n',
            ("a", "feature", ["off"]),
            id="required feature",
        ),
        pytest.param(
            "",
            {"tests/a.rs": TEST},
            FEATURES + '[[test]]\nname = "a"\nrequired-features = ["on"]\n',
            ("a", None, []),
            id="a default feature",
        ),
        pytest.param(
            '#[cfg(all(test, feature = "off"))]\nmod a;',
            {"src/a.rs": TEST},
            FEATURES,
            ("shop", "feature", ["off"]),
            id="cfg on a module",
        ),
        pytest.param(
            f'#![cfg(feature = "off")]\n{TEST}', {}, FEATURES, ("shop", "feature", ["off"]), id="cfg on a file"
        ),
        pytest.param("#[cfg(windows)]\nmod a { #[test] fn it() {} }", {}, "", ("shop", "cfg", []), id="another system"),
        pytest.param(
            "mod a;\n",
            {"src/a.rs": TEST, "src/main.rs": "mod a;"},
            "[lib]\ntest = false\n",
            ("shop", None, []),
            id="one of two targets",
        ),
    ],
)
def test_reachability(
    crate: Crate, source: str, files: dict[str, str], manifest: str, expected: tuple[str | None, str | None, list[str]]
) -> None:
    [test] = crate(source, manifest, files=files)["tests"]
    assert verdict(test) == expected
    assert test["reachable"] is (expected[1] is None)


def test_tests_of_a_package_outside_the_workspace_are_not_run(facts: Facts) -> None:
    found = facts(
        {
            "Cargo.toml": "[workspace]\nmembers = []\n",
            "stray/Cargo.toml": '[package]\nname = "stray"\nedition = "2021"\n',
            "stray/src/lib.rs": TEST,
        }
    ).facts
    [test] = found[1]["tests"]
    assert verdict(test) == ("stray", "not_a_member", [])


def test_files_that_declare_each_other_end(crate: Crate) -> None:
    fact = crate("mod a;", files={"src/a.rs": '#[path = "lib.rs"]\nmod root;\n#[test] fn t() {}'})
    assert len(fact["tests"]) == 1


def test_orphans_belong_to_the_nearest_package(facts: Facts) -> None:
    found = facts(
        {
            "Cargo.toml": '[package]\nname = "top"\nedition = "2021"\n[workspace]\nmembers = ["a"]\n',
            "a/Cargo.toml": '[package]\nname = "a"\nedition = "2021"\n',
            "a/tests/unit/jwt.rs": TEST,
            "b/tests/y.rs": TEST + "#[test]\nfn second() {}\n",
            "b/help.rs": "fn no_test() {}",
        }
    ).facts
    orphans = {
        f["metadata"]["name"]: [(o["path"], o["tests"], o["topics"], o["at"]["line"]) for o in f["orphan_tests"]]
        for f in found[1:]
    }
    assert orphans == {"a": [("a/tests/unit/jwt.rs", 1, ["jwt"], 1)], "top": [("b/tests/y.rs", 2, [], 1)]}


def test_orphans_without_a_readable_package_are_facts_of_their_own(facts: Facts) -> None:
    found = facts(
        {
            "Cargo.toml": '[workspace]\nmembers = ["bad"]\n',
            "tests/x.rs": TEST,
            "bad/Cargo.toml": "=",
            "bad/src/lib.rs": TEST,
        }
    ).facts
    orphans = [fact for fact in found if fact["kind"] == "RustOrphanTests"]
    assert [(f["metadata"]["name"], f["reason"], f["manifest"], [o["path"] for o in f["files"]]) for f in orphans] == [
        ("bad/src", "manifest_unparsable", "bad/Cargo.toml", ["bad/src/lib.rs"]),
        ("tests", "no_package", "Cargo.toml", ["tests/x.rs"]),
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"tests/a.rs": "use shop::cart;\n" + TEST}, True),
        ({"tests/a.rs": "#[test] fn t() { shop::run(); }"}, True),
        ({"tests/a.rs": "mod common;\n" + TEST, "tests/common/mod.rs": "use shop::cart;"}, True),
        ({"tests/a.rs": '#[path = "../src/lib.rs"]\nmod shop_code;\n' + TEST}, True),
        ({"tests/a.rs": '#[test] fn t() { run(env!("CARGO_BIN_EXE_shop")); }'}, True),
        ({"tests/a.rs": "use helper::x;\n" + TEST}, True),
        ({"tests/a.rs": "use serde::Serialize;\n// use shop::cart;\n" + TEST}, False),
        ({"tests/unit/a.rs": "use serde::Serialize;\n" + TEST}, False),
    ],
)
def test_integration_tests_use_their_crate_or_do_not(crate: Crate, files: dict[str, str], expected: bool) -> None:
    fact = crate("", '[dev-dependencies]\nhelper = { path = "helper" }\nserde = "1"\n', files=files)
    assert [test["imports_crate"] for test in fact["tests"] if test["at"]["path"] != "src/lib.rs"] == [expected]


def test_files_that_no_module_leads_to_are_named_and_prove_nothing(crate: Crate) -> None:
    served = 'fn f() { App::new().wrap(JwtAuth).route("/x", web::get().to(h)); tracing_subscriber::fmt().init(); }\n'
    fact = crate("", files={"src/dead.rs": served})
    assert [each["path"] for each in fact["unreached_files"]] == ["src/dead.rs"]
    assert (fact["routes"], fact["http_apps"], fact["tracing"]["initialisers"]) == ([], [], [])


OPTIONAL = '[dependencies]\nmail = { version = "1", optional = true }\n'


@pytest.mark.parametrize(
    ("predicate", "undeclared"),
    [
        ('feature = "gone"', ["gone"]),
        ('all(test, feature = "gone", feature = "off")', ["gone"]),
        ('any(feature = "gone", feature = "off")', []),
        ('feature = "off"', []),
        ('feature = "mail"', []),
        ('not(feature = "on")', []),
        ("windows", []),
    ],
)
def test_features_that_no_build_can_have(crate: Crate, predicate: str, undeclared: list[str]) -> None:
    source = f"use a::b;\n#[cfg({predicate})]\nmod tests {{\n{TEST}}}\n"
    [test] = crate(source, FEATURES + OPTIONAL)["tests"]
    assert test["undeclared_features"] == undeclared
    assert test.get("undeclared_features_at") == (
        {"path": "src/lib.rs", "line": 2, "column": 1} if undeclared else None
    )


def test_a_feature_that_is_not_declared_stands_where_the_module_is_declared(crate: Crate) -> None:
    files = {"src/a/mod.rs": '#[cfg(feature = "gone")]\nmod b;\n', "src/a/b.rs": "mod c;\n", "src/a/b/c.rs": TEST}
    [test] = crate("mod a;\n", FEATURES, files)["tests"]
    assert test["undeclared_features_at"] == {"path": "src/a/mod.rs", "line": 1, "column": 1}


def test_a_feature_that_only_a_target_asks_for_has_no_place_of_its_own(crate: Crate) -> None:
    target = '[[test]]\nname = "a"\nrequired-features = ["gone"]\n'
    [test] = crate("", FEATURES + target, {"tests/a.rs": TEST})["tests"]
    assert test["undeclared_features"] == ["gone"]
    assert "undeclared_features_at" not in test
