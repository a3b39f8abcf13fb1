# METADATA
# title: A mapping names a key once
# description: >-
#   Names keys that a YAML mapping gives twice. The last one wins, silently, in kubectl and most tools; others
#   refuse the file.
# related_resources:
# - ref: https://yaml.org/spec/1.2.2/#3213-node-comparison
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.25, reason: one line per key}
#   remediation: >-
#     Decide which of the two values is meant and delete the other.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [DuplicateKeys]
#   parameters: []
package nova.manifest.unique_keys

import data.lib.message

deny contains {
	"msg": message.line(sprintf("Key %q is given twice%s; the last one wins", [message.name(twice.key), _first(twice)])),
	"path": ["keys", index],
	"related": [["keys", index, "first"]],
} if {
	some index, twice in input.keys
	is_object(twice)
}

default _first(_) := ""

_first(twice) := sprintf(", first in line %v", [twice.first.at.line]) if is_number(twice.first.at.line)
