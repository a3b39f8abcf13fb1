package nova.project.alerting_rules_test

import data.nova.project.alerting_rules

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

test_no_alert_at_all_is_denied if {
	alerting_rules.deny == {{"msg": "No alerting rule watches what is deployed", "path": [0, "contents"]}} with input as [
		_fact("ScrapeConfig", {"jobs": []}),
		_files,
	]
}

test_an_alert_passes if alerting_rules.deny == set() with input as [_files, _fact("AlertRules", {"rules": [{"alert": "A"}]})]

test_nothing_to_watch_is_silent if alerting_rules.deny == set() with input as [_files]
