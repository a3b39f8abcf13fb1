"""A client of the API server that tells apart who refused an object, and why."""

from __future__ import annotations

import http.client
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.e2e.servers import HOST

Object = Mapping[str, Any]

_DENIED = re.compile(r'admission webhook "[^"]+" denied the request: (.*)', re.DOTALL)
_UNREACHABLE = 'failed calling webhook "'
_WARNING = re.compile(r'299 - "((?:[^"\\]|\\.)*)"')


class Outcome(StrEnum):
    """Who decided about an object."""

    ADMITTED = "admitted"
    DENIED = "denied by policies"
    UNREACHABLE = "refused because the webhook does not answer"
    REJECTED = "rejected by the API server itself"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an object: the lines of a denial, or the server's own words, and what was only warned about."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status, the JSON or text that came with it, and the warnings in its headers."""

    status: int
    content: Any
    warnings: tuple[str, ...] = ()


@dataclass
class Api:
    """One connection, kept open, as the cluster's administrator."""

    port: int
    token: str
    trust: ssl.SSLContext
    _connection: http.client.HTTPSConnection = field(init=False)
    _resources: dict[str, dict[str, Object]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPSConnection(HOST, self.port, context=self.trust, timeout=60)

    def close(self) -> None:
        """Close the connection; the next request opens it again."""
        self._connection.close()

    def request(self, method: str, path: str, body: Object | None = None) -> Answer:
        """Ask the API server. Raises OSError when it does not answer."""
        content = "application/apply-patch+yaml" if method == "PATCH" else "application/json"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": content}
        try:
            self._connection.request(method, path, json.dumps(body) if body else None, headers)
            response = self._connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise OSError(f"{method} {path}: {error}") from error
        is_json = response.headers.get_content_type() == "application/json"
        warnings = _WARNING.findall(", ".join(response.headers.get_all("Warning", [])))
        return Answer(response.status, json.loads(text) if is_json else text.decode(), tuple(map(_unquoted, warnings)))

    def apply(self, obj: Object, *, dry_run: bool = True) -> Verdict:
        """Apply an object, which *dry_run* takes all the way to, but not into, the storage."""
        path = self.path(obj)
        if path is None:
            return Verdict(Outcome.REJECTED, (f"no kind {obj['apiVersion']} {obj['kind']}",))
        options = "fieldManager=e2e&dryRun=All" if dry_run else "fieldManager=e2e"
        answer = self.request("PATCH", f"{path}?{options}", obj)
        warnings = tuple(sorted(answer.warnings))
        if answer.status in {http.client.OK, http.client.CREATED}:
            return Verdict(Outcome.ADMITTED, warnings=warnings)
        message = answer.content["message"]
        if denied := _DENIED.match(message):
            return Verdict(Outcome.DENIED, tuple(sorted(denied[1].splitlines())), warnings)
        outcome = Outcome.UNREACHABLE if _UNREACHABLE in message else Outcome.REJECTED
        return Verdict(outcome, (message,), warnings)

    def path(self, obj: Object) -> str | None:
        """Return where an object lies or would lie, None for a kind that the server does not know."""
        resource = self._resource(obj["apiVersion"], obj["kind"])
        if resource is None:
            return None
        metadata = obj["metadata"]
        namespace = f"/namespaces/{metadata.get('namespace', 'default')}" if resource["namespaced"] else ""
        return f"{_root(obj['apiVersion'])}{namespace}/{resource['name']}/{metadata['name']}"

    def _resource(self, version: str, kind: str) -> Object | None:
        known = self._resources.setdefault(version, {})
        if kind not in known:
            answer = self.request("GET", _root(version))
            listed = answer.content["resources"] if answer.status == http.client.OK else []
            known.update({one["kind"]: one for one in listed if "/" not in one["name"]})
        return known.get(kind)


def _root(version: str) -> str:
    return f"/apis/{version}" if "/" in version else f"/api/{version}"


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
