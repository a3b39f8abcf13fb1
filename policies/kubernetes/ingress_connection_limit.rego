# METADATA
# title: An Ingress limits concurrent connections per client
# description: >-
#   Without limit-connections one client may hold all connections of ingress-nginx. Other controllers, limits set
#   for a whole controller or in a load balancer in front, consoles, canaries and Ingresses for development are
#   not looked at.
# related_resources:
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting
# custom:
#   severity: medium
#   section: "3"
#   recommendation: ingress-hardening
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Set nginx.ingress.kubernetes.io/limit-connections to what one client needs, such as 10 to 20.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: []
package nova.kubernetes.ingress_connection_limit

import data.lib.ingress
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Ingress %q does not limit connections per client", [kubernetes.name(input)])),
	"path": ["metadata", "annotations", "nginx.ingress.kubernetes.io/limit-connections"],
} if {
	ingress.nginx_application(input)
	not _limited
}

_limited if {
	limit := trim_space(ingress.nginx_annotation(input, "limit-connections"))
	regex.match(`^[0-9]+$`, limit)
	to_number(limit) > 0
}
