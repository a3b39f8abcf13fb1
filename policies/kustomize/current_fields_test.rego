package nova.kustomize.current_fields_test

import data.nova.kustomize.current_fields

fact(fields) := {"metadata": {"name": "k8s"}, "deprecated_fields": [{"field": field} | some field in fields]}

test_a_deprecated_field_is_denied if {
	found := current_fields.deny with input as fact(["bases"])
	found == {{"msg": "Kustomization k8s uses deprecated fields: bases", "path": ["deprecated_fields", 0], "related": []}}
}

test_two_fields_are_one_denial if {
	found := current_fields.deny with input as fact(["vars", "bases"])
	found == {{
		"msg": "Kustomization k8s uses deprecated fields: bases, vars",
		"path": ["deprecated_fields", 0],
		"related": [["deprecated_fields", 1]],
	}}
}

test_none_passes if current_fields.deny == set() with input as fact([])
