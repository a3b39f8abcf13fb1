package nova.project.critical_alerts_test

import data.nova.project.critical_alerts

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_rules(severity) := _fact("AlertRules", {"rules": [{"alert": "A", "severity": severity}], "loaded_by": []})

test_only_warnings_are_denied if {
	every severity in ["warning", null] {
		critical_alerts.deny == {{"msg": "No alert is labelled as critical", "path": [1, "contents"]}} with input as [_files, _rules(severity)]
	}
}

test_a_critical_alert_passes if {
	every severity in ["critical", "page"] {
		critical_alerts.deny == set() with input as [_files, _rules(severity)]
	}
}

test_nothing_to_watch_is_silent if critical_alerts.deny == set() with input as [_files]
