package nova.kubernetes.rollback_history_test

import data.nova.kubernetes.rollback_history

_deployment(spec) := {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}

test_no_history_and_a_late_notice_are_denied if {
	rollback_history.deny == {
		{"msg": "Deployment \"web\" keeps no revision to go back to", "path": ["spec", "revisionHistoryLimit"]},
		{"msg": "Deployment \"web\" notices a stuck rollout after 601 s only", "path": ["spec", "progressDeadlineSeconds"]},
	} with input as _deployment({"revisionHistoryLimit": 0, "progressDeadlineSeconds": 601})
}

test_defaults_and_boundaries_pass if {
	every spec in [{}, {"revisionHistoryLimit": 1, "progressDeadlineSeconds": 600}, {"progressDeadlineSeconds": "700"}] {
		count(rollback_history.deny) == 0 with input as _deployment(spec)
	}
}

test_other_kinds_are_silent if {
	count(rollback_history.deny) == 0 with input as object.union(_deployment({"revisionHistoryLimit": 0}), {"kind": "StatefulSet"})
}
