package nova.project.crash_loop_alert_test

import data.nova.project.crash_loop_alert

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_alert(fields) := object.union({"alert": "A", "severity": "warning", "general": true, "topics": ["crash_loop"], "metrics": ["m"]}, fields)

_rules(alerts) := _fact("AlertRules", {"rules": alerts, "loaded_by": []})

_denied(path, related) := {{"msg": "No alert fires for every pod that restarts again and again", "path": path, "related": related}}

test_another_topic_is_denied if {
	crash_loop_alert.deny == _denied([1, "contents"], []) with input as [_files, _rules([_alert({"topics": ["certificate"]})])]
}

test_an_alert_for_one_workload_is_denied_and_named if {
	narrow := _alert({"general": false})
	crash_loop_alert.deny == _denied([1, "contents"], [[1, "contents"]]) with input as [
		_files,
		_rules([_alert({"topics": []}), narrow]),
	]
}

test_it_belongs_to_the_scrape_configuration_where_there_are_no_rules if {
	crash_loop_alert.deny == _denied([1, "contents"], []) with input as [_files, _fact("ScrapeConfig", {"jobs": []})]
}

test_it_belongs_to_the_repository_where_nothing_is_watched if {
	pipeline := _fact("Pipeline", {"jobs": [], "deployments": [{"job": "deploy"}], "images": []})
	crash_loop_alert.deny == _denied([0, "contents"], []) with input as [_files, pipeline]
}

test_a_general_alert_passes if crash_loop_alert.deny == set() with input as [_files, _rules([_alert({})])]

test_a_repository_that_runs_nothing_is_silent if crash_loop_alert.deny == set() with input as [_files]
