"""The bundle that a server evaluates: whatever maps its denials has to come from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nova_policy.bundle.load import Contents
from nova_policy.engines.server.client import OpaServer, Reply, UndefinedError
from nova_policy.errors import IncompleteError, RevisionChangedError, ToolError, TrustError
from nova_policy.tools.version import numbers

MINIMUM = "1.4.0"
"""Older ones let a path in a request become Rego: CVE-2025-46569."""
SIGNING_MINIMUM = "1.21.3"
"""Older ones take an unsigned delta bundle although they have a key."""

_OURS = "nova"


@dataclass(frozen=True, slots=True)
class ServedBundle:
    """What the server's bundle says, and under which *name* the server tells its revision."""

    name: str
    contents: Contents

    def require_same(self, reply: Reply) -> None:
        """Raise RevisionChangedError when a reply was given by another revision."""
        if reply.revisions.get(self.name) != self.contents.revision:
            raise RevisionChangedError(
                f"the server's bundle {self.name} changed during the run, twice; try again when it rests",
                code="NOVA-S09",
            )


def read_served(server: OpaServer) -> ServedBundle:
    """Fetch catalogue and assessment from a server, waiting for its bundles where they are not active yet.

    Raises ToolError for a server that is too old or not ready, IncompleteError for one without our bundle, TrustError
    when what it serves cannot be read.
    """
    server.require_route()
    try:
        reply = server.ask("catalogue", {})
    except UndefinedError:
        server.wait_until_active()
        reply = server.ask("catalogue", {})
    _require_version(server, reply.version, MINIMUM)
    name, manifest = _our_manifest(server)
    assessment = server.ask("assessment", {})
    revision = reply.revisions.get(name, "")
    served = ServedBundle(name, Contents(revision, {"catalogue": reply.value, "assessment": assessment.value}))
    served.require_same(assessment)
    _require_readable(server, served, manifest)
    if server.settings.signed:
        _require_signed(server, name, reply.version)
    return served


def _our_manifest(server: OpaServer) -> tuple[str, Mapping[str, Any]]:
    """Return name and manifest of the bundle that owns our policies."""
    try:
        bundles = server.ask("system.bundles", {}).value
        owners = {name: entry["manifest"] for name, entry in bundles.items() if _OURS in entry["manifest"]["roots"]}
    except UndefinedError:
        owners = {}
    except (AttributeError, KeyError, TypeError):
        raise TrustError(f"{server.settings.address}: its list of bundles cannot be read", code="NOVA-S06") from None
    if len(owners) != 1 or not all(manifest.get("revision") for manifest in owners.values()):
        what = "no bundle there owns the policies, so no revision is known; load the bundle with -b or a bundle service"
        raise IncompleteError(f"{server.settings.address}: {what}", code="NOVA-S06")
    return next(iter(owners.items()))


def _require_readable(server: OpaServer, served: ServedBundle, manifest: Mapping[str, Any]) -> None:
    from nova_policy.assess.assessment import Assessment

    where = f"{server.settings.address}: bundle {served.name}"
    try:
        policies = len(served.contents.catalogue.policies)
        Assessment.from_json(served.contents.data["assessment"])
        promised = manifest["metadata"]["policies"]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise TrustError(f"{where}: made for another version of nova-policy", code="NOVA-G15") from None
    if policies != promised or not policies:
        raise TrustError(f"{where}: {policies} policies, {promised} promised", code="NOVA-E17")


def _require_version(server: OpaServer, version: str, minimum: str) -> None:
    try:
        old = numbers(version) < numbers(minimum)
    except ValueError:
        old = True
    if old:
        what = f"is OPA {version or 'of no known version'}, but at least {minimum} is needed"
        raise ToolError(f"{server.settings.address}: {what}; update it", code="NOVA-S14")


def _require_signed(server: OpaServer, name: str, version: str) -> None:
    _require_version(server, version, SIGNING_MINIMUM)
    bundles = server.configuration().get("bundles")
    source = bundles.get(name) if isinstance(bundles, dict) else None
    signing = source.get("signing") if isinstance(source, dict) else None
    if not isinstance(signing, dict) or not signing.get("keyid"):
        what = f"checks no signature of bundle {name}, which --server-signed demands; give it a signing.keyid"
        raise TrustError(f"{server.settings.address}: {what}", code="NOVA-G03")
