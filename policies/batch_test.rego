package batch_test

import data.batch

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
	batch.deny == {
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
	count(batch.deny) == 2 with input as {"documents": [document]}
	count(batch.deny) == 1 with input as {"documents": [document], "parameters": {"ingress_rate_limit": 60}}
	count(batch.deny) == 1 with input as {"documents": [document]} with data.parameters as {"ingress_rate_limit": 60}
}
