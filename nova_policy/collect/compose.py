"""Compose files: services, images, where environment values come from, what is mounted."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from nova_policy.collect.container_images import expand, parse_reference
from nova_policy.collect.facts import Collected, fact, place
from nova_policy.collect.files import Files, normalise
from nova_policy.collect.secret_literals import has_url_password, is_placeholder, is_secret_name
from nova_policy.collect.yaml_source import Source, items, mapping, read_source, scalar
from nova_policy.model import Document, Json, KeyPath, Location, Problem

_NAME = re.compile(r"(?:docker-|podman-)?compose(?:[.\-_][\w.\-]+)?\.ya?ml")
_TEST = re.compile(r"test|e2e|\bci\b|spec")
_DEVELOPMENT = re.compile(r"dev|local|override|example|sample|debug")
_VARIABLE = re.compile(r"\$\{(\w+)(?:(:?[-?+])([^}]*))?\}|\$(\w+)")


def is_compose(path: str) -> bool:
    """Tell by its name whether a file is for Compose."""
    return bool(_NAME.fullmatch(path.rpartition("/")[2]))


def collect_compose(files: Files) -> Collected:
    """Return the fact ComposeFile of each Compose file."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in files.paths:
        if is_compose(path):
            source, unreadable = read_source(files, path)
            problems.extend(unreadable)
            if source is not None and isinstance(source.contents.get("services"), Mapping):
                documents.append(_compose_file(source, files))
    return Collected(tuple(documents), tuple(problems))


def _compose_file(source: Source, files: Files) -> Document:
    services = mapping(source.contents.get("services"))
    secrets: list[Json] = [
        place(source.at(("secrets", name)), name=name, source=next(iter(mapping(spec)), "external"))
        for name, spec in mapping(source.contents.get("secrets")).items()
    ]
    return fact(
        "ComposeFile",
        source.path,
        Location(source.path, 1),
        purpose=_purpose(posixpath.basename(source.path)),
        services=[_service(source, name, mapping(spec), files) for name, spec in services.items()],
        secrets=secrets,
    )


def _purpose(name: str) -> str:
    if _TEST.search(name):
        return "test"
    return "development" if _DEVELOPMENT.search(name) else "production"


def _service(source: Source, name: str, spec: Mapping[str, Json], files: Files) -> Json:
    path: KeyPath = ("services", name)
    written = spec.get("image")
    image: Json = None
    if isinstance(written, str):
        reference = parse_reference(expand(written, {})[0])
        at = source.at((*path, "image"))
        image = place(at, repository=reference.repository, tag=reference.tag, digest=reference.digest is not None)
    healthcheck = mapping(spec.get("healthcheck"))
    return place(
        source.at(path),
        name=name,
        image=image,
        build="build" in spec,
        environment=[*_environment(source, path, spec)],
        env_files=[scalar(mapping(entry).get("path")) or scalar(entry) for entry in items(spec.get("env_file"))],
        ports=[*_ports(source, path, spec)],
        volumes=[*_volumes(source, path, spec, files)],
        privileged=spec.get("privileged") is True,
        healthcheck=bool(healthcheck) and healthcheck.get("disable") is not True,
    )


def _environment(source: Source, path: KeyPath, spec: Mapping[str, Json]) -> Iterator[Json]:
    environment = spec.get("environment")
    if isinstance(environment, Mapping):
        for name, value in environment.items():
            at = source.at((*path, "environment", name))
            yield _variable(name, None if value is None else scalar(value), at)
    for index, entry in enumerate(items(environment) if isinstance(environment, list) else []):
        name, equals, value = scalar(entry).partition("=")
        yield _variable(name, value if equals else None, source.at((*path, "environment", index)))


def _variable(name: str, value: str | None, at: Location) -> Json:
    literal = "" if value is None else _VARIABLE.sub(_default, value)
    has_variable = value is not None and bool(_VARIABLE.search(value))
    if value is None or (has_variable and not _VARIABLE.sub("", value).strip() and not literal):
        origin = "variable"
    elif not value.strip():
        origin = "empty"
    elif has_variable:
        defaults = any(match[3] for match in _VARIABLE.finditer(value) if (match[2] or "").endswith("-"))
        origin = "default" if defaults else "variable"
    else:
        origin = "literal"
    secret = (is_secret_name(name) and not is_placeholder(literal)) or has_url_password(literal)
    secret = secret or (is_secret_name(name) and origin in {"variable", "empty"})
    return place(at, name=name, secret=secret, source=origin)


def _default(match: re.Match[str]) -> str:
    return match[3] if match[3] and (match[2] or "").endswith("-") else ""


def _ports(source: Source, path: KeyPath, spec: Mapping[str, Json]) -> Iterator[Json]:
    for index, entry in enumerate(items(spec.get("ports"))):
        at = source.at((*path, "ports", index))
        if isinstance(entry, Mapping):
            host, published = scalar(entry.get("host_ip")), scalar(entry.get("published"))
        else:
            parts = _VARIABLE.sub(lambda match: _default(match) or "0", scalar(entry)).partition("/")[0].rsplit(":", 2)
            host = parts[0] if len(parts) == 3 else ""
            published = parts[-2] if len(parts) >= 2 else ""
        if published:
            open_to_all = host.strip("[]") not in {"127.0.0.1", "::1", "localhost"}
            yield place(at, published=published, all_interfaces=open_to_all)


def _volumes(source: Source, path: KeyPath, spec: Mapping[str, Json], files: Files) -> Iterator[Json]:
    folder = posixpath.dirname(source.path)
    for index, entry in enumerate(items(spec.get("volumes"))):
        at = source.at((*path, "volumes", index))
        if isinstance(entry, Mapping):
            origin, target = scalar(entry.get("source")), scalar(entry.get("target"))
        else:
            origin, _, rest = scalar(entry).partition(":")
            target = rest.partition(":")[0]
        resolved = normalise(posixpath.join(folder, origin)) if origin.startswith(".") else None
        exists = None if resolved is None else files.exists(resolved)
        yield place(at, source=origin, path=resolved, target=target, exists=exists)
