"""How a server is spoken to, checked before anything is asked."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from nova_policy.engines.server.address import Address, read_address
from nova_policy.engines.server.options import ServerOptions
from nova_policy.errors import UsageError

_TOKEN_LIMIT = 16 * 1024


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """A server's address and how to get in; *client_cert* is a certificate and its key, as files.

    The other settings are those of :class:`ServerOptions`.
    """

    address: Address
    token: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    client_cert: tuple[str, str] | None = None
    timeout: float = 60.0
    wait: float = 10.0
    signed: bool = False


def read_settings(options: ServerOptions) -> ServerSettings:
    """Check the options and read the token. Raises UsageError that names the option, never what a file holds."""
    if not options.url:
        raise UsageError("--engine opa: give --server URL or set NOVA_POLICY_SERVER", code="NOVA-S01")
    address = read_address(options.url)
    token = _token(Path(options.token_file)) if options.token_file else None
    if token and address.credentials:
        raise UsageError("--token-file: the URL has a user already; give one of both", code="NOVA-S10")
    defaults = ServerSettings(address)
    return ServerSettings(
        address=address,
        token=token,
        ca_file=options.ca_file,
        client_cert=_checked_certificates(options),
        timeout=_positive("--server-timeout", defaults.timeout if options.timeout is None else options.timeout),
        wait=_positive("--server-wait", defaults.wait if options.wait is None else options.wait),
        signed=bool(options.signed),
    )


def _token(path: Path) -> str:
    try:
        with path.open("rb") as file:
            token = file.read(_TOKEN_LIMIT).decode("ascii").strip()
    except OSError as error:
        raise UsageError(f"--token-file {path}: cannot be read: {error.strerror}", code="NOVA-S10") from None
    except UnicodeDecodeError:
        token = ""
    # A header takes nothing else, and says so by printing what it was given.
    if not token or not all("!" <= character <= "~" for character in token):
        raise UsageError(f"--token-file {path}: must hold one token and nothing else", code="NOVA-S10")
    return token


def _checked_certificates(options: ServerOptions) -> tuple[str, str] | None:
    """Load the files once, so that a wrong one is named before anything is asked."""
    context = ssl.create_default_context()
    if options.ca_file:
        try:
            context.load_verify_locations(cafile=options.ca_file)
        except OSError as error:
            raise UsageError(f"--server-ca {options.ca_file}: {_reason(error)}", code="NOVA-S11") from None
    if not options.client_cert:
        if options.client_key:
            raise UsageError("--client-key: give --client-cert too", code="NOVA-S11")
        return None
    key = options.client_key or options.client_cert
    try:
        # An empty password: otherwise OpenSSL would ask the terminal for one.
        context.load_cert_chain(options.client_cert, key, password="")
    except OSError as error:
        raise UsageError(f"--client-cert {options.client_cert}: {_reason(error)}", code="NOVA-S11") from None
    return options.client_cert, key


def _reason(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return "holds no PEM that can be used here without a password"
    return f"cannot be read: {error.strerror}"


def _positive(option: str, value: float) -> float:
    if not 0 < value < float("inf"):
        raise UsageError(f"{option}: must be a number of seconds above 0", code="NOVA-S02")
    return value
