package lib.alerts_test

import data.lib.alerts

_fact(kind, fields) := {"contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind}, fields)}

_rules := _fact("AlertRules", {"loaded_by": [{}], "rules": [
	{"topics": ["disk", "memory"], "general": true},
	7,
	{"topics": ["disk"], "general": false},
	{"topics": "disk"},
]})

test_alerts_are_found_by_topic if {
	count(alerts.all_alerts) == 3 with input as [_rules]
	{alert.path | some alert in alerts.about({"disk"})} == {[0, "contents", "rules", 0], [0, "contents", "rules", 2]} with input as [_rules]
	alerts.about({"cpu"}) == [] with input as [_rules]
	every alert in alerts.all_alerts {
		alert.loaded == true
	} with input as [_rules]
}

test_only_general_alerts_watch if {
	alerts.is_watched({"disk"}) with input as [_rules]
	alerts.narrow({"disk"}) == [[0, "contents"]] with input as [_rules]
	not alerts.is_watched({"cpu"}) with input as [_rules]
}

test_missing_alerts_belong_beside_others if {
	files := _fact("RepositoryFiles", {})
	scrape := _fact("ScrapeConfig", {})
	alerts.place == [2, "contents"] with input as [files, scrape, _rules]
	alerts.place == [1, "contents"] with input as [files, scrape]
	alerts.place == [0, "contents"] with input as [files]
}

test_something_must_run if {
	alerts.is_operated with input as [_rules]
	alerts.is_operated with input as [_fact("ScrapeConfig", {})]
	alerts.is_operated with input as [_fact("ArgoApplication", {})]
	not alerts.is_operated with input as [_fact("RepositoryFiles", {})]
}

_object(kind, fields) := {"contents": object.union({"apiVersion": "v1", "kind": kind}, fields)}

_workload(container) := _object("Deployment", {"spec": {"template": {"spec": {"containers": [container]}}}})

test_a_database_shows_in_many_places if {
	every member in [
		_fact("RepositoryFiles", {"languages": [{"name": "sql"}]}),
		_fact("RepositoryFiles", {"terraform": {"databases": [{"kind": "aws_db_instance"}]}}),
		_fact("RustCrate", {"dependencies": [{"name": "sqlx", "package": "sqlx", "kind": "normal"}]}),
		_workload({"image": "postgres:16"}),
		_workload({"image": "shop:1", "env": [7, {"name": "DATABASE_URL"}]}),
		_object("ConfigMap", {"data": {"ORDERS_DB_HOST": "db.example"}}),
	] {
		alerts.keeps_data with input as [member]
	}
	every member in [
		_fact("RepositoryFiles", {"languages": [{"name": "rust"}], "terraform": {"databases": []}}),
		_fact("RustCrate", {"dependencies": [{"name": "sqlx", "package": "sqlx", "kind": "normal"}], "illustrates": true}),
		_workload({"image": "redis:7", "env": [{"name": "CACHE_URL"}]}),
		_object("ConfigMap", {"data": {"LOG_LEVEL": "info"}}),
	] {
		not alerts.keeps_data with input as [member]
	}
}
