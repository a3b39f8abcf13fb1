"""What all tests share."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from nova_policy.engines.server.address import Address

# Shared machines are slow at times; a test says what is right, a benchmark what is fast.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def opa_address() -> Iterator[Address]:
    """Return where one real OPA serves the delivered bundle, to all tests of a run."""
    from nova_policy.bundle.archive import BUNDLE_NAME
    from nova_policy.bundle.load import load_bundle
    from nova_policy.engines.server.local import local_server
    from nova_policy.tools.find import find_tool

    with local_server(find_tool("opa").command, load_bundle().folder / BUNDLE_NAME) as server:
        yield server.address


@pytest.fixture
def unused_port() -> int:
    """Return a port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
