from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Crate = Callable[..., dict[str, Any]]


def shown(fact: dict[str, Any]) -> list[tuple[str | None, str | None, str | None, bool]]:
    return [(r["method"], r["path"], r["handler"], r["authenticated"]) for r in fact["routes"]]


ACTIX = """\
fn main() {
    HttpServer::new(move || {
        App::new()
            .wrap(Logger::default())
            .route("/graphql", web::post().to(graphql_handler))
            .service(
                web::scope("/api")
                    .wrap(middleware::JwtAuthMiddleware::new(key))
                    .route("/me", web::get().to(handlers::me))
                    .service(web::resource("/posts/{id}").route(web::patch().to(edit)).route(web::delete().to(remove)))
                    .service(web::scope("").route("/x", web::get().to(|| async { "ok" }))),
            )
            .route("/metrics", web::get().to(serve))
    })
}
"""


def test_actix_scopes_pass_on_prefix_and_middleware(crate: Crate) -> None:
    fact = crate(ACTIX)
    assert shown(fact) == [
        ("POST", "/graphql", "graphql_handler", False),
        ("GET", "/api/me", "handlers::me", True),
        ("PATCH", "/api/posts/{id}", "edit", True),
        ("DELETE", "/api/posts/{id}", "remove", True),
        ("GET", "/api/x", None, True),
        ("GET", "/metrics", "serve", False),
    ]
    assert fact["routes"][0]["at"] == {"path": "src/lib.rs", "line": 5, "column": 14}
    assert fact["routes"][1]["middleware"] == ["JwtAuthMiddleware", "Logger"]


def test_an_app_knows_its_middleware_and_routes(crate: Crate) -> None:
    fact = crate(ACTIX)
    assert fact["http_apps"] == [
        {
            "framework": "actix-web",
            "middleware": ["Logger"],
            "authenticated": False,
            "metrics_route": True,
            "configures": [],
            "routes": 6,
            "at": {"path": "src/lib.rs", "line": 3, "column": 9},
        }
    ]
    assert fact["metrics_routes"] == [{"path": "/metrics", "at": {"path": "src/lib.rs", "line": 13, "column": 14}}]


def test_an_actix_wrap_holds_for_routes_before_it(crate: Crate) -> None:
    fact = crate('fn f() { App::new().route("/a", web::get().to(h)).wrap(JwtAuth) }')
    assert shown(fact) == [("GET", "/a", "h", True)]


def test_an_axum_layer_holds_for_routes_before_it_only(crate: Crate) -> None:
    source = 'fn f() { Router::new().route("/a", get(a).post(b)).layer(from_fn(require_auth)).route("/b", get(c)) }'
    assert sorted(shown(crate(source)), key=str) == [
        ("GET", "/a", "a", True),
        ("GET", "/b", "c", False),
        ("POST", "/a", "b", True),
    ]


def test_an_axum_nest_gives_its_prefix(crate: Crate) -> None:
    source = (
        'fn users() -> Router { Router::new().route("/me", get(me)) }\n'
        'fn app() -> Router { Router::new().nest("/users", users()).layer(JwtLayer::new()) }\n'
    )
    fact = crate(source)
    assert shown(fact) == [("GET", "/users/me", "me", True)]
    assert [(app["framework"], app["routes"], app["at"]["line"]) for app in fact["http_apps"]] == [("axum", 1, 2)]


@pytest.mark.parametrize(
    "handed",
    [
        ".configure(routes::all)",
        ".configure(|c| routes::all(c, x))",
        ".configure(alias)",
        ".configure(routes::all).wrap(Cors)",
    ],
)
def test_configured_functions_stand_in_the_app_s_middleware(crate: Crate, handed: str) -> None:
    fact = crate(
        "mod routes;\nuse routes::all as alias;\n"
        f'fn f() {{ App::new().service(web::scope("/v1").wrap(JwtAuth){handed}) }}',
        files={"src/routes.rs": 'pub fn all(c: &mut web::ServiceConfig) { c.route("/a", web::get().to(h)); }'},
    )
    assert shown(fact) == [("GET", "/v1/a", "h", True)]
    assert fact["http_apps"][0]["routes"] == 1


