package admission_test

import data.admission

_catalogue := {"policies": {
	"dockerfile/non_root": {"severity": "high", "matchers": [{"input": "dockerfile"}]},
	"kubernetes/ingress_connection_limit": {
		"severity": "medium",
		"matchers": [{"apiGroups": ["*"], "kinds": ["Ingress"]}],
	},
	"kubernetes/ingress_tls": {
		"severity": "blocker",
		"matchers": [{"apiGroups": ["networking.k8s.io"], "kinds": ["Ingress"]}],
	},
	"kubernetes/non_root": {"severity": "high", "matchers": [{"apiGroups": [""], "kinds": ["Pod"]}]},
}}

_object := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"generateName": "web-"},
	"spec": {"ingressClassName": "nginx", "rules": [{"host": "web.example.com"}]},
}

_request := {"uid": "7", "operation": "CREATE", "object": _object}

_review(request) := {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}

_asked(changes) := _review(object.union(_request, changes))

_tls := `[kubernetes/ingress_tls] Ingress "web-" serves its hosts without TLS`

_limit := `[kubernetes/ingress_connection_limit] Ingress "web-" does not limit connections per client`

_refused := {"uid": "7", "allowed": false, "status": {"code": 403, "message": _tls}, "warnings": [_limit]}

_answer(review) := response if {
	answered := admission.review with input as review with data.catalogue as _catalogue
	answered.apiVersion == "admission.k8s.io/v1"
	answered.kind == "AdmissionReview"
	response := answered.response
}

test_a_denial_refuses_or_warns_by_its_severity if _answer(_review(_request)) == _refused

test_a_dry_run_and_an_update_are_judged_alike if {
	_answer(_asked({"dryRun": true})) == _refused
	_answer(_asked({"operation": "UPDATE", "oldObject": _object})) == _refused
}

test_the_parameter_says_which_severities_refuse if {
	_answer(_review(_request)) == {"uid": "7", "allowed": true, "warnings": [_limit, _tls]} with data.parameters as {"refused_severities": ["low"]}
	both := concat("\n", [_limit, _tls])
	_answer(_review(_request)) == {
		"uid": "7", "allowed": false,
		"status": {"code": 403, "message": both},
	} with data.parameters as {"refused_severities": ["blocker", "medium"]}
}

test_parameters_reach_the_policies if {
	console := object.union(_object, {"metadata": {"name": "tower"}})
	named := _answer(_asked({"object": console})) with data.parameters as {"admin_interfaces": ["tower"]}
	not named.warnings
}

test_an_object_without_denials_is_admitted if {
	_answer(_asked({"object": {"apiVersion": "v1", "kind": "ConfigMap"}})) == {"uid": "7", "allowed": true}
	_answer(_asked({"object": {"apiVersion": "v1", "kind": "Pod", "spec": {"securityContext": {"runAsNonRoot": true}}}})) == {"uid": "7", "allowed": true}
}

test_a_group_that_no_matcher_names_is_not_asked if {
	answer := _answer(_asked({"object": object.union(_object, {"apiVersion": "example.com/v1"})}))
	answer == {"uid": "7", "allowed": true, "warnings": [_limit]}
}

test_what_brings_no_object_is_admitted if {
	_answer(_review({"uid": "7", "operation": "DELETE", "object": null})) == {"uid": "7", "allowed": true}
	_answer(_review({"uid": "7", "operation": "CONNECT"})) == {"uid": "7", "allowed": true}
}

test_subresources_that_write_no_spec_are_admitted if {
	every name in ["status", "scale"] {
		_answer(_asked({"subResource": name})) == {"uid": "7", "allowed": true}
	}
	_answer(_asked({"subResource": "ephemeralcontainers"})) == _refused
}

test_a_malformed_review_is_refused_with_every_reason if {
	_answer({}) == {"uid": "", "allowed": false, "status": {
		"code": 400,
		"message": "not judged: the request has no uid; the request names no operation; this is no AdmissionReview of admission.k8s.io/v1",
	}}
	_answer(_review({"uid": "7", "operation": "CREATE", "object": null})) == {"uid": "7", "allowed": false, "status": {
		"code": 400,
		"message": "not judged: the request has no object",
	}}
	_answer(_review({"uid": "7", "operation": "UPDATE"})).status.code == 400
}

test_a_policy_without_an_answer_refuses if {
	gone := {"policies": {"kubernetes/gone": {
		"severity": "low",
		"matchers": [{"apiGroups": ["networking.k8s.io"], "kinds": ["*"]}],
	}}}
	answered := admission.review with input as _review(_request) with data.catalogue as gone
	answered.response == {"uid": "7", "allowed": false, "status": {
		"code": 500,
		"message": "not judged: policy kubernetes/gone gave no answer",
	}}
}

test_a_bundle_without_a_catalogue_refuses if {
	answered := admission.review with input as _review(_request) with data.catalogue as {}
	answered.response.allowed == false
	answered.response.status.message == "not judged: the bundle has no catalogue of policies"
}

test_wrong_severities_refuse if {
	every odd in ["blocker", ["blocker", "hihg"], 7] {
		answer := _answer(_review(_request)) with data.parameters as {"refused_severities": odd}
		answer.status == {"code": 500, "message": "not judged: parameter refused_severities is no list of severities"}
	}
}
