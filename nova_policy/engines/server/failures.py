"""What went wrong between us and a server, as one line: what, why, what to do. No value and no secret is in it."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

import requests
from urllib3.exceptions import NameResolutionError

from nova_policy.engines.protocol import EvaluationStoppedError
from nova_policy.engines.server.settings import ServerSettings
from nova_policy.engines.server.transport import BodyTooLargeError
from nova_policy.errors import NovaPolicyError, ToolError

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`')
_EXPLANATION_LIMIT = 160
_REFUSED = {401, 403}


class NoAnswerError(ToolError):
    """The time for a request is over."""


def failure(error: requests.RequestException, settings: ServerSettings) -> NovaPolicyError:
    """Turn what requests raised into an error of ours."""
    where = str(settings.address)
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return _refusal(error.response, settings)
    if isinstance(error, requests.Timeout):
        what = f"{where}: no answer within {settings.timeout:g} s; is it overloaded? see --server-timeout"
        return NoAnswerError(what, code="NOVA-S02")
    if isinstance(error, requests.TooManyRedirects):
        return ToolError(f"{where}: redirects, which is not followed; give the final URL", code="NOVA-S12")
    if isinstance(error, requests.exceptions.ProxyError):
        return ToolError(f"{where}: the proxy cannot be used; see HTTPS_PROXY and NO_PROXY", code="NOVA-S13")
    if isinstance(error, requests.exceptions.SSLError):
        return ToolError(f"{where}: TLS fails: {_tls_reason(error)}; see --server-ca", code="NOVA-S11")
    if isinstance(error, BodyTooLargeError):
        return ToolError(f"{where}: {error}; nothing of it is used", code="NOVA-S05")
    if isinstance(error, (requests.JSONDecodeError, requests.exceptions.ChunkedEncodingError)):
        return ToolError(f"{where}: the answer is cut short or not JSON; is that an OPA server?", code="NOVA-S05")
    hint = "is the server running? `nova-policy serve` starts one"
    return ToolError(f"{where}: {_connection_reason(error)}; {hint}", code="NOVA-S01")


def _refusal(response: requests.Response, settings: ServerSettings) -> NovaPolicyError:
    where, status = str(settings.address), response.status_code
    body = _json(response)
    if failed := _failed_evaluation(body):
        return EvaluationStoppedError(failed, code="NOVA-E01")
    explanation = explain(body, settings)
    if status in _REFUSED:
        return ToolError(f"{status} from {where}{explanation}; check --token-file or the certificate", code="NOVA-S10")
    return ToolError(f"{status} from {where}{explanation}; see the server's log", code="NOVA-S04")


def explain(body: Mapping[str, Any], settings: ServerSettings) -> str:
    """Return OPA's own code and message without quoted values and what let us in; empty for what is not OPA's."""
    code, message = body.get("code"), body.get("message")
    if not isinstance(code, str) or not isinstance(message, str):
        return ""
    text = _QUOTED.sub('"…"', f"{code}: {message}")
    for secret in (settings.token, *(settings.address.credentials or ())):
        text = text.replace(secret, "…") if secret else text
    return f": {text[:_EXPLANATION_LIMIT]}"


def _failed_evaluation(body: Mapping[str, Any]) -> str | None:
    """Say which builtin failed where. OPA's own message is left out: it quotes the value."""
    try:
        first = body["errors"][0]
        place = f"{first['location']['file'].rpartition('.tar.gz/')[2].lstrip('/')}:{first['location']['row']}"
        return f"builtin {first['message'].partition(':')[0]} failed at {place}"
    except (AttributeError, IndexError, KeyError, TypeError):
        return None


def _json(response: requests.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except requests.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _tls_reason(error: BaseException) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return str(cause.verify_message).rstrip(".")
        if isinstance(cause, ssl.SSLError):
            return (cause.reason or "no agreement").lower().replace("_", " ")
    return "no agreement"


def _connection_reason(error: BaseException) -> str:
    causes = list(_causes(error))
    if any(isinstance(cause, (NameResolutionError, socket.gaierror)) for cause in causes):
        return "its name does not resolve"
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno and cause.strerror:
            return cause.strerror.lower()
    return "the connection broke off"
