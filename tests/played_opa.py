"""An OPA with the delivered bundle, played by the scripted server: what it says can be changed path by path."""

from __future__ import annotations

import json
from typing import Any

from nova_policy.bundle.load import load_bundle
from tests.scripted_server import Asked, Reply, Script, opa_reply


def account(asked: Asked) -> list[dict[str, Any]]:
    """Return the decision that denies nothing and accounts for everything that was asked."""
    documents = json.loads(asked.body)["input"]["documents"]
    return [{"msg": "judged", "document": item["id"], "judged": item["policies"]} for item in documents]


def manifest(revision: str = "r1") -> dict[str, Any]:
    """Return the manifest of the delivered bundle, as of a revision."""
    policies = len(load_bundle().catalogue.policies)
    return {"revision": revision, "roots": ["main", "nova"], "metadata": {"policies": policies}}


def played_opa(revision: str = "r1", **changes: Any) -> Script:
    """Play a server that denies nothing.

    *changes* are by the last word of the path (`catalogue`, `assessment`, `bundles`, `deny`, `health`, `config`): a
    Reply is sent as it is, None is undefined, anything else is the result.
    """
    bundles = {"other": {"manifest": {"revision": "x", "roots": ["other"]}}, "nova": {"manifest": manifest(revision)}}
    said = {**load_bundle().data, "bundles": bundles, **changes}

    def script(asked: Asked) -> Reply:
        name = asked.path.partition("?")[0].rpartition("/")[2]
        value = account(asked) if name == "deny" and name not in changes else said.get(name)
        return value if isinstance(value, Reply) else opa_reply(value, revision=revision)

    return script
