# METADATA
# title: Consoles behind an Ingress ask who is there
# description: >-
#   Dashboards and consoles, known by the name of their Ingress, backend or host (parameter admin_interfaces),
#   which the Ingress serves to anyone: no auth-url, auth-type with a Secret, client certificate or list of
#   networks. A console's own login is not seen. APIs authenticate in the application and are not looked at here.
# related_resources:
# - ref: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#authentication
# custom:
#   severity: high
#   section: "3"
#   recommendation: ingress-hardening
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Put an auth-url (OAuth2 proxy), basic authentication with auth-type and auth-secret, or
#     allowlist-source-range in front of the console, or take it off the Ingress.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: [admin_interfaces]
package nova.kubernetes.ingress_authentication

import data.lib.ingress
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Ingress %q serves the console %q to anyone", [kubernetes.name(input), console])),
	"path": ["metadata", "annotations"],
} if {
	input.kind == "Ingress"
	not ingress.canary(input)
	not kubernetes.for_development(input)
	console := ingress.admin_interface(input)
	not ingress.protected(input)
}
