"""Everything that `gatekeeper build` writes, by path: laid out like gatekeeper-library, for `kubectl apply -k`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nova_policy.bundle.catalogue import Policy
from nova_policy.bundle.load import Bundle
from nova_policy.bundle.opa import Opa
from nova_policy.engines.protocol import Engine
from nova_policy.errors import UsageError
from nova_policy.gatekeeper.admission import admitted, constraint_name, refusals
from nova_policy.gatekeeper.artifact_hub import package
from nova_policy.gatekeeper.check import check_template
from nova_policy.gatekeeper.compared import comparisons
from nova_policy.gatekeeper.constraint import Enforcement, constraint
from nova_policy.gatekeeper.fail_closed import component, webhook
from nova_policy.gatekeeper.readme import readme
from nova_policy.gatekeeper.samples import samples, suite
from nova_policy.gatekeeper.template import sync_set, template
from nova_policy.gatekeeper.yaml_text import to_yaml

MARK = "# Made by `nova-policy gatekeeper build`; do not edit.\n"


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the cases lie that become suites, and who says what they must yield."""

    cases: Path
    engine: Engine


@dataclass(frozen=True, slots=True)
class Library:
    """What a build is made of. Without *proof* there are no suites: an installation has no cases."""

    bundle: Bundle
    opa: Opa
    enforcement: Enforcement
    proof: Proof | None = None

    def files(self, chosen: Sequence[Policy]) -> dict[str, str]:
        """Return the text of every file by relative path; policies that admission cannot express are listed only.

        Raises UsageError where none of *chosen* is for admission, Gatekeeper could not take a template, or a policy
        has no case of either kind.
        """
        policies = admitted(chosen)
        if not policies:
            raise UsageError(
                "\n".join(f"{item.policy} is not for admission: it {item.reason}" for item in refusals(chosen))
            )
        files = {
            f"library/{policy.id}/{name}": text for policy in policies for name, text in self._files(policy).items()
        }
        constraints = [f"../library/{policy.id}/samples/{constraint_name(policy)}" for policy in policies]
        return {
            "README.md": readme(policies, refusals(chosen), self.enforcement),
            "kustomization.yaml": MARK + _kustomization(["library", "constraints"]),
            "library/kustomization.yaml": _kustomization([policy.id for policy in policies]),
            "constraints/kustomization.yaml": _kustomization(constraints),
            "fail-closed/kustomization.yaml": to_yaml(component()),
            "fail-closed/webhook.yaml": to_yaml(webhook()),
            **files,
        }

    def _files(self, policy: Policy) -> dict[str, str]:
        made = template(policy, self.bundle)
        text = to_yaml(made)
        check_template(self.opa, made, text)
        folder, compared = f"samples/{constraint_name(policy)}", comparisons().get(policy.id)
        files = {
            "template.yaml": text,
            "kustomization.yaml": _kustomization(["template.yaml", *(["sync.yaml"] if compared else [])]),
            "artifacthub-pkg.yml": to_yaml(package(policy, text)),
            f"{folder}/constraint.yaml": to_yaml(constraint(policy, self.enforcement, _parameters(made))),
            f"{folder}/kustomization.yaml": _kustomization(["constraint.yaml"]),
        }
        if compared:
            files["sync.yaml"] = to_yaml(sync_set(compared, constraint_name(policy)))
        if self.proof:
            found = samples(policy, self.proof.cases, self.proof.engine)
            files["suite.yaml"] = to_yaml(suite(policy, found))
            for sample in found:
                objects = {sample.name: sample.object, **sample.others}
                files |= {f"{folder}/{name}.yaml": to_yaml(item) for name, item in objects.items()}
        return files


def _parameters(made: Mapping[str, Any]) -> Mapping[str, Any]:
    validation = made["spec"]["crd"]["spec"].get("validation", {})
    properties: Mapping[str, Any] = validation.get("openAPIV3Schema", {}).get("properties", {})
    return properties


def _kustomization(resources: Sequence[str]) -> str:
    return to_yaml(
        {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": list(resources)}
    )
