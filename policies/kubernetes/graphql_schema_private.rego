# METADATA
# title: GraphQL introspection and playground are off outside development
# description: >-
#   Keys of a ConfigMap and variables of containers that end in INTROSPECTION, PLAYGROUND or GRAPHIQL (with or
#   without ENABLED), with a value that means yes. Names, namespaces, labels or an APP_ENV of development are left
#   out. Whether the code reads the setting is not seen here.
# related_resources:
# - ref: https://graphql.org/learn/security/#introspection
# custom:
#   severity: medium
#   section: "3"
#   recommendation: P0-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Set the switches to "false" outside development, and see that the code reads them.
#   matchers:
#   - apiGroups: [""]
#     kinds: [ConfigMap, Pod]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: []
package nova.kubernetes.graphql_schema_private

import data.lib.kubernetes
import data.lib.literal
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s %q switches on %s", [input.kind, kubernetes.name(input), entry.key])),
	"path": entry.path,
} if {
	is_string(input.kind)
	input.kind != "Secret"
	not kubernetes.for_development(input)
	not _development
	some entry in literal.entries(input)
	regex.match(`(?i)(introspection|playground|graphiql)([_-]?enabled?)?$`, entry.key)
	not regex.match(`(?i)(^|[_-])(no|disabled?)([_-]|$)`, entry.key)
	regex.match(`(?i)^\s*(true|1|yes|on|enabled?)\s*$`, entry.text)
}

_development if {
	some entry in literal.entries(input)
	regex.match(`(?i)(^|_)(env|environment)$`, entry.key)
	regex.match(`(?i)^(dev|develop|development|local|test)$`, entry.text)
}