def test_a_function_configured_with_and_without_authentication_is_open(crate: Crate) -> None:
    source = (
        'fn all(c: &mut web::ServiceConfig) { c.route("/a", web::get().to(h)); }\n'
        "fn f() { App::new().wrap(JwtAuth).configure(all) }\nfn g() { App::new().configure(all) }\n"
    )
    assert shown(crate(source)) == [("GET", "/a", "h", False)]


def test_attribute_routes_are_registered_by_their_handler(crate: Crate) -> None:
    source = (
        '#[get("/a")]\nasync fn a() {}\n#[utoipa::path(get)]\n#[post("/b")]\nasync fn b() {}\n'
        'fn f() { App::new().service(web::scope("/v1").wrap(Auth).service(a)) }\n'
    )
    fact = crate(source)
    assert shown(fact) == [("GET", "/v1/a", "a", True), ("POST", "/b", "b", False)]
    assert [route["registered"] for route in fact["routes"]] == [True, False]
    assert fact["routes"][1]["at"]["line"] == 4


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("claims: Claims", True),
        ("user: AuthUser", True),
        ("user: web::ReqData<Claims>", True),
        ("Extension(user): Extension<CurrentUser>", True),
        ("auth: TypedHeader<Authorization<Bearer>>", True),
        ("id: Identity", True),
        ("id: Option<Identity>", False),
        ("svc: web::Data<AuthService>", False),
        ("body: web::Json<LoginRequest>", False),
        ("Extension(svc): Extension<AuthService>", False),
    ],
)
def test_a_handler_s_parameter_authenticates(crate: Crate, parameter: str, expected: bool) -> None:
    fact = crate(f'async fn h({parameter}) {{}}\nfn f() {{ App::new().route("/a", web::get().to(h)) }}')
    assert shown(fact) == [("GET", "/a", "h", expected)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("ready(req.extensions().get().cloned().ok_or(AppError::Unauthorized))", True),
        ("ready(Ok(Member::default()))", False),
    ],
)
def test_an_extractor_of_the_crate_authenticates_when_it_refuses(crate: Crate, body: str, expected: bool) -> None:
    guards = f"impl FromRequest for Member {{ fn from_request(req: &HttpRequest) -> Answer {{ {body} }} }}"
    fact = crate(
        'mod guards;\nasync fn h(member: guards::Member) {}\nfn f() { App::new().route("/a", web::get().to(h)) }',
        files={"src/guards.rs": guards},
    )
    assert shown(fact) == [("GET", "/a", "h", expected)]


@pytest.mark.parametrize(
    ("middleware", "expected"),
    [
        ("JwtAuthMiddleware", True),
        ("HttpAuthentication::bearer(validator)", True),
        ("from_fn(auth::require_user)", True),
        ("IdentityMiddleware::default()", True),
        ("auth_rate_limiter.clone()", False),
        ("AuthMetrics", False),
        ("Cors::permissive()", False),
        ("Author::new()", False),
    ],
)
def test_middleware_authenticates_by_its_name(crate: Crate, middleware: str, expected: bool) -> None:
    fact = crate(f'fn f() {{ App::new().wrap({middleware}).route("/a", web::get().to(h)) }}')
    assert shown(fact) == [("GET", "/a", "h", expected)]


def test_routes_in_tests_are_no_routes(crate: Crate) -> None:
    source = (
        '#[cfg(test)]\nmod t { fn f() { App::new().route("/a", web::get().to(h)) } }\n#[test]\nfn g() { App::new(); }\n'
    )
    fact = crate(source, files={"tests/x.rs": 'fn f() { App::new().route("/b", web::get().to(h)); }'})
    assert (fact["routes"], fact["http_apps"]) == ([], [])


def test_a_path_that_is_no_literal_is_unknown(crate: Crate) -> None:
    assert shown(crate("fn f() { App::new().route(PATH, web::get().to(h)) }")) == [("GET", None, "h", False)]


def test_a_resource_s_own_handler_is_a_route(crate: Crate) -> None:
    assert shown(crate('fn f() { App::new().service(web::resource("/a").to(h)) }')) == [(None, "/a", "h", False)]


def test_metrics_middleware_is_named(crate: Crate) -> None:
    fact = crate("fn f() { App::new().wrap(PrometheusMetrics::new()).wrap(Logger::default()) }")
    assert [each["name"] for each in fact["metrics_middleware"]] == ["PrometheusMetrics"]
