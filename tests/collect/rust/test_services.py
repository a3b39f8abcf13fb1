"""GraphQL, metrics, tracing, pools, credentials and unwraps: what production code does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nova_policy.collect.rust import RustFacts

Crate = Callable[..., dict[str, Any]]
Facts = Callable[[Mapping[str, str]], RustFacts]

GRAPHQL = """\
use async_graphql::*;
/// A user.
#[derive(SimpleObject, Clone)]
pub struct User {
    /// The key.
    pub id: ID,
    // no doc comment
    pub name: String,
    #[graphql(desc = "mail")]
    pub mail: String,
    #[graphql(skip)]
    pub hidden: String,
}
#[derive(Enum)]
enum Role { Admin, /// Reads.
    Guest }
#[derive(Default)]
/// The queries.
pub struct Query;
#[Object]
impl Query {
    /// One user.
    async fn user(&self) -> User { todo!() }
    async fn users(&self) -> Vec<User> { todo!() }
}
#[derive(MergedObject)]
struct Root(Query);
struct Plain { x: u8 }
fn schema() { Schema::build(Query, EmptyMutation, EmptySubscription).limit_depth(5).extension(Tracing).finish(); }
"""


def test_graphql_types_and_their_documentation(crate: Crate) -> None:
    fact = crate(GRAPHQL)
    shown = [
        (t["name"], t["kind"], t["documented"], [(f["name"], f["documented"]) for f in t["fields"]])
        for t in fact["graphql_types"]
    ]
    assert shown == [
        ("User", "simple_object", True, [("id", True), ("name", False), ("mail", True)]),
        ("Role", "enum", False, [("Admin", False), ("Guest", True)]),
        ("Query", "object", True, [("user", True), ("users", False)]),
        ("Root", "merged_object", False, []),
    ]
    assert fact["graphql_types"][0]["fields"][1]["at"] == {"path": "src/lib.rs", "line": 8, "column": 5}


def test_a_graphql_schema_tells_its_limits(crate: Crate) -> None:
    [schema] = crate(GRAPHQL)["graphql_schemas"]
    assert schema == {
        "limits_depth": True,
        "limits_complexity": False,
        "introspection_disabled": False,
        "federation": False,
        "extensions": ["Tracing"],
        "dataloader": False,
        "at": {"path": "src/lib.rs", "line": 29, "column": 15},
    }


def test_a_data_loader_anywhere_in_the_crate_counts(crate: Crate) -> None:
    fact = crate(
        GRAPHQL + "mod loaders;\n", files={"src/loaders.rs": "use async_graphql::x; fn f() { DataLoader::new(a, b); }"}
    )
    assert fact["graphql_schemas"][0]["dataloader"] is True


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('fn f() { register_int_counter_vec!("a_total", "help", &["x"]).unwrap(); }', ("a_total", "counter")),
        ('fn f() { prometheus::register_gauge!("b", "help"); }', ("b", "gauge")),
        ('fn f() { register_histogram!(histogram_opts!("c_seconds", "help")); }', ("c_seconds", "histogram")),
        ('fn f() { IntCounter::new("d", "help"); }', ("d", "counter")),
        ('fn f() { HistogramVec::new(HistogramOpts::new("e", "h"), &["x"]); }', ("e", "histogram")),
        (
            'fn f() { GaugeVec::new(Opts::new("g", "h").namespace("shop").subsystem("db"), &[]); }',
            ("shop_db_g", "gauge"),
        ),
        ('fn f() { let opts = Opts::new("h", "h"); IntCounterVec::new(opts, &[]); }', ("h", "counter")),
        ('fn f() { metrics::counter!("i_total").increment(1); }', ("i_total", "counter")),
        ('fn f() { meter.f64_histogram("j").init(); }', ("j", "histogram")),
        ('lazy_static! { static ref X: IntGauge = register_int_gauge!("k", "help").unwrap(); }', ("k", "gauge")),
        (
            'lazy_static! { static ref X: Histogram = Histogram::with_opts(HistogramOpts::new("l", "h")).unwrap(); }',
            ("l", "histogram"),
        ),
        (
            'fn make(n: &str) { let o = HistogramOpts::new(n, "h"); Histogram::new(o); }\nfn f() { make("m"); }',
            ("m", "histogram"),
        ),
    ],
)
def test_metrics(crate: Crate, source: str, expected: tuple[str, str]) -> None:
    assert [(each["name"], each["type"]) for each in crate(source)["metrics"]] == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "fn f(n: &str) { IntCounter::new(n, n); }",
        'fn f() { Other::new("x", "y"); register!("z"); }',
        'fn f() { Counter::new("not a name at all", "y"); }',
        '#[cfg(test)] mod t { fn f() { IntCounter::new("a", "b"); } }',
        '// IntCounter::new("a", "b");',
    ],
)
def test_what_is_no_metric(crate: Crate, source: str) -> None:
    assert crate(source)["metrics"] == []


def test_tracing_is_initialised_with_or_without_opentelemetry(crate: Crate) -> None:
    source = (
        "fn a() { tracing_subscriber::fmt().with_env_filter(x).init(); }\n"
        "fn b() {\n  let t = opentelemetry_otlp::new_pipeline();\n  tracing_subscriber::registry().with(t).init();\n"
        "  global::set_text_map_propagator(TraceContextPropagator::new());\n  let _g = sentry::init(dsn);\n}\n"
        "fn c() { pool.init(); window.try_init(); }\n"
    )
    tracing = crate(source)["tracing"]
    assert [(each["at"]["line"], each["opentelemetry"]) for each in tracing["initialisers"]] == [(1, False), (4, True)]
    assert [each["at"]["line"] for each in tracing["propagators"]] == [5]
    assert [each["at"]["line"] for each in tracing["sentry_init"]] == [6]


def test_correlation_ids_are_wrapped_defined_or_named(crate: Crate) -> None:
    source = (
        'struct CorrelationId;\nfn f() { req.headers().get("X-Request-Id"); }\n'
        "fn g() { App::new().wrap(CorrelationIdMiddleware).wrap(TracingLogger::default()); }\n"
    )
    tracing = crate(source)["tracing"]
    assert [(each["name"], each["kind"], each["at"]["line"]) for each in tracing["correlation_ids"]] == [
        ("CorrelationId", "defined", 1),
        ("x-request-id", "header", 2),
        ("CorrelationIdMiddleware", "wrapped", 3),
    ]
    assert [each["name"] for each in tracing["request_spans"]] == ["TracingLogger"]


def test_an_interceptor_carries_an_id_when_it_is_used_and_reads_one(crate: Crate) -> None:
    source = (
        'fn take(r: Request<()>) -> Answer { r.metadata().get("correlation-id"); Ok(r) }\n'
        'fn idle(r: Request<()>) -> Answer { r.metadata().get("correlation-id"); Ok(r) }\n'
        "fn count(r: Request<()>) -> Answer { Ok(r) }\n"
        "fn g() { ShopServer::with_interceptor(shop, take); v1::StockServer::with_interceptor(stock, count); }\n"
    )
    found = crate(source)["tracing"]["correlation_ids"]
    assert [(each["name"], each["kind"], each["at"]["line"]) for each in found] == [("take", "intercepted", 4)]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("if cfg.max_connections < 20 { cfg.max_connections = 20; }", (20, True)),
        ("if cfg.max_connections < 20 {\n cfg.max_connections = std::cmp::max(20, other.max);\n}", (20, True)),
        ("cfg.max_connections = cfg.max_connections.max(30);", (30, True)),
        ("cfg.max_connections = 5;", (5, False)),
        ("cfg.max_connections = other.max;", (None, False)),
    ],
)
def test_a_budget_that_code_overrides(crate: Crate, statement: str, expected: tuple[int | None, bool]) -> None:
    source = f'fn main() {{\n  let mut cfg = DbConfig::for_service("shop");\n  {statement}\n}}\n'
    [pool] = crate(source)["pools"]
    assert (pool["kind"], pool["budget"], pool["at"]["line"]) == ("override", "for_service", 3)
    assert (pool["max_connections"], pool["min_override"]) == expected


@pytest.mark.parametrize(
    "source",
    [
        "fn f() { let mut cfg = Config { max_connections: 1 }; cfg.max_connections = 20; }",
        "fn f(cfg: &mut Config) { cfg.max_connections = 20; }",
        '#[cfg(test)] mod t { fn f() { let mut c = for_service("x"); c.max_connections = 20; } }',
    ],
)
def test_what_overrides_no_budget(crate: Crate, source: str) -> None:
    assert crate(source)["pools"] == []


def test_pools_are_constructed_with_a_limit_or_none(crate: Crate) -> None:
    source = "fn f() {\n  PgPoolOptions::new().max_connections(1_0).connect(u);\n  db::create_pool(cfg);\n}\n"
    assert [(p["kind"], p["function"], p["max_connections"]) for p in crate(source)["pools"]] == [
        ("construct", "PgPoolOptions::new", 10),
        ("construct", "db::create_pool", None),
    ]


CANARY = "canary-4711"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            f'fn f() {{ env::var("JWT_SECRET").unwrap_or_else(|_| "{CANARY}".to_string()); }}',
            [("JWT_SECRET", "environment")],
        ),
        (f'fn f() {{ std::env::var("DB_PASSWORD").unwrap_or("{CANARY}".into()); }}', [("DB_PASSWORD", "environment")]),
        (
            f'fn f() {{ env::var("API_KEY").ok().unwrap_or_else(|| String::from("{CANARY}")); }}',
            [("API_KEY", "environment")],
        ),
        (
            f'fn f() {{ env::var("DATABASE_URL").unwrap_or("postgres://u:{CANARY}@h/d".into()); }}',
            [("DATABASE_URL", "environment")],
        ),
        (f'fn default_password() -> String {{ "{CANARY}".to_string() }}', [("default_password", "function")]),
        (f'fn f() {{ env::var("DATABASE_URL").unwrap_or("postgres://{CANARY}/d".into()); }}', []),
        ('fn f() { env::var("JWT_SECRET").unwrap_or_default(); }', []),
        ('fn f() { env::var("JWT_SECRET").unwrap_or("".into()); }', []),
        (f'fn f() {{ env::var("JWT_SECRET_PATH").unwrap_or("{CANARY}".into()); }}', []),
        (f'fn f() {{ env::var("TOKEN_TTL").unwrap_or("{CANARY}".into()); }}', []),
        (f'fn f() {{ env::var("LOG_LEVEL").unwrap_or("{CANARY}".into()); }}', []),
        (f'#[test] fn t() {{ env::var("JWT_SECRET").unwrap_or("{CANARY}".into()); }}', []),
    ],
)
def test_default_credentials_are_named_and_never_shown(
    crate: Crate, source: str, expected: list[tuple[str, str]]
) -> None:
    fact = crate(source)
    assert [(each["name"], each["kind"]) for each in fact["default_credentials"]] == expected
    assert CANARY not in str(fact)


def test_unwraps_are_counted_apart_from_tests(crate: Crate) -> None:
    source = (
        'fn f() { a.unwrap(); b\n  .unwrap ( ); }\nfn g() { println!("{}", c.unwrap()); }\n'
        '// d.unwrap()\nconst S: &str = ".unwrap()";\nfn h() { x.unwrap_or(1); }\n'
        "#[test]\nfn t() { e.unwrap(); }\n#[cfg(test)]\nmod m { fn i() { f.unwrap(); } }\n"
    )
    fact = crate(source, files={"tests/a.rs": "fn f() { a.unwrap(); }", "build.rs": "fn main() { a.unwrap(); }"})
    unwraps = fact["unwraps"]
    assert (unwraps["count"], unwraps["total"]) == (3, 7)
    assert [each["at"]["line"] for each in unwraps["places"]] == [1, 2, 3]


def test_at_most_twenty_unwraps_are_placed(crate: Crate) -> None:
    unwraps = crate("fn f() { a.unwrap(); }\n" * 30)["unwraps"]
    assert (unwraps["count"], len(unwraps["places"])) == (30, 20)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("fn f() { reqwest::get(url); }", [("reqwest::get", "http")]),
        ("fn f() { reqwest::Client::new(); }", [("reqwest::Client::new", "http")]),
        ("fn f() { reqwest::blocking::Client::builder(); }", [("reqwest::blocking::Client::builder", "http")]),
        ("use reqwest::{header, Client};\nfn f() { Client::default(); }", [("Client::default", "http")]),
        ("use hyper_util::client::legacy::Client;\nfn f() { Client::builder(x); }", [("Client::builder", "http")]),
        (
            "use tonic::transport::{Channel, Server};\nfn f() { Channel::from_static(x); }",
            [("Channel::from_static", "grpc")],
        ),
        ("fn f() { tonic::transport::Endpoint::new(x); }", [("tonic::transport::Endpoint::new", "grpc")]),
        ("use tonic::transport;\nfn f() { transport::Endpoint::new(x); }", [("transport::Endpoint::new", "grpc")]),
        (
            "use tonic as _;\nuse pb::shop_client::ShopClient;\nfn f() { ShopClient::connect(x); }",
            [("ShopClient::connect", "grpc")],
        ),
        (
            "use tonic as _;\nfn f() { pb::shop_client::ShopClient::with_interceptor(c, i); }",
            [("pb::shop_client::ShopClient::with_interceptor", "grpc")],
        ),
        ("use tonic::Request;\nfn f() { SearchClient::connect(x); aws::Client::new(c); Client::new(c); }", []),
        ("use tonic::Request;\nfn f() { mpsc::Channel::new(x); Channel::new(y); Endpoint::new(z); }", []),
        ("use reqwest::Url;\nfn f() { redis::Client::open(x); s3::Client::new(x); OrderClient::new(x); }", []),
        (
            'fn f() { reqwest::get("https://oauth.example.org/token"); }',
            [("reqwest::get", "external")],
        ),
        (
            'const U: &str = "http://stock.shop.svc/x";\nfn f() { reqwest::get("https://oauth.example.org/token"); }',
            [("reqwest::get", "http")],
        ),
        ('fn f() { reqwest::get(format!("https://{}.example.org", x)); }', [("reqwest::get", "http")]),
        ('fn f() { let u = "http://127.0.0.1:8080/v1/health"; reqwest::Client::new().get(u); }', []),
        (
            'fn f() { let u = "http://stock/health"; reqwest::get(u); }',
            [("reqwest::get", "http")],
        ),
        ("use s3::Client;\nfn f() { Client::new(x); }", []),
        ("#[cfg(test)]\nmod tests { fn f() { reqwest::Client::new(); } }", []),
        ('// reqwest::get(url)\nconst S: &str = "reqwest::get";', []),
    ],
)
def test_clients_of_other_services(crate: Crate, source: str, expected: list[tuple[str, str]]) -> None:
    assert [(each["name"], each["kind"]) for each in crate(source)["clients"]] == expected


SHARED = """\
[package]
name = "shop-clients"
[dependencies]
tonic = "0.12"
"""


@pytest.mark.parametrize(
    ("client", "use", "shared"),
    [
        ("tonic::transport::Endpoint::new(x)", "use shop_clients::Stock;", True),
        ("tonic::transport::Endpoint::new(x)", "", False),
        ("reqwest::Client::new()", "use shop_clients::Stock;", False),
    ],
)
def test_a_crate_of_the_repository_may_make_the_clients(facts: Facts, client: str, use: str, shared: bool) -> None:
    shop = '[package]\nname = "shop"\n[dependencies]\nshop-clients = { path = "../clients" }\n'
    found = facts(
        {
            "shop/Cargo.toml": shop,
            "shop/src/lib.rs": use,
            "clients/Cargo.toml": SHARED,
            "clients/src/lib.rs": f"pub fn stock() {{ {client}; }}\n",
        }
    ).facts
    [fact] = [fact for fact in found if fact["metadata"] == {"name": "shop"} and fact["kind"] == "RustCrate"]
    at = {"path": "shop/Cargo.toml", "line": 4, "column": 1}
    assert fact["clients"] == ([{"name": "shop-clients", "kind": "shared", "at": at}] if shared else [])


def test_a_merged_object_names_what_it_merges(crate: Crate) -> None:
    source = (
        "use async_graphql::*;\n#[derive(MergedObject, Default)]\n"
        "pub struct Query(orders::OrderQuery, pub StockQuery<Db>, #[graphql(flatten)] Plain);\n"
        "#[derive(MergedSubscription)]\nstruct Events;\n"
    )
    merged = {each["name"]: each["merges"] for each in crate(source)["graphql_types"]}
    assert merged == {"Query": ["OrderQuery", "StockQuery", "Plain"], "Events": []}


def test_other_types_merge_nothing(crate: Crate) -> None:
    assert ["merges" in each for each in crate(GRAPHQL)["graphql_types"]] == [False, False, False, True]
