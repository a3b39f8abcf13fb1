package nova.prometheus.loaded_rules_test

import data.nova.prometheus.loaded_rules

_rules(fields) := object.union({"kind": "AlertRules", "metadata": {"name": "rules/alerts.yml"}, "rules": [{"alert": "Down"}, {"alert": "Slow"}], "loaded_by": []}, fields)

test_rules_that_nothing_loads_are_denied if {
	loaded_rules.deny == {{"msg": "No Prometheus loads the 2 alerts of rules/alerts.yml", "path": []}} with input as _rules({})
}

test_loaded_rules_pass if loaded_rules.deny == set() with input as _rules({"loaded_by": [{"how": "rule_files"}]})

test_sources_without_alerts_are_silent if {
	loaded_rules.deny == set() with input as _rules({"rules": []})
	loaded_rules.deny == set() with input as _rules({"rules": 7})
}
