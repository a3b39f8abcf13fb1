"""The fact of one package."""

from __future__ import annotations

from collections.abc import Iterable

from nova_policy.collect.manifests import illustrates
from nova_policy.collect.rust.crate_http import crate_http, wrapped
from nova_policy.collect.rust.crate_tests import crate_tests, orphan_tests
from nova_policy.collect.rust.crates import Analyses, Crate, Crates
from nova_policy.collect.rust.packages import dependencies, features
from nova_policy.collect.rust.places import entries, head, listed, order, placed, spot
from nova_policy.collect.rust.telemetry import is_correlation, is_request_span
from nova_policy.collect.rust.topics import TopicReader
from nova_policy.model import Json

_MOST_PLACES = 20


def crate_fact(crate: Crate, crates: Crates, analyses: Analyses, topics: TopicReader) -> dict[str, Json]:
    """Return the `RustCrate` of *crate*, as docs/facts/rust.md describes it."""
    manifest = crate.manifest
    files = crates.files_of(manifest.path)
    production = crate.production_files()
    return {
        **head("RustCrate", crate.name, manifest.locator.at("package").to_json()),
        "manifest": manifest.path,
        "directory": manifest.directory or ".",
        "workspace": crate.root.path if crate.root else None,
        "workspace_member": crate.member,
        "illustrates": illustrates(manifest.path),
        "edition": crate.edition,
        "dependencies": dependencies(manifest, crate.root),
        "features": features(manifest),
        "targets": [target.to_json() for target in crate.targets],
        "source_files": {"files": len(files), "lines": sum(_number(analyses[path].get("lines")) for path in files)},
        "unreached_files": _unreached(crate, crates, files, analyses),
        "parse_errors": [{"at": spot(at, path)} for path in files if (at := analyses[path].get("error"))],
        "tests": crate_tests(crate, crates, analyses, topics),
        "orphan_tests": orphan_tests(crate, crates, analyses, topics),
        **crate_http(production, analyses),
        **_graphql(production, analyses),
        "metrics": _all(production, analyses, "metrics"),
        "tracing": _tracing(production, analyses),
        "clients": _clients(crate, crates, production, analyses),
        "pools": _all(production, analyses, "pools"),
        "unwraps": _unwraps(files, production, analyses),
        "default_credentials": _all(production, analyses, "credentials"),
        "benches": _benches(crate, analyses),
    }


def _all(files: Iterable[str], analyses: Analyses, *keys: str) -> list[dict[str, Json]]:
    return sorted((placed(each, path) for path in files for each in entries(analyses[path], *keys)), key=order)


def _unreached(crate: Crate, crates: Crates, files: list[str], analyses: Analyses) -> list[Json]:
    source = crate.manifest.below("src") + "/"
    return [
        {"path": path, "lines": _number(analyses[path].get("lines")), "at": spot([1, 1], path)}
        for path in files
        if path.startswith(source) and crates.is_orphan(path)
    ]


def _graphql(files: list[str], analyses: Analyses) -> dict[str, Json]:
    loader = any(_field(analyses[path].get("graphql"), "loader") for path in files)
    schemas = [{**each, "dataloader": loader} for each in _all(files, analyses, "graphql", "schemas")]
    return {"graphql_types": _all(files, analyses, "graphql", "types"), "graphql_schemas": list(schemas)}


def _tracing(files: list[str], analyses: Analyses) -> dict[str, Json]:
    around = wrapped(files, analyses)
    carried: list[dict[str, Json]] = [
        {"name": each["name"], "kind": "wrapped", "at": each["at"]}
        for each in around
        if is_correlation(str(each["name"]))
    ]
    named = sorted([*carried, *_all(files, analyses, "telemetry", "correlation")], key=order)
    return {
        "initialisers": list(_all(files, analyses, "telemetry", "initialisers")),
        "propagators": list(_all(files, analyses, "telemetry", "propagators")),
        "correlation_ids": list(named),
        "request_spans": [each for each in around if is_request_span(str(each["name"]))],
        "sentry_init": list(_all(files, analyses, "telemetry", "sentry_init")),
    }


def _clients(crate: Crate, crates: Crates, production: list[str], analyses: Analyses) -> list[Json]:
    """Return the clients that *crate* makes itself, and the crates of the repository by which it makes gRPC clients."""
    named = {str(name) for path in production for name in listed(analyses[path].get("crates"))}
    own = _all(production, analyses, "clients")
    shared: list[dict[str, Json]] = [
        {"name": each["name"], "kind": "shared", "at": each["at"]}
        for each in dependencies(crate.manifest, crate.root)
        if each["kind"] == "normal" and str(each["name"]).replace("-", "_") in named
        if _makes_grpc_clients(crates.in_directory(each["path"]), analyses)
    ]
    return [*own, *shared]


def _makes_grpc_clients(crate: Crate | None, analyses: Analyses) -> bool:
    files = crate.production_files() if crate else []
    return any(each["kind"] == "grpc" for path in files for each in entries(analyses[path], "clients"))


def _unwraps(files: list[str], production: list[str], analyses: Analyses) -> dict[str, Json]:
    places = [
        {"at": spot(at, path)}
        for path in production
        for at in listed(_field(analyses[path].get("unwraps"), "production"))
    ]
    total = sum(_number(_field(analyses[path].get("unwraps"), "total")) for path in files)
    return {"count": len(places), "total": total, "places": list(places[:_MOST_PLACES])}


def _benches(crate: Crate, analyses: Analyses) -> list[Json]:
    return [
        {
            "name": target.name,
            "path": target.path,
            "harness": target.harness,
            "exists": target.exists,
            "criterion": bool(analyses.get(target.path, {}).get("criterion")),
            "at": target.at.to_json(),
        }
        for target in crate.targets
        if target.kind == "bench"
    ]


def _field(value: Json, key: str) -> Json:
    return value.get(key) if isinstance(value, dict) else None


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0
