package nova.kustomize.current_fields_test

import data.nova.kustomize.current_fields

test_deprecated_fields_are_denied_once if {
	current_fields.deny == {{
		"msg": "Kustomization k8s uses deprecated fields: bases, vars",
		"path": ["deprecated_fields", 0],
		"related": [["deprecated_fields", 1]],
	}} with input as {"metadata": {"name": "k8s"}, "deprecated_fields": [{"field": "vars"}, {"field": "bases"}]}
}

test_none_passes if current_fields.deny == set() with input as {"metadata": {"name": "k8s"}, "deprecated_fields": []}
