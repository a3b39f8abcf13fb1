# METADATA
# title: Public Ingresses are behind a web application firewall
# description: >-
#   ingress-nginx without ModSecurity, and internet-facing ALBs without a web ACL. A firewall in front of the
#   cluster (CloudFront, Cloudflare), one switched on for a whole controller, and ACLs that name the load balancer
#   by Terraform are not seen. Consoles, canaries, protected Ingresses and those for development are not looked
#   at.
# related_resources:
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#modsecurity
# - ref: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
# custom:
#   severity: low
#   section: "3"
#   recommendation: ingress-hardening
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Set enable-modsecurity and enable-owasp-core-rules to "true", or give the ALB an ACL with wafv2-acl-arn.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: []
package nova.kubernetes.ingress_waf

import data.lib.ingress
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Ingress %q has no web application firewall", [kubernetes.name(input)])),
	"path": ["metadata", "annotations", "nginx.ingress.kubernetes.io/enable-modsecurity"],
} if {
	ingress.nginx_application(input)
	not ingress.protected(input)
	not _modsecurity
}

deny contains {
	"msg": message.line(sprintf("Ingress %q has no web application firewall", [kubernetes.name(input)])),
	"path": ["metadata", "annotations", "alb.ingress.kubernetes.io/wafv2-acl-arn"],
} if {
	input.kind == "Ingress"
	ingress.public_alb(input)
	not ingress.protected(input)
	not ingress.admin_interface(input)
	not kubernetes.for_development(input)
	not ingress.alb_annotation(input, "wafv2-acl-arn")
	not ingress.alb_annotation(input, "waf-acl-id")
	not ingress.alb_annotation(input, "web-acl-id")
}

_modsecurity if ingress.nginx_annotation(input, "enable-modsecurity") == "true"

_modsecurity if regex.match(`(?i)SecRuleEngine\s+On`, ingress.nginx_annotation(input, "modsecurity-snippet"))
