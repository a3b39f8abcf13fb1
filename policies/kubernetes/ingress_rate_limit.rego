# METADATA
# title: An Ingress limits the requests of one client
# description: >-
#   ingress-nginx with neither limit-rps nor limit-rpm, or with more than the parameter allows per second. Bursts
#   (limit-burst-multiplier), other controllers, and limits set in front of the cluster are not seen; consoles,
#   canaries and Ingresses for development are not looked at.
# related_resources:
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting
# custom:
#   severity: medium
#   section: "3"
#   recommendation: ingress-hardening
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Set nginx.ingress.kubernetes.io/limit-rps to 10 to 20 requests per second and client, or raise the parameter
#     ingress_rate_limit with the reason that the traffic gives.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: [ingress_rate_limit]
package nova.kubernetes.ingress_rate_limit

import data.lib.ingress
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Ingress %q does not limit requests per client", [kubernetes.name(input)])),
	"path": ["metadata", "annotations", "nginx.ingress.kubernetes.io/limit-rps"],
} if {
	ingress.nginx_application(input)
	count(_stated) == 0
}

deny contains {
	"msg": message.line(sprintf("Ingress %q has a %s that is no positive number", [kubernetes.name(input), key])),
	"path": ["metadata", "annotations", _annotation(key)],
} if {
	ingress.nginx_application(input)
	some key, limit in _stated
	not _positive(limit)
}

deny contains {
	"msg": message.line(sprintf("Ingress %q lets one client make %s requests per %s", [kubernetes.name(input), limit, _units[key].name])),
	"path": ["metadata", "annotations", _annotation(key)],
} if {
	ingress.nginx_application(input)
	some key, limit in _stated
	_positive(limit)
	to_number(limit) / _units[key].seconds > parameters.ingress_rate_limit
}

_units := {"limit-rpm": {"name": "minute", "seconds": 60}, "limit-rps": {"name": "second", "seconds": 1}}

_stated := {key: trim_space(limit) |
	some key, _ in _units
	limit := ingress.nginx_annotation(input, key)
}

_positive(limit) if {
	regex.match(`^[0-9]{1,9}$`, limit)
	to_number(limit) > 0
}

_annotation(key) := concat("", ["nginx.ingress.kubernetes.io/", key])
