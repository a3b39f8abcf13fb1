# METADATA
# title: CORS names its origins where credentials are allowed
# description: >-
#   ingress-nginx with enable-cors "true": an absent cors-allow-origin means every origin, an absent
#   cors-allow-credentials means that credentials are allowed. CORS headers that the application sends itself are
#   not seen.
# related_resources:
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#enable-cors
# - ref: https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS
# custom:
#   severity: high
#   section: "3"
#   recommendation: ingress-hardening
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     List the origins of your own pages in cors-allow-origin, or set cors-allow-credentials to "false".
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: []
package nova.kubernetes.ingress_cors

import data.lib.ingress
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Ingress %q allows every origin, and credentials with it", [kubernetes.name(input)])),
	"path": ["metadata", "annotations", _annotation],
	"related": [["metadata", "annotations", key] | some key in array.slice(_written, 1, 2)],
} if {
	input.kind == "Ingress"
	ingress.nginx(input)
	not ingress.canary(input)
	ingress.nginx_annotation(input, "enable-cors") == "true"
	_every_origin
	not _without_credentials
}

_without_credentials if ingress.nginx_annotation(input, "cors-allow-credentials") == "false"

_every_origin if not ingress.nginx_annotation(input, "cors-allow-origin")

_every_origin if {
	some origin in split(ingress.nginx_annotation(input, "cors-allow-origin"), ",")
	trim_space(origin) == "*"
}

# Where both are written, the origins are what can be mended; the credentials are named beside.
_annotation := _written[0] if {
	count(_written) > 0
} else := _origins

_written := [key | some key in [_origins, _credentials]; input.metadata.annotations[key]]

_origins := "nginx.ingress.kubernetes.io/cors-allow-origin"

_credentials := "nginx.ingress.kubernetes.io/cors-allow-credentials"
