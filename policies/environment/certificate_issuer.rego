# METADATA
# title: The certificate issuer that an Ingress names is deployed with it
# description: >-
#   Ingresses whose annotation names a ClusterIssuer, or an Issuer of their namespace, that neither the environment
#   has nor another one that is applied beside it. Certificates that come from elsewhere (Secrets made by hand),
#   issuers of other groups than cert-manager's, and an issuer that a platform team deploys from another repository
#   are not seen.
# related_resources:
# - ref: https://cert-manager.io/docs/usage/ingress/
# custom:
#   severity: high
#   section: "3"
#   recommendation: P0-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Deploy the ClusterIssuer with the environment, or name the one that the cluster has.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: []
package nova.environment.certificate_issuer

import data.lib.environment
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Ingress %q names the %s %q, which is not there", [kubernetes.name(resource), kind, issuer])),
	"path": environment.at(index, ["metadata", "annotations", key]),
} if {
	some index in environment.of_kind.Ingress
	resource := environment.objects[index]
	some key, kind in {"cert-manager.io/cluster-issuer": "ClusterIssuer", "cert-manager.io/issuer": "Issuer"}
	issuer := kubernetes.annotation(resource, key)
	not kubernetes.annotation(resource, "cert-manager.io/issuer-group")
	not _exists(kind, environment.namespaces[index], issuer)
}

_exists("ClusterIssuer", _, name) if {
	some issuer in environment.of_kind.ClusterIssuer
	kubernetes.name(environment.objects[issuer]) == name
}

_exists("ClusterIssuer", _, name) if environment.elsewhere("ClusterIssuer", "", name)

_exists("Issuer", namespace, name) if environment.named.Issuer[namespace][name]

_exists("Issuer", namespace, name) if environment.elsewhere("Issuer", namespace, name)
