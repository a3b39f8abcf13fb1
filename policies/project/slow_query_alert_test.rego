package nova.project.slow_query_alert_test

import data.nova.project.slow_query_alert

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {"languages": [{"name": "sql"}]})

_alert(fields) := object.union({"alert": "A", "severity": "warning", "general": true, "topics": ["slow_query"], "metrics": ["m"]}, fields)

_rules(alerts) := _fact("AlertRules", {"rules": alerts, "loaded_by": []})

_denied(path, related) := {{"msg": "No alert fires when queries are slow", "path": path, "related": related}}

test_another_topic_is_denied if {
	slow_query_alert.deny == _denied([1, "contents"], []) with input as [_files, _rules([_alert({"topics": ["certificate"]})])]
}

test_an_alert_for_one_workload_is_denied_and_named if {
	narrow := _alert({"general": false})
	slow_query_alert.deny == _denied([1, "contents"], [[1, "contents"]]) with input as [
		_files,
		_rules([_alert({"topics": []}), narrow]),
	]
}

test_it_belongs_to_the_scrape_configuration_where_there_are_no_rules if {
	slow_query_alert.deny == _denied([1, "contents"], []) with input as [_files, _fact("ScrapeConfig", {"jobs": []})]
}

test_it_belongs_to_the_repository_where_nothing_is_watched if {
	pipeline := _fact("Pipeline", {"jobs": [], "deployments": [{"job": "deploy"}], "images": []})
	slow_query_alert.deny == _denied([0, "contents"], []) with input as [_files, pipeline]
}

test_a_general_alert_passes if slow_query_alert.deny == set() with input as [_files, _rules([_alert({})])]

test_a_repository_that_runs_nothing_is_silent if slow_query_alert.deny == set() with input as [_files]

test_latency_of_a_database_passes if {
	every metric in ["db_query_duration_seconds_bucket", "graphql_duration_seconds_bucket"] {
		slow_query_alert.deny == set() with input as [_files, _rules([_alert({"topics": ["latency"], "metrics": [metric]})])]
	}
}

test_latency_of_requests_does_not_help if {
	slow_query_alert.deny == _denied([1, "contents"], []) with input as [
		_files,
		_rules([_alert({"topics": ["latency"], "metrics": ["http_request_duration_seconds_bucket", 7]})]),
	]
}

test_without_a_database_it_is_silent if {
	slow_query_alert.deny == set() with input as [_fact("RepositoryFiles", {}), _rules([_alert({"topics": []})])]
}

test_graphql_has_queries_without_a_database if {
	gateway := _fact("RustCrate", {"graphql_schemas": [{}]})
	denied := slow_query_alert.deny with input as [_fact("RepositoryFiles", {}), _rules([_alert({"topics": []})]), gateway]
	count(denied) == 1
}

test_graphql_of_examples_is_silent if {
	example := _fact("RustCrate", {"graphql_schemas": [{}], "illustrates": true})
	slow_query_alert.deny == set() with input as [_fact("RepositoryFiles", {}), _rules([_alert({"topics": []})]), example]
}
