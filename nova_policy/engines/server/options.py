"""What a user may say about a server: on the command line, in the environment, in trusted configuration."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Options as they were said; what is None was not.

    *timeout* bounds a whole request in seconds, retries and body included, *wait* the time until the server's bundles
    are active. *signed* demands a server that checks its bundle's signature.
    """

    url: str | None = None
    token_file: str | None = None
    ca_file: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    timeout: float | None = None
    wait: float | None = None
    signed: bool | None = None

    def over(self, other: ServerOptions) -> ServerOptions:
        """Return these options, each that was not said taken from *other*."""
        names = [item.name for item in fields(ServerOptions)]
        said = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return ServerOptions(**{**{name: getattr(other, name) for name in names}, **said})
