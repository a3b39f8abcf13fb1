from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Crate = Callable[..., dict[str, Any]]


def targets(fact: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["kind"], each["name"], each["path"]) for each in fact["targets"]]


@pytest.mark.parametrize(
    ("manifest", "files", "expected"),
    [
        pytest.param("", [], [("lib", "shop", "src/lib.rs")], id="library by place"),
        pytest.param(
            "",
            ["src/main.rs", "src/bin/tool.rs", "src/bin/multi/main.rs", "src/bin/multi/part.rs"],
            [
                ("lib", "shop", "src/lib.rs"),
                ("bin", "multi", "src/bin/multi/main.rs"),
                ("bin", "shop", "src/main.rs"),
                ("bin", "tool", "src/bin/tool.rs"),
            ],
            id="binaries by place",
        ),
        pytest.param(
            "",
            ["tests/a.rs", "tests/b/main.rs", "tests/b/help.rs", "tests/unit/c.rs", "tests/.d.rs"],
            [("lib", "shop", "src/lib.rs"), ("test", "a", "tests/a.rs"), ("test", "b", "tests/b/main.rs")],
            id="tests by place, not those deeper down",
        ),
        pytest.param(
            '[[test]]\nname = "deep"\npath = "tests/unit/c.rs"\n',
            ["tests/a.rs", "tests/unit/c.rs"],
            [("lib", "shop", "src/lib.rs"), ("test", "a", "tests/a.rs"), ("test", "deep", "tests/unit/c.rs")],
            id="a declared test beside found ones",
        ),
        pytest.param(
            'autotests = false\n[[test]]\nname = "deep"\n',
            ["tests/a.rs", "tests/deep.rs"],
            [("lib", "shop", "src/lib.rs"), ("test", "deep", "tests/deep.rs")],
            id="autotests = false",
        ),
        pytest.param(
            '[[bin]]\nname = "other"\npath = "src/main.rs"\n',
            ["src/main.rs"],
            [("lib", "shop", "src/lib.rs"), ("bin", "other", "src/main.rs")],
            id="a file is one target",
        ),
        pytest.param(
            '[lib]\nname = "store"\npath = "lib/root.rs"\n',
            ["lib/root.rs"],
            [("lib", "store", "lib/root.rs")],
            id="a renamed library",
        ),
        pytest.param(
            "",
            ["benches/speed.rs", "examples/show/main.rs"],
            [
                ("lib", "shop", "src/lib.rs"),
                ("bench", "speed", "benches/speed.rs"),
                ("example", "show", "examples/show/main.rs"),
            ],
            id="benches and examples",
        ),
        pytest.param(
            "build = false\n", ["build.rs"], [("lib", "shop", "src/lib.rs")], id="a build script is no target"
        ),
    ],
)
def test_targets_follow_cargo(
    crate: Crate, manifest: str, files: list[str], expected: list[tuple[str, str, str]]
) -> None:
    assert targets(crate("", manifest, files=dict.fromkeys(files, ""))) == expected


def test_the_first_edition_searches_no_further_once_one_is_declared(facts: Callable[..., Any]) -> None:
    manifest = '[package]\nname = "old"\n[[test]]\nname = "a"\n'
    [_, fact] = facts({"Cargo.toml": manifest, "src/lib.rs": "", "tests/a.rs": "", "tests/b.rs": ""}).facts
    assert targets(fact) == [("lib", "old", "src/lib.rs"), ("test", "a", "tests/a.rs")]


def test_a_target_tells_what_its_table_says(crate: Crate) -> None:
    manifest = (
        '[[test]]\nname = "slow"\npath = "gone.rs"\nharness = false\ntest = false\nrequired-features = ["b", "a"]\n'
    )
    [_, target] = crate("", manifest)["targets"]
    assert target == {
        "name": "slow",
        "kind": "test",
        "path": "gone.rs",
        "exists": False,
        "required_features": ["a", "b"],
        "test_enabled": False,
        "harness": False,
        "declared": True,
        "at": {"path": "Cargo.toml", "line": 4, "column": 1},
    }


def test_benches_say_whether_criterion_is_used(crate: Crate) -> None:
    fact = crate("", '[[bench]]\nname = "b"\nharness = false\n', files={"benches/b.rs": "use criterion::Criterion;"})
    assert [(each["name"], each["harness"], each["criterion"], each["exists"]) for each in fact["benches"]] == [
        ("b", False, True, True)
    ]
