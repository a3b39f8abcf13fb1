# METADATA
# title: A canary is judged by metrics for long enough, and taken back automatically
# description: >-
#   An environment that serves outside traffic needs a canary at all: one finding at the first such workload. A
#   Rollout's canary needs pauses that add up to the parameter (an endless pause counts as a person's judgement)
#   and an analysis whose templates the environment has, or another one that is applied beside it; a blue-green
#   Rollout a pre- or post-promotion analysis; a flagger Canary metrics with a threshold, and enough intervals. What
#   the metrics say is not judged.
# related_resources:
# - ref: https://argo-rollouts.readthedocs.io/en/stable/features/analysis/
# - ref: https://docs.flagger.app/usage/metrics
# custom:
#   severity: low
#   section: "9"
#   recommendation: P3-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Give the canary an analysis of the error rate (at most 1 %) and the latency, and 15 to 30 minutes of steps.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   - apiGroups: [apps]
#     kinds: [Deployment]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   - apiGroups: [flagger.app]
#     kinds: [Canary]
#   parameters: [canary_minutes, stateful_images]
package nova.environment.canary_analysis

import data.lib.delivery
import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("No canary judges a new version of %s by metrics", [environment.title(index)])),
	"path": environment.head(index),
} if {
	count(delivery.controllers) == 0
	index := min(environment.exposed)
}

deny contains {
	"msg": message.line(sprintf("%s has no analysis whose templates the environment has", [environment.title(index)])),
	"path": environment.at(index, ["spec", "strategy", kind]),
} if {
	some index in environment.of_kind.Rollout
	some kind in {"blueGreen", "canary"}
	is_object(environment.objects[index].spec.strategy[kind])
	count(_templates(index, environment.objects[index].spec.strategy[kind])) == 0
}

deny contains {
	"msg": message.line(sprintf("%s watches its canary for less than %s", [environment.title(index), message.amount(parameters.canary_minutes, "minute")])),
	"path": environment.at(index, path),
} if {
	some index in delivery.controllers
	[path, minutes] := _duration(environment.objects[index])
	minutes < parameters.canary_minutes
}

deny contains {
	"msg": message.line(sprintf("%s judges its canary by no metric with a threshold", [environment.title(index)])),
	"path": environment.at(index, ["spec", "analysis", "metrics"]),
} if {
	some index in environment.of_kind.Canary
	analysis := kubernetes.mapping(environment.objects[index].spec.analysis)
	metrics := kubernetes.list(object.get(analysis, "metrics", []))
	count([metric | some metric in metrics; _threshold(metric)]) == 0
}

_templates(index, strategy) := {template.templateName |
	some analysis in ["analysis", "prePromotionAnalysis", "postPromotionAnalysis"]
	some holder in array.concat([strategy], kubernetes.list(object.get(strategy, "steps", [])))
	some template in kubernetes.list(holder[analysis].templates)
	_exists(index, template.templateName)
}

_exists(index, name) if environment.named.AnalysisTemplate[environment.namespaces[index]][name]

_exists(index, name) if environment.elsewhere("AnalysisTemplate", environment.namespaces[index], name)

_exists(_, name) if environment.elsewhere("ClusterAnalysisTemplate", "", name)

_exists(_, name) if {
	some template in environment.of_kind.ClusterAnalysisTemplate
	kubernetes.name(environment.objects[template]) == name
}

_duration(resource) := [["spec", "strategy", "canary", "steps"], total] if {
	resource.kind == "Rollout"
	steps := kubernetes.list(resource.spec.strategy.canary.steps)
	every step in steps {
		not _endless(step)
	}
	total := sum([delivery.minutes(step.pause.duration) | some step in steps])
}

_duration(resource) := [["spec", "analysis"], delivery.minutes(analysis.interval) * _intervals(analysis)] if {
	resource.kind == "Canary"
	analysis := resource.spec.analysis
}

_endless(step) if {
	is_object(step.pause)
	not step.pause.duration
}

_intervals(analysis) := analysis.iterations if is_number(analysis.iterations)

_intervals(analysis) := count(analysis.stepWeights) if {
	not analysis.iterations
	is_array(analysis.stepWeights)
}

_intervals(analysis) := ceil(object.get(analysis, "maxWeight", 100) / analysis.stepWeight) if {
	not analysis.iterations
	not analysis.stepWeights
	is_number(analysis.stepWeight)
	is_number(object.get(analysis, "maxWeight", 100))
	analysis.stepWeight > 0
}

_threshold(metric) if is_object(metric.thresholdRange)
