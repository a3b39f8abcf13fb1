"""Options about a server, checked before anything is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from nova_policy.engines.server.address import Address
from nova_policy.engines.server.options import ServerOptions
from nova_policy.engines.server.settings import ServerSettings, read_settings
from nova_policy.errors import UsageError

URL = "https://opa.example.com"
ADDRESS = Address("https", "opa.example.com", 443)


def test_a_url_is_enough() -> None:
    assert read_settings(ServerOptions(url=URL)) == ServerSettings(ADDRESS)


def test_what_was_said_first_counts() -> None:
    command_line, configuration = ServerOptions(timeout=5.0), ServerOptions(url=URL, timeout=9.0, signed=True)
    assert command_line.over(configuration) == ServerOptions(url=URL, timeout=5.0, signed=True)


def test_all_settings_are_read(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("nova")
    (tmp_path / "token").write_text("s3cret-token\n")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate.private_key_and_cert_chain_pem.write_to_path(tmp_path / "nova.pem")
    ca, nova = str(tmp_path / "ca.pem"), str(tmp_path / "nova.pem")
    said = ServerOptions(URL, str(tmp_path / "token"), ca, nova, None, 5, 2, signed=True)
    settings = read_settings(said)
    assert settings == ServerSettings(ADDRESS, "s3cret-token", ca, (nova, nova), 5, 2, signed=True)
    assert "s3cret" not in repr(settings)


def test_without_a_server_there_is_nobody_to_ask() -> None:
    with pytest.raises(UsageError, match="give --server URL or set NOVA_POLICY_SERVER"):
        read_settings(ServerOptions())


@pytest.mark.parametrize("content", [b"", b"\n", b"two words", b"line\nline", b"caf\xc3\xa9", b"a\x1b[31m"])
def test_a_file_without_one_token_is_named_but_not_quoted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_settings(ServerOptions(url=URL, token_file=str(path)))
    assert str(caught.value) == f"--token-file {path}: must hold one token and nothing else"


def test_a_missing_token_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"/none: cannot be read: No such file or directory$"):
        read_settings(ServerOptions(url=URL, token_file=str(tmp_path / "none")))


def test_two_ways_in_are_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("abc")
    with pytest.raises(UsageError, match="the URL has a user already"):
        read_settings(ServerOptions(url="https://nova:x@opa.example.com", token_file=str(tmp_path / "token")))


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("inf"), float("nan")])
def test_patience_is_a_number_of_seconds(seconds: float) -> None:
    for said in (ServerOptions(url=URL, timeout=seconds), ServerOptions(url=URL, wait=seconds)):
        with pytest.raises(UsageError, match="must be a number of seconds above 0"):
            read_settings(said)


def test_certificates_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    odd, missing = tmp_path / "odd.pem", tmp_path / "missing.pem"
    odd.write_text("not a certificate")
    for said, message in (
        (ServerOptions(URL, ca_file=str(odd)), f"--server-ca {odd}: holds no PEM"),
        (ServerOptions(URL, ca_file=str(missing)), f"--server-ca {missing}: cannot be read: No such file"),
        (ServerOptions(URL, client_cert=str(odd)), f"--client-cert {odd}: holds no PEM"),
        (ServerOptions(URL, client_cert=str(missing)), f"--client-cert {missing}: cannot be read: No such file"),
        (ServerOptions(URL, client_key=str(odd)), "--client-key: give --client-cert too"),
    ):
        with pytest.raises(UsageError) as caught:
            read_settings(said)
        assert str(caught.value).startswith(message)


def test_a_locked_key_is_refused_without_asking_for_its_password(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    certificate = trustme.CA().issue_cert("nova")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "nova.pem")
    locked = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"password")
    )
    (tmp_path / "key.pem").write_bytes(locked)
    said = ServerOptions(URL, client_cert=str(tmp_path / "nova.pem"), client_key=str(tmp_path / "key.pem"))
    with pytest.raises(UsageError, match="holds no PEM that can be used here without a password"):
        read_settings(said)
