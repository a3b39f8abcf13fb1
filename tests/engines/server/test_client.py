"""What a server can do wrong, played by a scripted one: each fault has a name, and none of them passes."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from nova_policy.engines.protocol import EvaluationStoppedError
from nova_policy.engines.server.address import read_address
from nova_policy.engines.server.client import OpaServer, UndefinedError
from nova_policy.engines.server.client import Reply as Answer
from nova_policy.engines.server.options import ServerOptions
from nova_policy.engines.server.settings import ServerSettings, read_settings
from nova_policy.engines.server.transport import BODY_LIMIT, open_session
from nova_policy.errors import IncompleteError, NovaPolicyError, ToolError
from tests.scripted_server import Asked, Reply, Script, Scripted, opa_reply, scripted

GOOD = opa_reply(1)
TOKEN = "canary-of-a-token"


@contextmanager
def client(url: str, *, timeout: float = 30, wait: float = 0.3, token: str | None = None) -> Iterator[OpaServer]:
    settings = ServerSettings(read_address(url), token=token, timeout=timeout, wait=wait)
    with closing(OpaServer(settings)) as server:
        yield server


def in_turn(*replies: Reply) -> Script:
    """Give the replies one after the other, and the last one ever after."""
    remaining = list(replies)
    return lambda _asked: remaining.pop(0) if len(remaining) > 1 else remaining[0]


def failed(script: Script, **settings: float) -> tuple[NovaPolicyError, Scripted]:
    with scripted(script) as server, client(server.url, **settings) as opa:  # type: ignore[arg-type]
        with pytest.raises(NovaPolicyError) as caught:
            opa.ask("main.deny", {})
        return caught.value, server


def test_a_question_is_a_post_that_asks_for_strictness_and_provenance() -> None:
    with scripted(in_turn(GOOD)) as server, client(server.url, token=TOKEN) as opa:
        assert opa.ask("main.deny", {"documents": []}) == Answer(1, "1.22.2", {"nova": "r1"})
    (asked,) = server.asked
    assert (asked.method, asked.body) == ("POST", b'{"input": {"documents": []}}')
    assert asked.path == "/v1/data/main/deny?provenance=true&strict-builtin-errors=true"
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"


def test_a_user_in_the_url_is_sent_as_such_and_no_netrc_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login wrong password wrong\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    with scripted(in_turn(GOOD)) as server:
        with client(server.url.replace("://", "://nova:pass@")) as opa:
            opa.ask("main.deny", {})
        with client(server.url) as opa:
            opa.ask("main.deny", {})
    assert [asked.headers.get("authorization") for asked in server.asked] == ["Basic bm92YTpwYXNz", None]


def test_nobody_listens(unused_port: int) -> None:
    with client(f"http://nova:hunter2@127.0.0.1:{unused_port}") as opa, pytest.raises(ToolError) as caught:
        opa.ask("main.deny", {})
    expected = (
        f"http://127.0.0.1:{unused_port}: connection refused; is the server running? `nova-policy serve` starts one"
    )
    assert (str(caught.value), caught.value.code) == (expected, "NOVA-S01")


def test_somebody_hangs_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:
        port = rude.getsockname()[1]

        def hang_up() -> None:
            for _ in range(4):
                rude.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        with client(f"http://127.0.0.1:{port}") as opa, pytest.raises(ToolError) as caught:
            opa.ask("main.deny", {})
        thread.join()
    assert caught.value.code == "NOVA-S01"
    assert str(caught.value).startswith(f"http://127.0.0.1:{port}: ")


def test_a_name_without_a_host() -> None:
    with client("https://opa.invalid") as opa, pytest.raises(ToolError, match="its name does not resolve") as caught:
        opa.ask("main.deny", {})
    assert caught.value.code == "NOVA-S01"


def test_a_host_that_takes_no_connection() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for connection in waiting:
            connection.setblocking(False)
            connection.connect_ex(("127.0.0.1", port))
        with client(f"http://127.0.0.1:{port}") as opa, pytest.raises(ToolError) as caught:
            opa.require_route()
        for connection in waiting:
            connection.close()
    expected = f"http://127.0.0.1:{port}: cannot be reached within 3 s; is the address right?"
    assert (str(caught.value), caught.value.code) == (expected, "NOVA-S01")


def test_whoever_listens_and_whoever_refuses_can_be_reached(unused_port: int) -> None:
    with scripted(in_turn(GOOD)) as server, client(server.url) as opa:
        opa.require_route()
    with client(f"http://127.0.0.1:{unused_port}") as opa:
        opa.require_route()


def test_the_deadline_is_for_the_whole_answer_and_not_for_each_byte() -> None:
    error, _ = failed(in_turn(Reply(GOOD.body, drip=0.02)), timeout=0.5)
    assert len(GOOD.body) * 0.02 > 1
    assert (error.code, error.exit_code) == ("NOVA-S02", 6)
    assert "no answer within 0.5 s" in str(error)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_in_trouble_is_asked_again(status: int) -> None:
    with scripted(in_turn(Reply(b"busy", status), Reply(b"busy", status), GOOD)) as server, client(server.url) as opa:
        assert opa.ask("main.deny", {}).value == 1
    assert len(server.asked) == 3


def test_a_server_that_stays_in_trouble_is_given_up() -> None:
    body = b'{"code": "internal_error", "message": "no rule for \\"hunter2\\""}'
    error, server = failed(in_turn(Reply(body, 503)))
    expected = f'503 from {server.url}: internal_error: no rule for "…"; see the server\'s log'
    assert (str(error), error.code, error.exit_code) == (expected, "NOVA-S04", 6)
    assert len(server.asked) == 4


def test_a_server_that_knows_when_is_asked_then_but_not_hours_later() -> None:
    script = in_turn(Reply(b"", 503, {"Retry-After": "1"}), GOOD)
    with scripted(script) as server, client(server.url) as opa:
        begun = time.monotonic()
        opa.ask("main.deny", {})
    assert time.monotonic() - begun >= 1
    # The cap is below the deadline: otherwise it is the deadline that would end this.
    error, server = failed(in_turn(Reply(b"", 503, {"Retry-After": "36000"}), Reply(b"", 400)))
    assert (error.code, len(server.asked)) == ("NOVA-S04", 2)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(b"<html>welcome</html>"),
        Reply(b'{"result": ['),
        Reply(b""),
        Reply(GOOD.body, headers={"Content-Length": str(len(GOOD.body) + 10)}),
        Reply(GOOD.body, headers={"Content-Length": str(len(GOOD.body) - 10)}),
        Reply(b"not gzip", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["html", "half", "empty", "too-short", "too-long", "no-gzip"],
)
def test_an_answer_that_is_cut_or_no_json_is_none(reply: Reply) -> None:
    error, _ = failed(in_turn(reply))
    assert "the answer is cut short or not JSON" in str(error)
    assert (error.code, error.exit_code) == ("NOVA-S05", 6)


def test_an_answer_that_unpacks_to_too_much_is_none() -> None:
    bomb = gzip.compress(b" " * (BODY_LIMIT + 1), 1)
    error, _ = failed(in_turn(Reply(bomb, headers={"Content-Encoding": "gzip"})))
    assert f"the answer is larger than {BODY_LIMIT} bytes" in str(error)
    assert (error.code, error.exit_code) == ("NOVA-S05", 6)


@pytest.mark.parametrize("body", [b"[]", b"1", b"null"])
def test_an_answer_of_another_shape_is_none(body: bytes) -> None:
    assert failed(in_turn(Reply(body)))[0].code == "NOVA-S05"


def test_an_answer_without_provenance_is_none() -> None:
    for body in (b'{"result": []}', b'{"result": [], "provenance": {"bundles": []}}'):
        assert failed(in_turn(Reply(body)))[0].code == "NOVA-S09"


def test_undefined_is_no_answer() -> None:
    error, server = failed(in_turn(opa_reply(None)))
    expected = f"{server.url}: data.main.deny is undefined there; is Nova Policy's bundle loaded?"
    assert (type(error), str(error), error.code, error.exit_code) == (UndefinedError, expected, "NOVA-S06", 4)


def test_an_answer_with_a_warning_is_none() -> None:
    body = GOOD.body[:-1] + b', "warning": {"code": "api_usage_warning", "message": "\'input\' key missing"}}'
    error, server = failed(in_turn(Reply(body)))
    expected = f"{server.url}: warns: api_usage_warning: 'input' key missing"
    assert (type(error), str(error), error.code) == (IncompleteError, expected, "NOVA-S06")


def test_a_builtin_that_fails_is_named_without_its_value() -> None:
    body = (
        b'{"code": "internal_error", "errors": [{"code": "eval_builtin_error", "message": "to_number: parsing '
        b'\\"hunter2\\"", "location": {"file": "/srv/nova.tar.gz/rust/a.rego", "row": 3, "col": 1}}]}'
    )
    error, _ = failed(in_turn(Reply(body, 500)))
    assert isinstance(error, EvaluationStoppedError)
    assert (str(error), error.code) == ("builtin to_number failed at rust/a.rego:3", "NOVA-E01")


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_refused_is_not_shown(status: int) -> None:
    reply = Reply(f'{{"code": "unauthorized", "message": "{TOKEN} expired"}}'.encode(), status)
    asked = pytest.raises(ToolError)
    with scripted(in_turn(reply)) as server, client(server.url, token=TOKEN) as opa, asked as caught:
        opa.ask("main.deny", {})
    assert str(caught.value).startswith(f"{status} from {server.url}: unauthorized: ")
    assert str(caught.value).endswith("; check --token-file or the certificate")
    assert TOKEN not in str(caught.value)
    assert (caught.value.code, len(server.asked)) == ("NOVA-S10", 1)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_and_no_token_leaves(status: int) -> None:
    with scripted(in_turn(GOOD)) as other:
        elsewhere = Reply(b"", status, {"Location": other.url.replace("127.0.0.1", "localhost")})
        refused = pytest.raises(ToolError, match="redirects, which is not followed")
        with scripted(in_turn(elsewhere)) as server, client(server.url, token=TOKEN) as opa, refused as caught:
            opa.ask("main.deny", {})
    assert caught.value.code == "NOVA-S12"
    assert other.asked == []


def test_bundles_that_do_not_become_active_are_waited_for_and_then_given_up() -> None:
    def script(asked: Asked) -> Reply:
        return Reply(b"{}", 500 if asked.path == "/health?bundles=true" else 200)

    given_up = pytest.raises(ToolError, match=r"bundles are not active after 0\.3 s")
    with scripted(script) as server, client(server.url) as opa, given_up as caught:
        opa.wait_until_active()
    assert caught.value.code == "NOVA-S08"
    assert len(server.asked) > 1


def test_bundles_that_become_active_in_time_are_enough() -> None:
    with scripted(in_turn(Reply(b"{}", 500), Reply(b"{}", 200))) as server, client(server.url, wait=30) as opa:
        opa.wait_until_active()
    assert server.paths() == ["/health", "/health"]


def test_loopback_is_never_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with scripted(in_turn(Reply(b"", 502))) as canary, scripted(in_turn(GOOD)) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, canary.url)
        for url in (server.url, server.url.replace("127.0.0.1", "localhost")):
            with client(url) as opa:
                opa.ask("main.deny", {})
    assert (canary.asked, len(server.asked)) == ([], 2)


def test_others_are_asked_through_the_proxy_whose_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(in_turn(Reply(b"", 407))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("://", "://nova:hunter2@"))
        with client("https://opa.example.com") as opa:
            opa.require_route()
            with pytest.raises(ToolError) as caught:
                opa.ask("main.deny", {})
    assert [(asked.method, asked.path) for asked in proxy.asked] == [("CONNECT", "opa.example.com:443")]
    expected = "https://opa.example.com:443: the proxy cannot be used; see HTTPS_PROXY and NO_PROXY"
    assert (str(caught.value), caught.value.code) == (expected, "NOVA-S13")


def test_proxies_that_are_excepted_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "opa.example.com")
    with open_session(ServerSettings(read_address("https://opa.example.com"))) as session:
        assert session.proxies == {}


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return authority


def context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(tls)
    return tls


def ask_over_tls(tls: ssl.SSLContext, said: ServerOptions) -> tuple[str, str | None] | int:
    """Return the value, or the reason with its code."""
    with scripted(in_turn(GOOD), tls) as server:
        settings = read_settings(ServerOptions(url=server.url).over(said))
        with closing(OpaServer(settings)) as opa:
            try:
                return int(opa.ask("main.deny", {}).value)
            except ToolError as error:
                return str(error).removeprefix(f"{settings.address}: "), error.code


def test_a_server_of_our_authority_is_trusted(authority: trustme.CA, tmp_path: Path) -> None:
    said = ServerOptions(ca_file=str(tmp_path / "ca.pem"))
    assert ask_over_tls(context(authority.issue_cert("127.0.0.1")), said) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("unknown", "unable to get local issuer certificate"),
        ("other-host", "IP address mismatch, certificate is not valid for '127.0.0.1'"),
        ("expired", "certificate has expired"),
        ("old-tls", "tlsv1 alert protocol version"),
    ],
)
def test_a_server_that_cannot_be_trusted_is_refused(
    authority: trustme.CA, tmp_path: Path, fault: str, reason: str
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    certificate = {
        "unknown": trustme.CA().issue_cert("127.0.0.1"),
        "other-host": authority.issue_cert("opa.example.com"),
        "expired": authority.issue_cert("127.0.0.1", not_before=yesterday - timedelta(days=1), not_after=yesterday),
        "old-tls": authority.issue_cert("127.0.0.1"),
    }[fault]
    tls = context(certificate)
    if fault == "old-tls":
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            tls.minimum_version = tls.maximum_version = ssl.TLSVersion.TLSv1
        tls.set_ciphers("ALL:@SECLEVEL=0")
    answer = ask_over_tls(tls, ServerOptions(ca_file=str(tmp_path / "ca.pem")))
    assert answer == (f"TLS fails: {reason}; see --server-ca", "NOVA-S11")


def test_a_server_is_shown_our_certificate_when_it_wants_one(authority: trustme.CA, tmp_path: Path) -> None:
    ours = authority.issue_cert("nova")
    ours.private_key_pem.write_to_path(tmp_path / "key.pem")
    ours.cert_chain_pems[0].write_to_path(tmp_path / "nova.pem")
    tls = context(authority.issue_cert("127.0.0.1"))
    authority.configure_trust(tls)
    tls.verify_mode = ssl.CERT_REQUIRED
    said = ServerOptions(
        ca_file=str(tmp_path / "ca.pem"),
        client_cert=str(tmp_path / "nova.pem"),
        client_key=str(tmp_path / "key.pem"),
    )
    assert ask_over_tls(tls, said) == 1
    refused = ask_over_tls(tls, ServerOptions(ca_file=str(tmp_path / "ca.pem")))
    assert isinstance(refused, tuple)
