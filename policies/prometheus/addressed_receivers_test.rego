package nova.prometheus.addressed_receivers_test

import data.nova.prometheus.addressed_receivers

_routing(receivers) := {"kind": "AlertRouting", "metadata": {"name": "alertmanager.yml"}, "receivers": receivers}

test_receivers_without_an_address_are_denied if {
	addressed_receivers.deny == {
		{"msg": "Receiver \"team\" has no address to send to by slack", "path": ["receivers", 0]},
		{"msg": "Receiver \"pager\" has no address to send to by pagerduty, webhook", "path": ["receivers", 2]},
	} with input as _routing([
		{"name": "team", "unaddressed": ["slack"]},
		{"name": "ops", "unaddressed": []},
		{"name": "pager", "unaddressed": ["webhook", "pagerduty"]},
	])
}

test_receivers_with_an_address_pass if {
	addressed_receivers.deny == set() with input as _routing([{"name": "ops", "integrations": ["slack"], "unaddressed": []}])
}

test_odd_shapes_are_silent if {
	addressed_receivers.deny == set() with input as _routing([7, {"name": "x", "unaddressed": 7}])
	addressed_receivers.deny == set() with input as _routing({})
}
