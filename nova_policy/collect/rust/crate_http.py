"""The HTTP side of a package: routes with everything that is around them in any function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nova_policy.collect.rust.authentication import is_authentication
from nova_policy.collect.rust.crates import Analyses
from nova_policy.collect.rust.module_tree import module_name
from nova_policy.collect.rust.places import entries, listed, order, placed, spot
from nova_policy.collect.rust.topics import words
from nova_policy.model import Json

_DEEPEST = 5
_ANYWHERE = frozenset({"crate", "self", "super"})

App = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Context:
    """What surrounds a function's registrations: a prefix, middleware, and the app at the end."""

    prefix: str | None
    middleware: frozenset[str]
    app: App | None


@dataclass(frozen=True, slots=True)
class _Join:
    """A function or handler handed to an app: *qualifier* is the module it is named with, if any."""

    name: str
    qualifier: str | None
    function: str
    stem: str
    context: _Context


@dataclass(frozen=True, slots=True)
class _Wiring:
    joins: tuple[_Join, ...]
    stems: frozenset[str]

    def contexts(self, function: str, stem: str, depth: int = 0) -> list[_Context]:
        """Return what is around *function* of the file *stem*, once per place where it is handed on."""
        if depth == _DEEPEST:
            return []
        return [
            _combined(join.context, outer)
            for join in self.joins
            if join.name == function and self._means(join, stem)
            for outer in self.contexts(join.function, join.stem, depth + 1) or [_Context("", frozenset(), None)]
        ]

    def _means(self, join: _Join, stem: str) -> bool:
        return join.qualifier in {None, *_ANYWHERE, stem} or join.qualifier not in self.stems


def crate_http(files: Iterable[str], analyses: Analyses) -> dict[str, Json]:
    """Return `routes`, `http_apps`, `metrics_routes` and `metrics_middleware` of the production *files*."""
    serving = [path for path in files if analyses[path].get("http")]
    wiring = _wiring(serving, analyses)
    guarded = _guarded([analyses[path] for path in files])
    apps_of: list[tuple[dict[str, Json], frozenset[App]]] = []
    for path in serving:
        http = analyses[path]
        apps_of += [_route(entry, path, wiring, guarded) for entry in entries(http, "http", "routes")]
        apps_of += [_attribute_route(entry, path, wiring, guarded) for entry in entries(http, "http", "attributes")]
    routes = sorted((route for route, _ in apps_of), key=lambda route: (*order(route), str(route["method"])))
    return {
        "routes": routes,
        "http_apps": _apps(serving, analyses, wiring, apps_of),
        "metrics_routes": [{"path": r["path"], "at": r["at"]} for r in routes if _is_metrics(r["path"])],
        "metrics_middleware": [
            each for each in wrapped(serving, analyses) if {"metric", "metrics", "prometheus"} & _words(each["name"])
        ],
    }


def wrapped(files: Iterable[str], analyses: Analyses) -> list[dict[str, Json]]:
    """Return the middleware put around apps in *files*, `{name, at}`, sorted."""
    found = [placed(each, path) for path in files for each in entries(analyses[path], "http", "wraps") if each["name"]]
    return sorted(found, key=order)


def _wiring(files: list[str], analyses: Analyses) -> _Wiring:
    joins = []
    for path in files:
        for entry in entries(analyses[path], "http", "joins"):
            qualifier, _, name = str(entry["joined"]).rpartition("::")
            joins.append(
                _Join(
                    name=name,
                    qualifier=qualifier.rpartition("::")[2] or None,
                    function=str(entry["function"]),
                    stem=module_name(path),
                    context=_own(entry, path),
                )
            )
    return _Wiring(tuple(joins), frozenset(map(module_name, files)))


def _route(
    entry: Mapping[str, Json], path: str, wiring: _Wiring, guarded: set[str]
) -> tuple[dict[str, Json], frozenset[App]]:
    own = _own(entry, path)
    # A router that a function returns may be nested into another; an actix app is where it ends.
    outermost = own.app is not None and entry["framework"] != "axum"
    around = [] if outermost else wiring.contexts(str(entry["function"]), module_name(path))
    return _shown(entry, path, [_combined(own, outer) for outer in around] or [own], guarded)


