# METADATA
# title: Every host of an Ingress is served over TLS
# description: >-
#   An Ingress that leaves a host without TLS answers there in plain text. Certificates that controllers take from
#   elsewhere count: the certificate-arn of an ALB, managed certificates of Google Cloud, a TLS router of Traefik.
#   A load balancer in front of the cluster and a controller's default certificate are not seen. Canaries of
#   ingress-nginx take their TLS from their main Ingress; those for development by name, namespace or label are
#   left out.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
# custom:
#   severity: blocker
#   section: "3"
#   recommendation: P0-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Add spec.tls with the hosts and a secretName that cert-manager fills, and name the issuer in the annotation
#     cert-manager.io/cluster-issuer.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: []
package nova.kubernetes.ingress_tls

import data.lib.ingress
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Ingress %q serves its hosts without TLS", [kubernetes.name(input)])),
	"path": ["spec", "tls"],
} if {
	_judged
	count(_entries) == 0
}

deny contains {
	"msg": message.line(sprintf("Ingress %q serves host %q without TLS", [kubernetes.name(input), host])),
	"path": ["spec", "rules", index, "host"],
} if {
	_judged
	count(_entries) > 0
	some index, rule in kubernetes.list(input.spec.rules)
	host := rule.host
	is_string(host)
	not _covered(host)
}

_judged if {
	input.kind == "Ingress"
	not ingress.canary(input)
	not kubernetes.for_development(input)
	not _certificate_elsewhere
}

_entries := [entry | some entry in kubernetes.list(input.spec.tls)]

_certificate_elsewhere if ingress.alb_annotation(input, "certificate-arn")

_certificate_elsewhere if {
	some key in {
		"ingress.gcp.kubernetes.io/pre-shared-cert",
		"networking.gke.io/managed-certificates",
		"nginx.ingress.kubernetes.io/ssl-passthrough",
		"traefik.ingress.kubernetes.io/router.tls",
	}
	kubernetes.annotation(input, key) != "false"
}

_covered(host) if {
	some entry in _entries
	some pattern in kubernetes.list(entry.hosts)
	_matches(pattern, host)
}

_covered(_) if {
	some entry in _entries
	is_object(entry)
	object.get(entry, "hosts", []) == []
}

_matches(pattern, host) if pattern == host

# A wildcard stands for one label.
_matches(pattern, host) if {
	is_string(pattern)
	startswith(pattern, "*.")
	[_, rest] := regex.find_all_string_submatch_n(`^[^.]+\.(.+)$`, host, 1)[0]
	rest == substring(pattern, 2, -1)
}
