from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Facts = Callable[..., Any]


def package(name: str, more: str = "") -> str:
    return f'[package]\nname = "{name}"\nedition = "2021"\n{more}'


def by_kind(facts: Any, kind: str) -> dict[str, Any]:
    return {fact["metadata"]["name"]: fact for fact in facts if fact["kind"] == kind}


def members(facts: Any) -> dict[str, tuple[bool, str | None]]:
    return {n: (f["workspace_member"], f["workspace"]) for n, f in by_kind(facts, "RustCrate").items()}


def test_globs_exclusions_and_path_dependencies_decide_membership(facts: Facts) -> None:
    root = '[workspace]\nmembers = ["crates/*", "tools/one"]\nexclude = ["crates/out"]\n'
    found = facts(
        {
            "Cargo.toml": root,
            "crates/a/Cargo.toml": package("a", '[dependencies]\nimplied = { path = "../../libs/implied" }\n'),
            "crates/out/Cargo.toml": package("out"),
            "crates/deep/er/Cargo.toml": package("deeper"),
            "tools/one/Cargo.toml": package("one"),
            "libs/implied/Cargo.toml": package("implied"),
            "libs/stray/Cargo.toml": package("stray"),
        }
    ).facts
    assert members(found) == {
        "a": (True, "Cargo.toml"),
        "out": (False, "crates/out/Cargo.toml"),
        "deeper": (False, None),
        "one": (True, "Cargo.toml"),
        "implied": (True, "Cargo.toml"),
        "stray": (False, None),
    }
    workspace = by_kind(found, "RustWorkspace")["workspace"]
    assert [each["manifest"] for each in workspace["non_members"]] == [
        "crates/deep/er/Cargo.toml",
        "libs/stray/Cargo.toml",
    ]
    assert workspace["implicit_members"] == [
        {"manifest": "libs/implied/Cargo.toml", "at": {"path": "crates/a/Cargo.toml", "line": 5, "column": 1}}
    ]


def test_a_package_alone_is_its_own_workspace(facts: Facts) -> None:
    found = facts({"tool/Cargo.toml": package("tool"), "tool/src/main.rs": "fn main() {}\n"}).facts
    assert members(found) == {"tool": (True, "tool/Cargo.toml")}
    assert by_kind(found, "RustWorkspace")["tool"]["explicit"] is False


def test_members_show_what_is_missing_broken_and_commented_out(facts: Facts) -> None:
    root = (
        '[workspace]\ndefault-members = ["good"]\n'
        'members = [\n  "good",\n  "gone",\n  "broken",\n  # "off", # later\n]\n'
    )
    result = facts(
        {
            "Cargo.toml": root,
            "good/Cargo.toml": package("good"),
            "broken/Cargo.toml": "a = 1\na = 2\n",
            "off/Cargo.toml": package("off"),
        }
    )
    workspace = by_kind(result.facts, "RustWorkspace")["workspace"]
    assert [(m["entry"], m["exists"], m["parses"], m["at"]["line"]) for m in workspace["members"]] == [
        ("good", True, True, 4),
        ("gone", False, False, 5),
        ("broken", True, False, 6),
    ]
    assert workspace["commented_members"] == [
        {"entry": "off", "exists": True, "at": {"path": "Cargo.toml", "line": 7, "column": 5}}
    ]
    assert [each["entry"] for each in workspace["default_members"]] == ["good"]
    assert [str(problem) for problem in result.problems] == [
        "NOVA-R01 broken/Cargo.toml:2:6: the manifest is no valid TOML: Cannot overwrite a value; "
        "correct it; cargo refuses it too"
    ]


def test_totals_count_files_of_the_workspace_alone(facts: Facts) -> None:
    found = facts(
        {
            "Cargo.toml": '[workspace]\nmembers = ["a"]\nexclude = ["b"]\n',
            "a/Cargo.toml": package("a"),
            "a/src/lib.rs": "#[test]\nfn t() {}\n#[test]\nfn u() {}\n",
            "a/src/no_newline.rs": "fn x() {}",
            "b/Cargo.toml": package("b"),
            "b/src/lib.rs": "#[test]\nfn t() {}\n",
        }
    ).facts
    assert by_kind(found, "RustWorkspace")["workspace"]["totals"] == {
        "rust_files": 2,
        "rust_lines": 4,
        "test_functions": 2,
        "test_files": 1,
    }


