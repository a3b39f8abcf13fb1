"""opa-python-client, held to our terms: every failure has a name, and no answer means no verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from socket import create_connection
from typing import Any

import requests
from opa_client.errors import ConnectionsError
from opa_client.opa import OpaClient

from nova_policy.engines.server.deadline import within
from nova_policy.engines.server.failures import explain, failure
from nova_policy.engines.server.settings import ServerSettings
from nova_policy.engines.server.transport import open_session
from nova_policy.errors import IncompleteError, ToolError

_POLL_SECONDS = 0.1
_ROUTE_SECONDS = 3.0
_ASKED = {"provenance": "true", "strict-builtin-errors": "true"}


class UndefinedError(IncompleteError):
    """The server knows nothing of what it was asked."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A value, the version of the OPA that gave it, and the revisions of that OPA's bundles by name."""

    value: Any = field(repr=False)
    version: str
    revisions: Mapping[str, str]


class _Client(OpaClient):  # type: ignore[misc]
    """The library over a session of ours: its own knows no CA file, repeats no POST and bounds nothing as a whole."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        address = settings.address
        super().__init__(
            host=address.netloc_host,
            port=address.port,
            ssl=address.scheme == "https",
            token=settings.token,
            timeout=settings.timeout,
        )

    def _init_session(self) -> requests.Session:
        session = open_session(self._settings)
        session.headers.update(self.headers or {})
        self.uses_proxy = bool(session.proxies)
        return session


class OpaServer:
    """A server to be asked, by several threads if need be."""

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self._client = _Client(settings)

    def require_route(self) -> None:
        """Raise ToolError when the server is so far away that three seconds do not suffice to find it.

        That is no question of how long an answer may take. What else can be wrong, the first question will tell.
        """
        if self._client.uses_proxy:
            return
        address = self.settings.address
        try:
            within(_ROUTE_SECONDS, lambda: create_connection((address.host, address.port), _ROUTE_SECONDS).close())
        except TimeoutError:
            what = f"cannot be reached within {_ROUTE_SECONDS:g} s; is the address right?"
            raise ToolError(f"{address}: {what}", code="NOVA-S01") from None
        except OSError:
            return

    def ask(self, path: str, value: Any) -> Reply:
        """Return `data.<path>` for an input.

        Raises UndefinedError, EvaluationStoppedError when a policy fails, IncompleteError when the server has a doubt,
        NoAnswerError, and ToolError for all else that makes the server unusable.
        """
        try:
            body = self._client.query_rule(value, path, query_params=_ASKED)
        except requests.RequestException as error:
            raise failure(error, self.settings) from None
        if not isinstance(body, dict):
            raise ToolError(f"{self.settings.address}: the answer is no JSON object", code="NOVA-S05")
        if isinstance(warning := body.get("warning"), dict):
            raise IncompleteError(f"{self.settings.address}: warns{explain(warning, self.settings)}", code="NOVA-S06")
        if "result" not in body:
            what = f"data.{path} is undefined there; is Nova Policy's bundle loaded?"
            raise UndefinedError(f"{self.settings.address}: {what}", code="NOVA-S06")
        return Reply(body["result"], *_provenance(body, self.settings))

    def configuration(self) -> Mapping[str, Any]:
        """Return the server's active configuration. Raises ToolError when it is not to be had."""
        try:
            body = self._client.get_config()
        except requests.RequestException as error:
            raise failure(error, self.settings) from None
        result = body.get("result") if isinstance(body, dict) else None
        return result if isinstance(result, dict) else {}

    def is_active(self) -> bool:
        """Tell whether the server runs and all its bundles are active."""
        return bool(self._client.check_health(query={"bundles": "true"}))

    def wait_until_active(self) -> None:
        """Wait for the server's bundles as long as the settings say. Raises ToolError after that."""
        seconds = self.settings.wait
        try:
            self._client.wait_for_ready(timeout=seconds, interval=_POLL_SECONDS, query={"bundles": "true"})
        except ConnectionsError:
            what = f"its bundles are not active after {seconds:g} s; see its log, or --server-wait"
            raise ToolError(f"{self.settings.address}: {what}", code="NOVA-S08") from None

    def close(self) -> None:
        """Close the connections."""
        self._client.close_connection()


def _provenance(body: Mapping[str, Any], settings: ServerSettings) -> tuple[str, dict[str, str]]:
    try:
        provenance = body["provenance"]
        bundles = provenance.get("bundles") or {}
        return str(provenance["version"]), {str(name): str(entry["revision"]) for name, entry in bundles.items()}
    except (KeyError, TypeError, AttributeError):
        what = "does not say by which version and revision it answers; is that an OPA server?"
        raise ToolError(f"{settings.address}: {what}", code="NOVA-S09") from None
