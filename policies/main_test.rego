package main_test

import data.batch
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

test_an_envelope_is_answered_as_a_batch if {
	envelope := {"documents": [{"id": "7", "policies": ["kubernetes/ingress_tls"], "input": _ingress}]}
	main.deny == batch.deny with input as envelope
	count(main.deny) == 2 with input as envelope
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

test_what_nothing_judges_is_a_warning_and_no_denial if {
	every shape in {{}, null, [], "text", {"services": {"web": {}}}, {"apiVersion": "v1"}} {
		main.deny == set() with input as shape
		main.warn == {{"msg": "No policy judges a document of this shape"}} with input as shape
	}
}

test_what_is_judged_is_no_warning if {
	every shape in {{"apiVersion": "v1", "kind": "Service"}, {"jobs": {}}, [{"Cmd": "from"}], {"documents": []}} {
		main.warn == set() with input as shape
	}
}
