package nova.environment.disjoint_selectors_test

import data.nova.environment.disjoint_selectors

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_service(name) := {
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": {"selector": {"app": name}, "ports": [{"port": 80}]},
}

_labelled(name, labels) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": {"template": {"metadata": {"labels": object.union({"app": "shop"}, labels)}, "spec": {"containers": []}}},
}

_denied := {{
	"msg": "Service \"shop\" sends traffic to 2 workloads",
	"path": [0, "contents", "spec", "selector"],
	"related": [[1, "contents"], [2, "contents"]],
}}

test_a_service_of_two_applications_is_denied if {
	disjoint_selectors.deny == _denied with input as _members([_service("shop"), _labelled("web", {"part": "web"}), _labelled("api", {"part": "api"})])
}

test_workloads_that_no_label_tells_apart_are_denied if {
	disjoint_selectors.deny == _denied with input as _members([_service("shop"), _labelled("web", {}), _labelled("api", {})])
}

test_versions_of_one_application_pass if {
	every label in ["color", "version", "track", "role"] {
		count(disjoint_selectors.deny) == 0 with input as _members([_service("shop"), _labelled("a", {label: "one"}), _labelled("b", {label: "two"})])
	}
}

test_one_workload_and_one_that_is_defined_twice_pass if {
	count(disjoint_selectors.deny) == 0 with input as _members([_service("shop"), _labelled("web", {})])
	count(disjoint_selectors.deny) == 0 with input as _members([_service("shop"), _labelled("web", {}), _labelled("web", {})])
}

test_headless_services_are_silent if {
	headless := object.union(_service("shop"), {"spec": {"clusterIP": "None"}})
	count(disjoint_selectors.deny) == 0 with input as _members([headless, _labelled("web", {}), _labelled("api", {})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Service"}}]] {
		count(disjoint_selectors.deny) == 0 with input as odd
	}
}
