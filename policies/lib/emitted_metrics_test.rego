package lib.emitted_metrics_test

import data.lib.emitted_metrics

_crate := {"contents": {
	"apiVersion": "facts.nova-policy.dev/v1",
	"kind": "RustCrate",
	"metrics": [{"name": "orders_seconds"}, {"name": 7}],
}}

test_names_are_texts if {
	emitted_metrics.names({"metrics": ["up", 7, null]}) == ["up"]
	emitted_metrics.names({"metrics": "up"}) == []
}

test_one_known_name_is_enough if {
	emitted_metrics.is_unknown(["carts_total"]) with input as [_crate]
	every name in ["orders_seconds_sum", "kube_pod_info", "orders_seconds"] {
		not emitted_metrics.is_unknown(["carts_total", name]) with input as [_crate]
	}
}

test_nothing_is_unknown_where_nothing_is_registered if not emitted_metrics.is_unknown(["carts_total"]) with input as []

test_what_other_languages_register_is_not_known if {
	counts := [{"name": "go", "lines": 900}, {"name": "rust", "lines": 100}, {"name": "sql", "lines": 5000}]
	files := {"contents": {"apiVersion": "facts.nova-policy.dev/v1", "kind": "RepositoryFiles", "languages": counts}}
	not emitted_metrics.is_unknown(["carts_total"]) with input as [_crate, files]
	mostly_rust := array.slice(counts, 1, 3)
	emitted_metrics.is_unknown(["carts_total"]) with input as [_crate, {"contents": object.union(files.contents, {"languages": mostly_rust})}]
}
