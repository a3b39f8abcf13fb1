package nova.project.gitops_sources_test

import data.nova.project.gitops_sources

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_application(name, source) := _fact("ArgoApplication", {"metadata": {"name": name}, "name": name, "sources": [source]})

_source(exists, kustomization, manifests) := {
	"path": "k8s/prod",
	"own_repository": true,
	"path_exists": exists,
	"has_kustomization": kustomization,
	"has_chart": false,
	"has_manifests": manifests,
}

_build(builds) := _fact("KustomizeBuild", {"metadata": {"name": "k8s/prod"}, "builds": builds})

_denied(fault) := {{
	"msg": sprintf("Application \"web\" points at k8s/prod, %s", [fault]),
	"path": [0, "contents", "sources", 0, "path"],
	"related": [[0, "contents"]],
}}

test_a_missing_path_is_denied if {
	gitops_sources.deny == _denied("which does not exist") with input as [_application("web", _source(false, false, false))]
}

test_a_path_that_does_not_build_is_denied if {
	gitops_sources.deny == _denied("which does not build") with input as [
		_application("web", _source(true, true, false)),
		_build(false),
	]
}

test_a_path_that_holds_nothing_is_denied if {
	gitops_sources.deny == _denied("which holds no kustomization, chart or manifest") with input as [_application("web", _source(true, false, false))]
}

test_a_path_that_builds_or_holds_manifests_passes if {
	gitops_sources.deny == set() with input as [_application("web", _source(true, true, false)), _build(true)]
	gitops_sources.deny == set() with input as [_application("web", _source(true, false, true))]
}

test_other_repositories_are_silent if {
	source := object.union(_source(false, false, false), {"own_repository": false})
	gitops_sources.deny == set() with input as [_application("web", source)]
}

test_two_applications_of_one_name_are_denied_at_the_second if {
	gitops_sources.deny == {{
		"msg": "Application \"web\" is defined twice",
		"path": [1, "contents"],
		"related": [[0, "contents"]],
	}} with input as [_application("web", _source(true, false, true)), _application("web", _source(true, false, true))]
}
