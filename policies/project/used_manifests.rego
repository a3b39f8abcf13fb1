# METADATA
# title: Manifests are part of something that is deployed
# description: >-
#   Names manifests in a kustomized tree that no kustomization refers to and that no pipeline, no Argo CD
#   Application and no configuration of Skaffold in the root names, by file or folder. Trees without kustomizations are applied by folder and left alone.
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.25, reason: one line per file}
#   remediation: >-
#     Add the file to the resources of a kustomization, or delete it.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [UnusedManifest]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Config]
#   parameters: []
package nova.project.used_manifests

import data.lib.repository

deny contains {
	"msg": sprintf("Nothing deploys %s", [manifest.metadata.name]),
	"path": [index, "contents"],
} if {
	some index, manifest in repository.facts("UnusedManifest")
	not _example(manifest.metadata.name)
	not _named(manifest.metadata.name)
	not _bootstraps(manifest)
}

# Somebody has to apply the first Application by hand.
_bootstraps(manifest) if {
	every object in manifest.objects {
		object.kind in {"Application", "ApplicationSet", "AppProject"}
	}
}

_example(path) if regex.match(`(^|/)(docs?|examples?|samples?|tests?|testdata|local)(/|$)`, path)

_named(path) if {
	some place in _deployed
	path == place
}

_named(path) if {
	some place in _deployed
	startswith(path, concat("", [place, "/"]))
}

_deployed contains trim_suffix(named.path, "/") if {
	some pipeline in repository.facts("Pipeline")
	some deployment in pipeline.deployments
	some named in deployment.paths
	not _is_built(deployment, trim_suffix(named.path, "/"))
}

# What a controller deploys of a kustomization is what that builds, not all that lies beside it.
_is_built(deployment, folder) if {
	deployment.gitops == true
	some build in repository.facts("KustomizeBuild")
	build.metadata.name == folder
}

_deployed contains trim_suffix(source.path, "/") if {
	some application in repository.facts("ArgoApplication")
	some source in application.sources
	is_string(source.path)
	not source.has_kustomization
}

# Skaffold reads paths from the folder of its configuration; patterns are cut at their first star.
_deployed contains trim_suffix(trim_prefix(split(place, "*")[0], "./"), "/") if {
	some config in repository.objects({"Config"})
	startswith(config.apiVersion, "skaffold/")
	is_object(config.manifests)
	is_array(config.manifests.rawYaml)
	some place in config.manifests.rawYaml
	is_string(place)
}