def test_dependencies_inherit_from_the_workspace(facts: Facts) -> None:
    root = (
        '[workspace]\nmembers = ["a"]\n[workspace.package]\nedition = "2021"\n'
        '[workspace.dependencies]\nserde = { version = "1", features = ["derive"] }\nown = { path = "libs/own" }\n'
    )
    manifest = (
        '[package]\nname = "a"\nedition.workspace = true\n[dependencies]\n'
        'serde = { workspace = true, features = ["rc"] }\n'
        'own.workspace = true\nj = { package = "json", version = "1", optional = true }\n'
        "[dev-dependencies]\ntokio = '1'\n[target.'cfg(unix)'.build-dependencies]\ncc = '1'\n"
    )
    found = facts({"Cargo.toml": root, "a/Cargo.toml": manifest, "libs/own/Cargo.toml": package("own")}).facts
    crate = by_kind(found, "RustCrate")["a"]
    shown = [
        (d["name"], d["package"], d["kind"], d["optional"], d["workspace"], d["path"], d["features"], d["at"]["line"])
        for d in crate["dependencies"]
    ]
    assert shown == [
        ("serde", "serde", "normal", False, True, None, ["derive", "rc"], 5),
        ("own", "own", "normal", False, True, "libs/own", [], 6),
        ("j", "json", "normal", True, False, None, [], 7),
        ("tokio", "tokio", "dev", False, False, None, [], 9),
        ("cc", "cc", "build", False, False, None, [], 11),
    ]
    assert crate["edition"] == "2021"
    assert by_kind(found, "RustCrate")["own"]["workspace_member"] is True


def test_features_that_are_on_by_default_are_closed_over(facts: Facts) -> None:
    manifest = package("a", '[features]\ndefault = ["std"]\nstd = ["alloc", "dep:x"]\nalloc = []\nextra = []\n')
    crate = by_kind(facts({"Cargo.toml": manifest}).facts, "RustCrate")["a"]
    assert {each["name"]: each["default"] for each in crate["features"]} == {
        "alloc": True,
        "default": True,
        "extra": False,
        "std": True,
    }


def test_manifests_are_documents_with_places(facts: Facts) -> None:
    [document] = facts({"Cargo.toml": package("a", "date = 2024-01-01\n")}).documents
    assert (document.kind, document.path) == ("cargo", "Cargo.toml")
    assert document.contents["package"]["date"] == "2024-01-01"
    assert document.locator.locate(("package", "name"))[0].line == 2


def test_a_lock_file_names_its_packages(facts: Facts) -> None:
    lock = 'version = 3\n[[package]]\nname = "b"\nversion = "1"\n[[package]]\nname = "a"\n[[package]]\nname = "b"\n'
    found = facts({"Cargo.toml": package("a"), "Cargo.lock": lock}).facts
    assert by_kind(found, "RustWorkspace")["a"]["lock_packages"] == ["a", "b"]
    assert by_kind(facts({"Cargo.toml": package("a")}).facts, "RustWorkspace")["a"]["lock_packages"] == []


@pytest.mark.parametrize(
    ("folder", "illustrates"),
    [
        ("examples/todos/", True),
        ("orders/examples/todos/", True),
        ("docs/tutorial/", True),
        ("tests/harness/", True),
        ("orders/tests/harness/", False),
        ("example-orders/", False),
        ("orders/", False),
        ("", False),
    ],
)
def test_a_crate_illustrates_by_where_it_lies(facts: Facts, folder: str, illustrates: bool) -> None:
    found = by_kind(facts({f"{folder}Cargo.toml": package("it"), f"{folder}src/lib.rs": ""}).facts, "RustCrate")
    assert found["it"]["illustrates"] is illustrates


def test_a_manifest_that_is_no_toml_stands_where_reading_it_failed(facts: Facts) -> None:
    torn = package("torn", '[dependencies]\nserde = "1"\nserde = "1"\n')
    found = facts({"Cargo.toml": "[workspace]\nmembers = []\n", "torn/Cargo.toml": torn})
    [other] = by_kind(found.facts, "RustWorkspace")["workspace"]["non_members"]
    assert (other["parses"], other["at"]["path"], other["at"]["line"]) == (False, "torn/Cargo.toml", 6)
    assert [problem.location.to_json() for problem in found.problems] == [other["at"]]
