package nova.kubernetes.graphql_schema_private_test

import data.nova.kubernetes.graphql_schema_private

_config(values) := {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "gateway"}, "data": values}

test_switches_are_denied if {
	graphql_schema_private.deny == {
		{"msg": "ConfigMap \"gateway\" switches on GRAPHQL_INTROSPECTION", "path": ["data", "GRAPHQL_INTROSPECTION"]},
		{"msg": "ConfigMap \"gateway\" switches on GRAPHQL_PLAYGROUND", "path": ["data", "GRAPHQL_PLAYGROUND"]},
	} with input as _config({"GRAPHQL_INTROSPECTION": "true", "GRAPHQL_PLAYGROUND": "1", "GRAPHQL_MAX_DEPTH": "10"})
}

test_variables_are_judged if {
	pod := {"kind": "Pod", "metadata": {"name": "gateway"}, "spec": {"containers": [{"env": [{"name": "PLAYGROUND_ENABLED", "value": "yes"}]}]}}
	{denial.path | some denial in graphql_schema_private.deny} == {["spec", "containers", 0, "env", 0, "value"]} with input as pod
}

test_switched_off_passes if {
	count(graphql_schema_private.deny) == 0 with input as _config({"GRAPHQL_INTROSPECTION": "false", "GRAPHQL_DISABLE_PLAYGROUND": "true"})
}

test_development_is_silent if {
	on := _config({"GRAPHQL_PLAYGROUND": "true"})
	count(graphql_schema_private.deny) == 0 with input as object.union(on, {"metadata": {"namespace": "dev"}})
	count(graphql_schema_private.deny) == 0 with input as object.union(on, {"data": {"APP_ENV": "development"}})
	count(graphql_schema_private.deny) == 1 with input as object.union(on, {"data": {"APP_ENV": "production"}})
}
