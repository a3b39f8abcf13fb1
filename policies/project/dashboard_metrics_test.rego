package nova.project.dashboard_metrics_test

import data.nova.project.dashboard_metrics

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_dashboards(metrics) := _fact("Dashboards", {"dashboards": [{"title": "Shop", "metrics": metrics}, {"title": "Old", "metrics": metrics}]})

_crate := _fact("RustCrate", {"metrics": [{"name": "orders_total", "type": "counter"}]})

test_dashboards_of_unknown_metrics_are_denied if {
	dashboard_metrics.deny == {
		{"msg": `Dashboard "Shop" shows carts_total, which nothing emits`, "path": [1, "contents", "dashboards", 0]},
		{"msg": `Dashboard "Old" shows carts_total, which nothing emits`, "path": [1, "contents", "dashboards", 1]},
	} with input as [_crate, _dashboards(["carts_total"])]
}

test_one_known_metric_passes if dashboard_metrics.deny == set() with input as [_crate, _dashboards(["carts_total", "orders_total"])]

test_without_known_metrics_it_is_silent if dashboard_metrics.deny == set() with input as [_dashboards(["carts_total"])]
