# METADATA
# title: Plain HTTP requests are redirected to HTTPS
# description: >-
#   ingress-nginx redirects by default as soon as spec.tls is set, unless ssl-redirect is "false"; without
#   spec.tls only force-ssl-redirect does. An ALB redirects with ssl-redirect, or has no HTTP listener. Other
#   controllers, and redirects configured for a whole controller, are not seen; Ingresses for development and
#   canaries are not looked at.
# related_resources:
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#server-side-https-enforcement-through-redirect
# - ref: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
# custom:
#   severity: high
#   section: "3"
#   recommendation: P0-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Serve the hosts over TLS (spec.tls) and leave ssl-redirect at its default; behind a load balancer that ends
#     TLS set force-ssl-redirect. On an ALB listen on HTTPS 443 and set ssl-redirect to 443.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: []
package nova.kubernetes.ingress_https_redirect

import data.lib.ingress
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Ingress %q answers plain HTTP without redirecting to HTTPS", [kubernetes.name(input)])),
	"path": ["metadata", "annotations", _annotation],
} if {
	input.kind == "Ingress"
	not ingress.canary(input)
	not kubernetes.for_development(input)
	_annotation
}

_annotation := "nginx.ingress.kubernetes.io/ssl-redirect" if {
	ingress.nginx(input)
	_off
	not _forced
}

_annotation := "nginx.ingress.kubernetes.io/force-ssl-redirect" if {
	ingress.nginx(input)
	not _off
	not _tls
	not _forced
}

_annotation := "alb.ingress.kubernetes.io/ssl-redirect" if {
	ingress.alb(input)
	not ingress.alb_annotation(input, "ssl-redirect")
	not ingress.alb_annotation(input, "actions.ssl-redirect")
	not _https_only
}

_off if ingress.nginx_annotation(input, "ssl-redirect") == "false"

_forced if ingress.nginx_annotation(input, "force-ssl-redirect") == "true"

_forced if ingress.nginx_annotation(input, "ssl-passthrough") == "true"

_tls if count(kubernetes.list(input.spec.tls)) > 0

_https_only if {
	ports := ingress.alb_annotation(input, "listen-ports")
	contains(ports, "HTTPS")
	not regex.match(`"HTTP"`, ports)
}

# With a certificate and no listen-ports the controller listens on HTTPS 443 alone.
_https_only if {
	ingress.alb_annotation(input, "certificate-arn")
	not ingress.alb_annotation(input, "listen-ports")
}
