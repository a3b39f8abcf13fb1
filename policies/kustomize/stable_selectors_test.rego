package nova.kustomize.stable_selectors_test

import data.nova.kustomize.stable_selectors

labels(names) := {"metadata": {"name": "k8s/base"}, "common_label_selectors": [{"label": name} | some name in names]}

test_a_label_that_tells_workloads_apart_is_denied if {
	found := stable_selectors.deny with input as labels(["environment", "app"])
	found == {{"msg": `Kustomization k8s/base writes label "app" into selectors`, "path": ["common_label_selectors", 1], "related": []}}
}

test_two_labels_are_one_denial if {
	found := stable_selectors.deny with input as labels(["app", "tier"])
	{[denial.path, denial.related] | some denial in found} == {[["common_label_selectors", 0], [["common_label_selectors", 1]]]}
}

test_other_labels_pass if stable_selectors.deny == set() with input as labels(["environment", "managed-by"])
