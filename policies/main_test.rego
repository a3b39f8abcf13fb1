package main_test

import data.main

_ingress := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web"},
	"spec": {"rules": [{"host": "web.example.com"}]},
}

_denial := {
	"msg": "Ingress \"web\" serves its hosts without TLS",
	"path": ["spec", "tls"],
	"policy": "kubernetes/ingress_tls",
}

test_an_envelope_gets_denials_and_an_account if {
	main.deny == {
		object.union(_denial, {"document": "7"}),
		{"msg": "judged", "document": "7", "judged": {"kubernetes/ingress_tls"}},
	} with input as {"documents": [{
		"id": "7",
		"policies": ["kubernetes/ingress_tls", "kubernetes/no_such_policy"],
		"input": _ingress,
	}]}
}

test_parameters_of_an_envelope_and_of_data_override_defaults if {
	limited := object.union(_ingress, {
		"metadata": {"annotations": {"nginx.ingress.kubernetes.io/limit-rps": "50"}},
		"spec": {"ingressClassName": "nginx"},
	})
	document := {"id": "0", "policies": ["kubernetes/ingress_rate_limit"], "input": limited}
	count(main.deny) == 2 with input as {"documents": [document]}
	count(main.deny) == 1 with input as {"documents": [document], "parameters": {"ingress_rate_limit": 60}}
	count(main.deny) == 1 with input as {"documents": [document]} with data.parameters as {"ingress_rate_limit": 60}
}

test_a_raw_object_is_judged_by_its_room if _denial in main.deny with input as _ingress

test_rooms_follow_from_the_shape_of_a_raw_document if {
	main._rooms == {"kubernetes"} with input as _ingress
	main._rooms == {"workflow"} with input as {"jobs": {}}
	main._rooms == {"workflow"} with input as {"runs": {}}
	main._rooms == {"cargo"} with input as {"package": {}}
	main._rooms == {"cargo"} with input as {"workspace": {}}
	main._rooms == {"dockerfile"} with input as [{"Cmd": "from"}]
	main._rooms == {"environment", "project"} with input as [{"path": "a", "contents": {}}]
	main._rooms == set() with input as {}
}

test_a_raw_fact_is_offered_to_the_rooms_that_judge_facts if {
	main._rooms == {
		"kustomize",
		"manifest",
		"pipeline",
		"prometheus",
		"rust",
	} with input as {"apiVersion": "facts.nova-policy.dev/v1", "kind": "KustomizeBuild"}
}
