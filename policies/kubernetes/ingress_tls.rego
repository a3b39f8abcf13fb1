# METADATA
# title: Ingresses serve their hosts over TLS
# description: >-
#   An Ingress without spec.tls answers in plain text. Controllers that take certificates elsewhere (an ALB's
#   certificate annotation, a default certificate named by annotation) count as TLS; a load balancer in front
#   of the cluster is not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
# custom:
#   severity: blocker
#   section: "3"
#   recommendation: P0-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Add spec.tls with the hosts and a secretName that cert-manager fills, and name the issuer in the
#     annotation cert-manager.io/cluster-issuer.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: []
package nova.kubernetes.ingress_tls

deny contains {
	"msg": sprintf("Ingress %q serves its hosts without TLS", [input.metadata.name]),
	"path": ["spec", "tls"],
} if {
	input.kind == "Ingress"
	count(object.get(input, ["spec", "tls"], [])) == 0
	not _certificate_by_annotation
}

_certificate_by_annotation if input.metadata.annotations["alb.ingress.kubernetes.io/certificate-arn"]
