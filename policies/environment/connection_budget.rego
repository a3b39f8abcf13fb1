# METADATA
# title: All pools together fit the connection limit of the database
# description: >-
#   The pool sizes that containers get from their variables (literal, or from ConfigMaps of the environment),
#   times the most replicas of each workload, against max_connections of the environment's PostgreSQL, else the
#   parameter. Pools that code sets are rust/pool_budget's matter; poolers such as PgBouncer are not seen. With
#   several databases in the environment nothing is said.
# related_resources:
# - ref: https://www.postgresql.org/docs/current/runtime-config-connection.html
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-1
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Give each service a share of the limit, keep a reserve for migrations and people, or put a pooler in
#     between.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet]
#   - apiGroups: [""]
#     kinds: [ConfigMap]
#   parameters: [database_images, database_max_connections]
package nova.environment.connection_budget

import data.lib.database
import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf(
		"Variables allow %s %d connections, the database accepts %d",
		[message.amount(count(_demand), "workload"), total, _limit],
	)),
	"path": _place[min(largest)],
} if {
	count(database.workloads) < 2
	total := sum([demand | some _, demand in _demand])
	total > _limit
	largest := {workload | some workload, demand in _demand; demand == max({other | some _, other in _demand})}
}

_demand[workload] := max(sizes) * environment.most_replicas[workload] if {
	some workload in environment.serving
	not workload in database.workloads
	sizes := {entry.size | some entry in _pools[workload]}
	count(sizes) > 0
}

# Where the largest pool of a workload is set.
_place[workload] := min({entry.path | some entry in _pools[workload]; entry.size == largest}) if {
	some workload, _ in _demand
	largest := max({entry.size | some entry in _pools[workload]})
}

_pools[workload] contains {"size": to_number(text), "path": path} if {
	some workload in environment.serving
	some found in kubernetes.running_containers(environment.objects[workload])
	some [name, text, path] in _variables(workload, found)
	regex.match(`(?i)(^|_)(db|database|pg|postgres|sqlx?)_(max_connections|max_pool_size|pool_max|pool_max_size|pool_size)$`, name)
	regex.match(`^[0-9]{1,6}$`, text)
}

_variables(workload, found) := ({[variable.name, variable.value, environment.at(workload, array.concat(found.path, ["env", i, "value"]))] |
	some i, variable in kubernetes.list(found.container.env)
	is_string(variable.name)
	is_string(variable.value)
} | {[key, value, environment.at(config, ["data", key])] |
	some entry in kubernetes.list(found.container.envFrom)
	some config in environment.named.ConfigMap[environment.namespaces[workload]][entry.configMapRef.name]
	some key, value in kubernetes.mapping(environment.objects[config].data)
	is_string(value)
}) | {[variable.name, value, environment.at(config, ["data", reference.key])] |
	some variable in kubernetes.list(found.container.env)
	is_string(variable.name)
	reference := variable.valueFrom.configMapKeyRef
	some config in environment.named.ConfigMap[environment.namespaces[workload]][reference.name]
	value := environment.objects[config].data[reference.key]
	is_string(value)
}

_limit := max(_stated) if count(_stated) > 0

_limit := parameters.database_max_connections if count(_stated) == 0

_stated contains to_number(match[1]) if {
	some workload in database.workloads
	some found in kubernetes.containers(environment.objects[workload])
	walk(found.container, [_, text])
	is_string(text)
	some match in regex.find_all_string_submatch_n(`max_connections\s*=\s*'?([0-9]{1,6})`, text, -1)
}
