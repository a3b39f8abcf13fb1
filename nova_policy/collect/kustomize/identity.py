"""Which object a manifest or a patch is about, by kustomize's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nova_policy.collect.kustomize.traced import Traced
from nova_policy.model import Json

_CLUSTER_SCOPED = {
    "": {"ComponentStatus", "Namespace", "Node", "NodeProxyOptions", "PersistentVolume"},
    "admissionregistration.k8s.io": {
        "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    },
    "apiextensions.k8s.io": {"CustomResourceDefinition"},
    "apiregistration.k8s.io": {"APIService"},
    "certificates.k8s.io": {"CertificateSigningRequest"},
    "flowcontrol.apiserver.k8s.io": {"FlowSchema", "PriorityLevelConfiguration"},
    "networking.k8s.io": {"IngressClass"},
    "node.k8s.io": {"RuntimeClass"},
    "policy": {"PodSecurityPolicy"},
    "rbac.authorization.k8s.io": {"ClusterRole", "ClusterRoleBinding"},
    "scheduling.k8s.io": {"PriorityClass"},
    "storage.k8s.io": {"CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"},
}


@dataclass(frozen=True, slots=True, order=True)
class ObjectId:
    """Group, version, kind, namespace (empty where none is stated) and name of an object."""

    group: str
    version: str
    kind: str
    namespace: str
    name: str

    @property
    def cluster_scoped(self) -> bool:
        """Whether it lives in no namespace; custom kinds are taken to live in one, as kustomize does."""
        return self.kind in _CLUSTER_SCOPED.get(self.group, ())

    @property
    def effective_namespace(self) -> str:
        """The namespace that counts when two identities are compared."""
        return "_cluster" if self.cluster_scoped else self.namespace or "default"

    def same(self, other: ObjectId) -> bool:
        """Tell whether both mean one object."""
        mine = (self.group, self.version, self.kind, self.effective_namespace, self.name)
        return mine == (other.group, other.version, other.kind, other.effective_namespace, other.name)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


def identify(tree: Traced) -> ObjectId:
    """Return the identity that an object states."""
    metadata = (tree.text("metadata", "namespace"), tree.text("metadata", "name"))
    return _identity(tree.text("apiVersion"), tree.text("kind"), *metadata)


def identify_plain(contents: Mapping[str, Json]) -> ObjectId:
    """Return the identity that the contents of an object state; whatever is no text counts as absent."""
    metadata = contents.get("metadata")
    named = metadata if isinstance(metadata, Mapping) else {}
    parts = (contents.get("apiVersion"), contents.get("kind"), named.get("namespace"), named.get("name"))
    return _identity(*(part if isinstance(part, str) else "" for part in parts))


def _identity(api_version: str, kind: str, namespace: str, name: str) -> ObjectId:
    group, _, version = api_version.rpartition("/")
    return ObjectId(group, version, kind, namespace, name)
