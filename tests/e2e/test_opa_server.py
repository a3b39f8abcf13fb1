"""The webhook for those without Gatekeeper: an OPA server with our bundle, asked as the documentation tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from nova_policy.bundle.archive import BUNDLE_NAME
from nova_policy.bundle.load import delivered_folder
from nova_policy.model import Severity
from nova_policy.tools.find import find_tool
from tests.e2e.api import Object, Outcome, Verdict
from tests.e2e.cluster import Cluster
from tests.e2e.examples import Examples, JudgedObject
from tests.e2e.gatekeeper import Gatekeeper
from tests.e2e.servers import HOST, free_ports, listens, running
from tests.e2e.webhook import Webhook

pytestmark = pytest.mark.e2e

CERTIFICATE = {"cert-file": "tls.crt", "private-key-file": "tls.key"}
PAGE = Path(__file__).parents[2] / "docs" / "gatekeeper.md"


def documented() -> Object:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (configuration,) = (yaml.safe_load(block) for block in blocks if "ValidatingWebhookConfiguration" in block)
    assert isinstance(configuration, dict)
    return configuration


@contextmanager
def running_opa(cluster: Cluster, port: int) -> Iterator[None]:
    command = [*find_tool("opa").command, "run", "--server", f"--addr={HOST}:{port}", "--skip-version-check"]
    command += [f"--tls-{name}={cluster.certificates / file}" for name, file in CERTIFICATE.items()]
    command += ["--bundle", str(delivered_folder() / BUNDLE_NAME)]
    with running(command, cluster.folder / "opa.log") as server:
        server.wait_until(lambda: listens(port), "listening")
        yield


def decision(obj: JudgedObject) -> Verdict:
    lines = {reason: f"[{reason.policy}] {reason.message}" for reason in obj.at_the_door}
    refused = sorted(line for reason, line in lines.items() if reason.severity.rank <= Severity.HIGH.rank)
    outcome = Outcome.DENIED if refused else Outcome.ADMITTED
    return Verdict(outcome, tuple(refused), tuple(sorted(set(lines.values()) - set(refused))))


def test_grave_findings_are_refused_others_warned_about_and_nothing_passes_without_the_server(
    gatekeeper: Gatekeeper, examples: Examples
) -> None:
    cluster = gatekeeper.cluster
    (port,) = free_ports(1)
    objects = [obj for judged in examples.values() for obj in judged if not obj.is_rejected]
    grave = next(obj.contents for obj in objects if decision(obj).outcome is Outcome.DENIED)
    webhook = Webhook(cluster, f"https://{HOST}:{port}", documented(), grave)
    with gatekeeper.door.unguarded(), webhook.guarding():
        with running_opa(cluster, port):
            found = [(str(obj), cluster.api.apply(obj.contents)) for obj in objects]
        without = cluster.api.apply(objects[0].contents)
    assert found == [(str(obj), decision(obj)) for obj in objects]
    assert without.outcome is Outcome.UNREACHABLE
