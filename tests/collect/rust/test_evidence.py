"""What policies about missing tests rely on, beyond the tests that cargo runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nova_policy.collect.rust import RustFacts

Crate = Callable[..., dict[str, Any]]
Facts = Callable[[Mapping[str, str]], RustFacts]

LOGIN = "#[test]\nfn login_works() { assert!(login()); }\n#[test]\nfn pools_hold() { assert!(full()); }\n"


def test_orphans_of_a_package_tell_their_topics(crate: Crate) -> None:
    fact = crate(files={"tests/old/api_test.rs": LOGIN})
    [orphan] = fact["orphan_tests"]
    assert orphan["topics"] == ["login", "pool"]
    assert orphan["at"] == {"path": "tests/old/api_test.rs", "line": 1, "column": 1}


def test_orphans_of_no_package_tell_their_topics_by_file_name_too(facts: Facts) -> None:
    found = facts({"tests/auth_test.rs": LOGIN})
    [fact] = [fact for fact in found.facts if fact["kind"] == "RustOrphanTests"]
    assert fact["files"] == [
        {
            "path": "tests/auth_test.rs",
            "tests": 2,
            "topics": ["auth", "login", "pool"],
            "at": {"path": "tests/auth_test.rs", "line": 1, "column": 1},
        }
    ]


@pytest.mark.parametrize("name", ["total_connections_below_limit", "max_connections_kept", "pool_is_full"])
def test_connection_limits_are_about_pools(crate: Crate, name: str) -> None:
    [test] = crate(f"#[test]\nfn {name}() {{ assert!(holds()); }}\n")["tests"]
    assert test["topics"] == ["pool"]


@pytest.mark.parametrize(
    ("taken", "authenticated"), [("UserId", True), ("auth::Claims", True), ("RequestStart", False)]
)
def test_a_handler_may_take_the_caller_from_the_extensions(crate: Crate, taken: str, authenticated: bool) -> None:
    source = f"""
async fn me(request: HttpRequest) -> HttpResponse {{
    let found = request
        .extensions()
        .get::<{taken}>()
        .cloned();
    answer(found)
}}

fn main() {{
    HttpServer::new(|| App::new().route("/me", web::post().to(me)));
}}
"""
    [route] = crate(source)["routes"]
    assert route["authenticated"] is authenticated
