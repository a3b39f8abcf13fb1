"""A server's URL: what it may be, and that what lets one in is never said again."""

from __future__ import annotations

import pytest

from nova_policy.engines.server.address import Address, read_address
from nova_policy.errors import ToolError, UsageError


@pytest.mark.parametrize(
    ("url", "expected", "text"),
    [
        ("http://127.0.0.1:8181", Address("http", "127.0.0.1", 8181), "http://127.0.0.1:8181"),
        ("http://localhost", Address("http", "localhost", 80), "http://localhost:80"),
        ("http://[::1]:8181/", Address("http", "::1", 8181), "http://[::1]:8181"),
        ("https://opa.example.com", Address("https", "opa.example.com", 443), "https://opa.example.com:443"),
        ("HTTPS://OPA.example.com:8443", Address("https", "opa.example.com", 8443), "https://opa.example.com:8443"),
    ],
)
def test_scheme_host_and_port_are_read(url: str, expected: Address, text: str) -> None:
    assert (read_address(url), str(read_address(url))) == (expected, text)


def test_a_user_is_kept_and_never_shown() -> None:
    address = read_address("https://nova:hunter%402@opa.example.com")
    assert address.credentials == ("nova", "hunter@2")
    assert "hunter" not in f"{address} {address!r}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "opa.example.com:8181",
        "ftp://opa.example.com",
        "unix:///run/opa.sock",
        "https://",
        "https://opa.example.com:port",
        "https://opa.example.com/opa",
        "https://opa.example.com?x=1",
        "https://user:hunter2@[::1",
    ],
)
def test_anything_else_is_wrong_usage_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_address(url)
    assert "--server" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("host", ["opa.example.com", "10.0.0.1", "localhost.example.com", "127.0.0.1.example.com"])
def test_no_verdict_comes_in_plain_text_from_another_machine(host: str) -> None:
    with pytest.raises(ToolError, match="use https") as caught:
        read_address(f"http://{host}")
    assert caught.value.code == "NOVA-S11"