def _attribute_route(
    entry: Mapping[str, Json], path: str, wiring: _Wiring, guarded: set[str]
) -> tuple[dict[str, Json], frozenset[App]]:
    own = _Context(str(entry["path"]), frozenset(), None)
    around = wiring.contexts(str(entry["handler"]), module_name(path))
    shown, apps = _shown(entry, path, [_combined(own, outer) for outer in around] or [own], guarded)
    return {**shown, "registered": bool(around)}, apps


def _shown(
    entry: Mapping[str, Json], path: str, contexts: list[_Context], guarded: set[str]
) -> tuple[dict[str, Json], frozenset[App]]:
    handler = entry["handler"]
    prefixes = {context.prefix for context in contexts}
    by_parameter = str(handler).rpartition("::")[2] in guarded
    route: dict[str, Json] = {
        "method": entry["method"],
        "path": prefixes.pop() if len(prefixes) == 1 else entry["path"],
        "handler": handler,
        "middleware": sorted(frozenset.intersection(*(context.middleware for context in contexts))),
        "authenticated": by_parameter or all(_is_guarded(context.middleware) for context in contexts),
        "framework": entry.get("framework", "actix-web"),
        "registered": True,
        "at": spot(entry["at"], path),
    }
    return route, frozenset(context.app for context in contexts if context.app is not None)


def _apps(
    files: list[str], analyses: Analyses, wiring: _Wiring, routes: list[tuple[dict[str, Json], frozenset[App]]]
) -> list[dict[str, Json]]:
    found = []
    joined = {join.name for join in wiring.joins}
    for path in files:
        for entry in entries(analyses[path], "http", "apps"):
            if entry["nested"] or (entry["function"] in joined and entry["framework"] == "axum"):
                continue
            app = _app_at(entry["at"], path)
            own = [route for route, apps in routes if app in apps]
            found.append(
                {
                    "framework": entry["framework"],
                    "middleware": entry["middleware"],
                    "authenticated": _is_guarded(frozenset(map(str, listed(entry["middleware"])))),
                    "metrics_route": any(_is_metrics(route["path"]) for route in own),
                    "configures": sorted({join.name for join in wiring.joins if join.context.app == app}),
                    "routes": len(own),
                    "at": spot(entry["at"], path),
                }
            )
    return sorted(found, key=order)


def _own(entry: Mapping[str, Json], path: str) -> _Context:
    prefix = entry["path"]
    middleware = frozenset(map(str, listed(entry["middleware"])))
    return _Context(prefix if isinstance(prefix, str) else None, middleware, _app_at(entry["app"], path))


def _combined(inner: _Context, outer: _Context) -> _Context:
    known = inner.prefix is not None and outer.prefix is not None
    prefix = f"{outer.prefix}{inner.prefix}" if known else None
    return _Context(prefix, inner.middleware | outer.middleware, outer.app or inner.app)


def _app_at(at: Json, path: str) -> App | None:
    place = spot(at, path)
    return (path, int(str(place["line"])), int(str(place["column"]))) if at else None


def _is_guarded(middleware: frozenset[str]) -> bool:
    return any(is_authentication(name) for name in middleware)


def _is_metrics(path: Json) -> bool:
    return isinstance(path, str) and path.rstrip("/").endswith("/metrics")


def _words(name: Json) -> set[str]:
    return set(words(str(name)).strip("_").split("_"))


def _guarded(found: Iterable[Mapping[str, Json]]) -> set[str]:
    """Return the functions that only known callers pass, also by an extractor that the crate defines."""
    http = [each for each in (analysis.get("http") for analysis in found) if isinstance(each, Mapping)]
    extractors = {name for each in http for name in listed(each.get("extractors"))}
    names = {str(name) for each in http for name in listed(each.get("guarded"))}
    for each in http:
        plain = each.get("plain")
        takers = plain.items() if isinstance(plain, Mapping) else ()
        names |= {name for name, types in takers if extractors & set(listed(types))}
    return names
