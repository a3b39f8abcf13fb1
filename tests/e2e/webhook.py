"""A webhook as the API server knows it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.e2e.api import Object, Outcome
from tests.e2e.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Webhook:
    """A ValidatingWebhookConfiguration that asks the server at *url*, and an object that is refused while it does."""

    cluster: Cluster
    url: str
    configuration: Object
    refused: Object

    def guard(self) -> None:
        """Let the API server ask."""
        webhooks = [self._on_loopback(webhook) for webhook in self.configuration["webhooks"]]
        self.cluster.apply([{**self.configuration, "webhooks": webhooks}])
        self.cluster.server.wait_until(lambda: not self._lets_pass(), "asking the webhook")

    def unguard(self) -> None:
        """Let the API server ask no more, by what documentation calls the way out."""
        self.cluster.kubectl("delete", "validatingwebhookconfiguration", self.configuration["metadata"]["name"])
        self.cluster.server.wait_until(self._lets_pass, "asking no webhook")

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """Be asked for a while."""
        self.guard()
        try:
            yield
        finally:
            self.unguard()

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Not be asked for a while."""
        self.unguard()
        try:
            yield
        finally:
            self.guard()

    def _lets_pass(self) -> bool:
        return self.cluster.api.apply(self.refused).outcome is Outcome.ADMITTED

    def _on_loopback(self, webhook: Object) -> Object:
        # Nothing here serves a Service, so the API server is told the address.
        bundle = base64.b64encode(self.cluster.authority.cert_pem.bytes()).decode()
        path = webhook["clientConfig"]["service"]["path"]
        return {**webhook, "clientConfig": {"url": self.url + path, "caBundle": bundle}}
