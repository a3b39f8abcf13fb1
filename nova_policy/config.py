"""`nova-policy.yaml`: what a repository may say about its own run, and what only a trusted file may.

The file in the scanned tree is written by the people whose change is judged. It may leave files out and set
parameters, and the report shows both; it may not choose engine, server, bundle, threshold or limits.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from nova_policy.bundle.catalogue import Catalogue
from nova_policy.collect.limits import Limits
from nova_policy.engines.names import ENGINES
from nova_policy.engines.server.options import ServerOptions
from nova_policy.errors import UsageError
from nova_policy.model import Json, Severity

FILE_NAME = "nova-policy.yaml"
_OPEN_KEYS = frozenset({"exclude", "parameters"})
_TRUSTED_KEYS = frozenset({"engine", "fail_on", "limits", "namespace", "policy", "server"})
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "integer": int,
    "number": (int, float),
    "string": str,
    "boolean": bool,
    "array": list,
    "object": dict,
}


@dataclass(frozen=True, slots=True)
class Configuration:
    """Settings of a run. *ignored_keys* are keys of the scanned tree's own file that it may not set."""

    exclude: tuple[str, ...] = ()
    parameters: Mapping[str, Json] = field(default_factory=dict)
    engine: str | None = None
    server: ServerOptions = field(default_factory=ServerOptions)
    fail_on: Severity | None = None
    policy: tuple[str, ...] = ()
    namespace: tuple[str, ...] = ("main",)
    limits: Limits = field(default_factory=Limits)
    ignored_keys: tuple[str, ...] = ()


def load_configuration(root: Path, trusted: Path | None) -> Configuration:
    """Read the trusted file when one is named, else the tree's own. Raises UsageError with file and key."""
    path = trusted or root / FILE_NAME
    if trusted is None and not path.is_file():
        return Configuration()
    value = read_mapping(path)
    known = _OPEN_KEYS | _TRUSTED_KEYS
    for key in value:
        if key not in known:
            raise UsageError(f"{path}: unknown key {key!r}{_nearest(key, known)}", code="NOVA-C01")
    ignored = () if trusted else tuple(sorted(set(value) & _TRUSTED_KEYS))
    allowed = {key: item for key, item in value.items() if key not in ignored}
    return _configuration(path, allowed, ignored)


def _configuration(path: Path, value: Mapping[str, Any], ignored: tuple[str, ...]) -> Configuration:
    fail_on = value.get("fail_on")
    if fail_on is not None and fail_on not in list(Severity):
        raise UsageError(f"{path}: fail_on must be one of {', '.join(Severity)}", code="NOVA-C01")
    parameters = value.get("parameters", {})
    if not isinstance(parameters, dict):
        raise UsageError(f"{path}: parameters must be a mapping", code="NOVA-C01")
    return Configuration(
        exclude=_strings(path, "exclude", value.get("exclude", [])),
        parameters=parameters,
        engine=_engine(path, value.get("engine")),
        server=_server(path, value.get("server", {})),
        fail_on=Severity(fail_on) if fail_on else None,
        policy=_strings(path, "policy", value.get("policy", [])),
        namespace=_strings(path, "namespace", value.get("namespace", ["main"])),
        limits=_limits(path, value.get("limits", {})),
        ignored_keys=ignored,
    )


def _engine(path: Path, value: object) -> str | None:
    if value is not None and value not in ENGINES:
        raise UsageError(f"{path}: engine must be one of {', '.join(ENGINES)}", code="NOVA-C01")
    return value if isinstance(value, str) else None


def _server(path: Path, value: object) -> ServerOptions:
    kinds = {"timeout": (int, float), "wait": (int, float), "signed": (bool,)}
    names = {item.name for item in fields(ServerOptions)}
    if not isinstance(value, dict):
        raise UsageError(f"{path}: server must be a mapping", code="NOVA-C01")
    for name, item in value.items():
        if name not in names:
            raise UsageError(f"{path}: unknown key server.{name}{_nearest(name, names)}", code="NOVA-C01")
        if type(item) not in kinds.get(name, (str,)):
            raise UsageError(f"{path}: server.{name} is of the wrong type", code="NOVA-C01")
    return ServerOptions(**value)


def _strings(path: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"{path}: {key} must be a list of strings", code="NOVA-C01")
    return tuple(value)


def _limits(path: Path, value: object) -> Limits:
    names = {item.name for item in fields(Limits)}
    if not isinstance(value, dict) or not all(isinstance(item, (int, float)) for item in value.values()):
        raise UsageError(f"{path}: limits must map names to numbers", code="NOVA-C01")
    for name in value:
        if name not in names:
            raise UsageError(f"{path}: unknown limit {name!r}{_nearest(name, names)}", code="NOVA-C01")
    return Limits(**value)


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML or JSON file that must hold one mapping. Raises UsageError with the position."""
    from nova_policy.collect.yaml_nodes import load_yaml

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", code="NOVA-C01") from None
    loaded = load_yaml(data, str(path), Limits())
    if loaded.problems:
        raise UsageError(str(loaded.problems[0]), code="NOVA-C01")
    if not loaded.documents:
        return {}
    contents = loaded.documents[0].contents
    if len(loaded.documents) > 1 or not isinstance(contents, dict):
        raise UsageError(f"{path}: must hold one mapping", code="NOVA-C01")
    return contents


def check_parameters(parameters: Mapping[str, Json], catalogue: Catalogue) -> None:
    """Hold overrides against the catalogue. Raises UsageError for an unknown name or a wrong type."""
    for name, value in parameters.items():
        known = catalogue.parameters.get(name)
        if known is None:
            raise UsageError(f"unknown parameter {name!r}{_nearest(name, catalogue.parameters)}", code="NOVA-C02")
        wrong_boolean = isinstance(value, bool) and known.type != "boolean"
        if wrong_boolean or not isinstance(value, _TYPES[known.type]):
            raise UsageError(f"parameter {name} must be of type {known.type}", code="NOVA-C02")


def _nearest(name: str, known: object) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)  # type: ignore[call-overload]
    return f"; did you mean {close[0]!r}?" if close else ""
