package nova.project.disk_space_alert_test

import data.nova.project.disk_space_alert

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_alert(fields) := object.union({"alert": "A", "severity": "warning", "general": true, "topics": ["disk"], "metrics": ["m"]}, fields)

_rules(alerts) := _fact("AlertRules", {"rules": alerts, "loaded_by": []})

_denied(path, related) := {{"msg": "No alert fires when a disk fills up", "path": path, "related": related}}

test_another_topic_is_denied if {
	disk_space_alert.deny == _denied([1, "contents"], []) with input as [_files, _rules([_alert({"topics": ["certificate"]})])]
}

test_an_alert_for_one_workload_is_denied_and_named if {
	narrow := _alert({"general": false})
	disk_space_alert.deny == _denied([1, "contents"], [[1, "contents"]]) with input as [
		_files,
		_rules([_alert({"topics": []}), narrow]),
	]
}

test_it_belongs_to_the_scrape_configuration_where_there_are_no_rules if {
	disk_space_alert.deny == _denied([1, "contents"], []) with input as [_files, _fact("ScrapeConfig", {"jobs": []})]
}

test_it_belongs_to_the_repository_where_nothing_is_watched if {
	pipeline := _fact("Pipeline", {"jobs": [], "deployments": [{"job": "deploy"}], "images": []})
	disk_space_alert.deny == _denied([0, "contents"], []) with input as [_files, pipeline]
}

test_a_general_alert_passes if disk_space_alert.deny == set() with input as [_files, _rules([_alert({})])]

test_a_repository_that_runs_nothing_is_silent if disk_space_alert.deny == set() with input as [_files]

test_a_cloud_alarm_passes if {
	files := _fact("RepositoryFiles", {"terraform": {"alarms": [{"name": "disk", "metric": "FreeStorageSpace", "notifies": true}]}})
	disk_space_alert.deny == set() with input as [files, _rules([])]
}

test_a_cloud_alarm_that_tells_nobody_does_not_help if {
	files := _fact("RepositoryFiles", {"terraform": {"alarms": [{"name": "disk", "metric": "FreeStorageSpace", "notifies": false}]}})
	disk_space_alert.deny == _denied([1, "contents"], []) with input as [files, _rules([])]
}

test_other_cloud_alarms_do_not_help if {
	cpu := {"name": "cpu", "metric": "CPUUtilization", "notifies": true}
	files := _fact("RepositoryFiles", {"terraform": {"alarms": [cpu, {"metric": null, "notifies": true}]}})
	disk_space_alert.deny == _denied([1, "contents"], []) with input as [files, _rules([])]
}
