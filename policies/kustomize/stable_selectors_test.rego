package nova.kustomize.stable_selectors_test

import data.nova.kustomize.stable_selectors

_labels(names) := {
	"metadata": {"name": "k8s/base"},
	"common_label_selectors": [{"label": name} | some name in names],
}

test_a_label_that_tells_workloads_apart_is_denied if {
	stable_selectors.deny == {{
		"msg": "Kustomization k8s/base writes label \"app\" into selectors",
		"path": ["common_label_selectors", 1],
	}} with input as _labels(["environment", "app"])
}

test_other_labels_pass if stable_selectors.deny == set() with input as _labels(["environment", "managed-by"])
