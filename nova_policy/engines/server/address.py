"""Where a server is: scheme, host and port, and never a word of what lets one in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from nova_policy.errors import ToolError, UsageError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address; its text form has no user and no password, whatever the URL held."""

    scheme: str
    host: str
    port: int
    credentials: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def is_loopback(self) -> bool:
        """Whether nothing that is said to the server leaves this machine."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def netloc_host(self) -> str:
        """The host as a URL has it: an IPv6 address in brackets."""
        return f"[{self.host}]" if ":" in self.host else self.host

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc_host}:{self.port}"


def read_address(url: str) -> Address:
    """Read a URL such as `https://opa.example.com` or `http://127.0.0.1:8181`.

    Raises UsageError for what is no such URL, and ToolError for plain http to another machine: whoever sits between
    could answer for the server.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UsageError("--server: is no URL; give one like https://opa.example.com:8181", code="NOVA-S01") from None
    if parts.scheme not in _PORTS or not host:
        raise UsageError(
            "--server: give http:// or https:// with a host; Unix sockets are beyond opa-python-client",
            code="NOVA-S01",
        )
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise UsageError("--server: give scheme, host and port only", code="NOVA-S01")
    address = Address(parts.scheme, host, port or _PORTS[parts.scheme], _credentials(parts))
    if address.scheme == "http" and not address.is_loopback:
        raise ToolError(f"{address}: a verdict is not asked for in plain text; use https", code="NOVA-S11")
    return address


def _credentials(parts: SplitResult) -> tuple[str, str] | None:
    if parts.username is None:
        return None
    return unquote(parts.username), unquote(parts.password or "")
