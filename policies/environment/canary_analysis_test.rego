package nova.environment.canary_analysis_test

import data.nova.environment.canary_analysis

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_deployment(name, spec) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": object.union(spec, {"template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": name}]}}}),
}

_service(name) := {
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": {"selector": {"app": name}, "ports": [{"port": 80}]},
}

_ingress(service, annotations) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "namespace": "shop", "annotations": annotations},
	"spec": {"rules": [{"host": "shop.example", "http": {"paths": [{
		"path": "/",
		"backend": {"service": {"name": service, "port": {"number": 80}}},
	}]}}]},
}

_exposed := [_ingress("web", {}), _service("web"), _deployment("web", {})]

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

test_no_canary_is_one_denial if {
	canary_analysis.deny == {{"msg": "No canary judges a new version of Deployment \"web\" by metrics", "path": [2, "contents"]}} with input as _members(_exposed)
}

_rollout(strategy) := _object("argoproj.io/v1alpha1", "Rollout", "web", {"spec": {"strategy": strategy}})

_template := _object("argoproj.io/v1alpha1", "AnalysisTemplate", "errors", {})

_analysis := {"analysis": {"templates": [{"templateName": "errors"}]}}

_pause(duration) := {"pause": {"duration": duration}}

test_a_rollout_without_analysis_is_denied if {
	missing := {{"msg": "Rollout \"web\" has no analysis whose templates the environment has", "path": [0, "contents", "spec", "strategy", "canary"]}}
	canary_analysis.deny == missing with input as _members([_rollout({"canary": {"steps": [_pause("15m")]}})])
	canary_analysis.deny == missing with input as _members([_rollout({"canary": object.union(_analysis, {"steps": [_pause("15m")]})})])
}

test_a_short_rollout_is_denied if {
	canary_analysis.deny == {{"msg": "Rollout \"web\" watches its canary for less than 15 minutes", "path": [0, "contents", "spec", "strategy", "canary", "steps"]}} with input as _members([
		_rollout({"canary": object.union(_analysis, {"steps": [{"setWeight": 20}, _pause("10m"), _pause(299)]})}),
		_template,
	])
}

test_long_endless_and_blue_green_rollouts_pass if {
	every strategy in [
		{"canary": object.union(_analysis, {"steps": [_pause("10m"), _pause(300)]})},
		{"canary": object.union(_analysis, {"steps": [{"pause": {}}]})},
		{"canary": {"steps": [_analysis, _pause("1h")]}},
		{"blueGreen": {"prePromotionAnalysis": {"templates": [{"templateName": "errors"}]}}},
	] {
		count(canary_analysis.deny) == 0 with input as _members([_rollout(strategy), _template])
	}
}

test_templates_of_the_cluster_count_in_every_namespace if {
	cluster := {"apiVersion": "argoproj.io/v1alpha1", "kind": "ClusterAnalysisTemplate", "metadata": {"name": "errors"}}
	count(canary_analysis.deny) == 0 with input as _members([_rollout({"canary": object.union(_analysis, {"steps": [_pause("1h")]})}), cluster])
}

_canary(analysis) := _object("flagger.app/v1beta1", "Canary", "web", {"spec": {"analysis": analysis}})

_metrics := [{"name": "request-success-rate", "thresholdRange": {"min": 99}}]

test_a_canary_without_thresholds_is_denied if {
	canary_analysis.deny == {{"msg": "Canary \"web\" judges its canary by no metric with a threshold", "path": [0, "contents", "spec", "analysis", "metrics"]}} with input as _members([_canary({"interval": "5m", "maxWeight": 50, "stepWeight": 10, "metrics": [{"name": "latency"}]})])
}

test_the_duration_of_a_canary_is_a_boundary if {
	short := {{"msg": "Canary \"web\" watches its canary for less than 15 minutes", "path": [0, "contents", "spec", "analysis"]}}
	every analysis in [{"interval": "1m", "maxWeight": 50, "stepWeight": 5}, {"interval": "1m", "iterations": 14}, {"interval": "3m", "stepWeights": [5, 10, 20, 40]}] {
		canary_analysis.deny == short with input as _members([_canary(object.union(analysis, {"metrics": _metrics}))])
	}
	every analysis in [{"interval": "3m", "maxWeight": 50, "stepWeight": 10}, {"interval": "1m", "iterations": 15}, {"interval": "900s", "stepWeights": [50]}] {
		count(canary_analysis.deny) == 0 with input as _members([_canary(object.union(analysis, {"metrics": _metrics}))])
	}
	count(canary_analysis.deny) == 1 with input as _members([_canary({"interval": "1m", "iterations": 15, "metrics": _metrics})]) with data.lib.parameters.canary_minutes as 16
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Rollout"}}]] {
		count(canary_analysis.deny) == 0 with input as odd
	}
}

_elsewhere(kind, namespace, name) := {"apiVersion": "facts.nova-policy.dev/v1", "kind": "ObjectsElsewhere", "objects": [{"kind": kind, "namespace": namespace, "name": name}]}

test_templates_of_another_environment_count if {
	rollout := _rollout({"canary": object.union(_analysis, {"steps": [_pause("15m")]})})
	count(canary_analysis.deny) == 0 with input as _members([rollout, _elsewhere("AnalysisTemplate", "shop", "errors")])
	count(canary_analysis.deny) == 0 with input as _members([rollout, _elsewhere("ClusterAnalysisTemplate", "", "errors")])
	count(canary_analysis.deny) == 1 with input as _members([rollout, _elsewhere("AnalysisTemplate", "other", "errors")])
}
