"""What Artifact Hub wants to know of a template; https://artifacthub.io/docs/topics/repositories/gatekeeper-policies/."""

from __future__ import annotations

import hashlib
from typing import Any

from nova_policy import __version__
from nova_policy.bundle.catalogue import Policy
from nova_policy.gatekeeper.admission import template_kind

# The day of the version above; Artifact Hub asks for it, and a build has no clock.
_CREATED = "2026-11-27T00:00:00Z"


def package(policy: Policy, template_text: str) -> dict[str, Any]:
    """Return the contents of artifacthub-pkg.yml for the template with this text."""
    return {
        "version": __version__,
        "name": template_kind(policy).lower(),
        "displayName": policy.title,
        "createdAt": _CREATED,
        "description": policy.description,
        "digest": hashlib.sha256(template_text.encode()).hexdigest(),
        "license": "Apache-2.0",
        "keywords": ["gatekeeper", "open-policy-agent", "policies", policy.capability],
        "links": [{"name": f"related {number}", "url": url} for number, url in enumerate(policy.related_resources, 1)],
        "readme": f"# {policy.title}\n\n{policy.description}\n\n## Remedy\n\n{policy.remediation}\n",
        "install": "```console\n$ kubectl apply -f template.yaml\n```\n",
        "provider": {"name": "Nova Policy"},
    }
