# METADATA
# title: The cluster is observed with eBPF
# description: >-
#   Asks for a workload or Application of Cilium, Hubble, Pixie, Parca, Beyla or Tetragon where Argo CD deploys the
#   platform. Presence only; a managed cluster may bring its own.
# related_resources:
# - ref: https://ebpf.io/applications/
# custom:
#   severity: low
#   section: "9"
#   recommendation: P3-3
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Deploy one eBPF agent, such as Beyla for request metrics or Parca for profiles, as a DaemonSet through Argo
#     CD.
#   matchers:
#   - apiGroups: [argoproj.io]
#     kinds: [Application, ApplicationSet]
#   reads:
#   - apiGroups: ["*"]
#     kinds: [Application, ApplicationSet, DaemonSet, Deployment, HelmChart]
#   parameters: [ebpf_agents]
package nova.project.ebpf_observability

import data.lib.parameters
import data.lib.repository

deny contains {
	"msg": "Nothing observes the cluster with eBPF",
	"path": [_first, "contents", "spec"],
} if not _observed

_first := min(object.keys(repository.objects({"Application", "ApplicationSet"})))

_observed if {
	some thing in repository.objects({"Application", "ApplicationSet", "DaemonSet", "Deployment", "HelmChart"})
	some agent in parameters.ebpf_agents
	is_string(thing.metadata.name)
	contains(lower(thing.metadata.name), agent)
}
