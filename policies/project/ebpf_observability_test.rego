package nova.project.ebpf_observability_test

import data.nova.project.ebpf_observability

_application(name) := {"path": "a", "contents": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Application",
	"metadata": {"name": name},
	"spec": {},
}}

test_a_platform_without_an_agent_is_denied if {
	ebpf_observability.deny == {{"msg": "Nothing observes the cluster with eBPF", "path": [0, "contents", "spec"]}} with input as [
		_application("web"),
		_application("api"),
	]
}

test_an_application_of_an_agent_passes if {
	ebpf_observability.deny == set() with input as [_application("web"), _application("Parca-agent")]
}
