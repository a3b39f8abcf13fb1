package nova.project.alerted_metrics_test

import data.nova.project.alerted_metrics

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_rules(metrics) := _fact("AlertRules", {"rules": [{"alert": "A", "metrics": metrics}], "records": [{"record": "job:errors:rate5m"}]})

_crate := _fact("RustCrate", {"metrics": [{"name": "orders_seconds", "type": "histogram"}, {"name": "orders_total"}, {"name": 7}]})

test_unknown_metrics_are_denied if {
	alerted_metrics.deny == {
		{"msg": `Alert "A" watches orders_lost_total, which nothing emits`, "path": [1, "contents", "rules", 0]},
		{"msg": `Alert "A" watches carts, lost_total, which nothing emits`, "path": [2, "contents", "rules", 0]},
	} with input as [_crate, _rules(["orders_lost_total"]), _rules(["carts", "lost_total"])]
}

test_emitted_metrics_pass if {
	every metric in ["orders_total", "orders", "orders_seconds_bucket", "orders_seconds_count", "kube_pod_info", "up"] {
		alerted_metrics.deny == set() with input as [_crate, _rules([metric, "orders_lost_total"])]
	}
}

test_recorded_metrics_pass if alerted_metrics.deny == set() with input as [_crate, _rules(["job:errors:rate5m"])]

test_without_known_metrics_it_is_silent if {
	alerted_metrics.deny == set() with input as [_rules(["orders_lost_total"])]
	alerted_metrics.deny == set() with input as [_crate, _rules([])]
}
