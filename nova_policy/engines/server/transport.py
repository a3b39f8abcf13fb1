"""HTTP within bounds: one deadline for a whole exchange, one size for a body, no redirect, retries where harmless."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from nova_policy.engines.server.deadline import within
from nova_policy.engines.server.settings import ServerSettings

CONNECTIONS = 4
BODY_LIMIT = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_RETRIES = 3
_RETRY_AFTER_LIMIT = 5
_HEALTH_DEADLINE = 5.0


class BodyTooLargeError(requests.RequestException):
    """A response is larger than it may be, once it is unpacked."""


class _Transport(HTTPAdapter):
    """Answers wholly or fails: the deadline covers name, connection, retries and body, not each read by itself."""

    def __init__(self, deadline: float, retries: int) -> None:
        self._deadline = deadline
        super().__init__(pool_maxsize=CONNECTIONS, max_retries=_retry(retries))

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        try:
            return within(self._deadline, lambda: self._exchange(request, arguments, options))
        except TimeoutError:
            raise requests.Timeout from None

    def _exchange(
        self, request: requests.PreparedRequest, arguments: tuple[Any, ...], options: dict[str, Any]
    ) -> requests.Response:
        response = super().send(request, *arguments, **{**options, "stream": True})
        try:
            response.raw = BytesIO(_body(response.raw))
        except HTTPError as error:
            raise requests.exceptions.ChunkedEncodingError("the body is not what its head says") from error
        return response


def _body(raw: Any) -> bytes:
    """Read a body, unpacked piece by piece so that a bomb goes off in small portions."""
    body = bytearray()
    for chunk in raw.stream(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > BODY_LIMIT:
            raw.close()
            raise BodyTooLargeError(f"the answer is larger than {BODY_LIMIT} bytes")
    raw.release_conn()
    return bytes(body)


def _retry(count: int) -> Retry:
    """Questions change nothing, so that a POST may be repeated like a GET; a broken TLS handshake stays broken."""
    return Retry(
        total=count,
        other=0,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("GET", "POST"),
        backoff_factor=0.1,
        backoff_jitter=0.1,
        retry_after_max=_RETRY_AFTER_LIMIT,
        raise_on_status=False,
    )


def open_session(settings: ServerSettings) -> requests.Session:
    """Return a session for one server: nothing is taken from .netrc, and no proxy sees what goes to loopback."""
    origin = str(settings.address)
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    session.headers["Accept-Encoding"] = "gzip"
    session.proxies = {} if settings.address.is_loopback else get_environ_proxies(origin)
    session.verify = settings.ca_file or True
    session.cert = settings.client_cert
    session.auth = settings.address.credentials
    session.mount(origin, _Transport(settings.timeout, _RETRIES))
    session.mount(f"{origin}/health", _Transport(min(settings.timeout, _HEALTH_DEADLINE), 0))
    return session
