package nova.kubernetes.dedicated_service_account_test

import data.nova.kubernetes.dedicated_service_account

_deployment(pod) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": "web"},
	"spec": {"template": {"spec": object.union({"containers": [{"name": "web"}]}, pod)}},
}

_denied := {{
	"msg": "Deployment \"web\" runs as the default service account with its token",
	"path": ["spec", "template", "spec", "serviceAccountName"],
}}

test_the_default_account_is_denied if {
	every pod in [{}, {"serviceAccountName": "default"}, {"automountServiceAccountToken": true}, {"serviceAccountName": ""}] {
		dedicated_service_account.deny == _denied with input as _deployment(pod)
	}
}

test_an_own_account_passes if {
	count(dedicated_service_account.deny) == 0 with input as _deployment({"serviceAccountName": "web"})
	count(dedicated_service_account.deny) == 0 with input as _deployment({"serviceAccount": "web"})
}

test_no_token_passes if count(dedicated_service_account.deny) == 0 with input as _deployment({"automountServiceAccountToken": false})

test_cron_jobs_are_judged_at_their_pod if {
	job := {"kind": "CronJob", "metadata": {"name": "web"}, "spec": {"jobTemplate": {"spec": {"template": {"spec": {}}}}}}
	{denial.path | some denial in dedicated_service_account.deny} == {["spec", "jobTemplate", "spec", "template", "spec", "serviceAccountName"]} with input as job
}

test_other_kinds_are_silent if {
	every odd in [{"kind": "Service", "spec": {}}, {"kind": "Pod"}, [], null] {
		count(dedicated_service_account.deny) == 0 with input as odd
	}
}
