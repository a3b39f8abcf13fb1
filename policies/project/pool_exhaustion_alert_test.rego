package nova.project.pool_exhaustion_alert_test

import data.nova.project.pool_exhaustion_alert

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {"languages": [{"name": "sql"}]})

_alert(fields) := object.union({"alert": "A", "severity": "warning", "general": true, "topics": ["pool_exhaustion"], "metrics": ["m"]}, fields)

_rules(alerts) := _fact("AlertRules", {"rules": alerts, "loaded_by": []})

_denied(path, related) := {{"msg": "No alert fires when a connection pool is exhausted", "path": path, "related": related}}

test_another_topic_is_denied if {
	pool_exhaustion_alert.deny == _denied([1, "contents"], []) with input as [_files, _rules([_alert({"topics": ["certificate"]})])]
}

test_an_alert_for_one_workload_is_denied_and_named if {
	narrow := _alert({"general": false})
	pool_exhaustion_alert.deny == _denied([1, "contents"], [[1, "contents"]]) with input as [
		_files,
		_rules([_alert({"topics": []}), narrow]),
	]
}

test_it_belongs_to_the_scrape_configuration_where_there_are_no_rules if {
	pool_exhaustion_alert.deny == _denied([1, "contents"], []) with input as [_files, _fact("ScrapeConfig", {"jobs": []})]
}

test_it_belongs_to_the_repository_where_nothing_is_watched if {
	pipeline := _fact("Pipeline", {"jobs": [], "deployments": [{"job": "deploy"}], "images": []})
	pool_exhaustion_alert.deny == _denied([0, "contents"], []) with input as [_files, pipeline]
}

test_a_general_alert_passes if pool_exhaustion_alert.deny == set() with input as [_files, _rules([_alert({})])]

test_a_repository_that_runs_nothing_is_silent if pool_exhaustion_alert.deny == set() with input as [_files]

test_without_a_database_it_is_silent if {
	pool_exhaustion_alert.deny == set() with input as [_fact("RepositoryFiles", {}), _rules([_alert({"topics": []})])]
}
