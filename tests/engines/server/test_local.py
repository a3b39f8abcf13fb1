"""An OPA of our own: there while it is wanted, gone afterwards, and not to be had from elsewhere."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from pathlib import Path

import pytest

from nova_policy.bundle.archive import BUNDLE_NAME
from nova_policy.bundle.load import load_bundle
from nova_policy.engines.server.client import OpaServer
from nova_policy.engines.server.local import local_server
from nova_policy.engines.server.settings import ServerSettings
from nova_policy.errors import ToolError
from nova_policy.tools.find import find_tool


def bundle() -> Path:
    return load_bundle().folder / BUNDLE_NAME


def test_a_server_answers_until_its_context_ends() -> None:
    with local_server(find_tool("opa").command, bundle()) as server:
        with closing(OpaServer(ServerSettings(server.address))) as opa:
            assert opa.is_active()
        command = Path(f"/proc/{server.program.pid}/cmdline").read_bytes().split(b"\0")
    assert b"--skip-version-check" in command
    assert f"127.0.0.1:{server.address.port}".encode() in command
    with pytest.raises(ProcessLookupError):
        os.kill(server.program.pid, 0)


def test_a_port_that_is_taken_is_said_by_opa_itself() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(ToolError) as caught, local_server(find_tool("opa").command, bundle(), port):
            pass
    assert "address already in use" in str(caught.value)
    assert caught.value.code == "NOVA-S08"


def test_a_bundle_that_is_none_is_said_by_opa_itself(tmp_path: Path) -> None:
    odd = tmp_path / "odd.tar.gz"
    odd.write_bytes(b"no bundle")
    with pytest.raises(ToolError, match="opa does not start at"), local_server(find_tool("opa").command, odd):
        pass
