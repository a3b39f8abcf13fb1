# METADATA
# title: Fields stand where Kubernetes reads them
# description: >-
#   Fields that stand at a level where the API server drops them in silence: security settings beside a container's
#   securityContext or in the wrong one, fields of a container beside the containers, fields of the pod in a
#   container or in the workload's spec, fields of the workload in the pod, rules of a role in a spec. Only fields
#   that exist at another level are known; misspelt ones are not.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.5, reason: "one line to move per field, and a look at what it changes"}
#   remediation: >-
#     Move the field to where it takes effect, and apply with --validate=strict so that the next one is refused.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Pod]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [batch]
#     kinds: [Job, CronJob]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   - apiGroups: [rbac.authorization.k8s.io]
#     kinds: [Role, ClusterRole]
#   parameters: []
package nova.kubernetes.effective_fields

import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s %q has %s in %s, where it does nothing", [input.kind, kubernetes.name(input), field, holder.name])),
	"path": array.concat(holder.path, [field]),
} if {
	some holder in _holders
	some field in holder.foreign
	kubernetes.value_at(input, array.concat(holder.path, [field])) != null
}

deny contains {
	"msg": message.line(sprintf("%s %q has its rules in a spec, where they allow nothing", [input.kind, kubernetes.name(input)])),
	"path": ["spec", "rules"],
} if {
	input.kind in {"ClusterRole", "Role"}
	kubernetes.value_at(input, ["spec", "rules"]) != null
}

_holders := ((({holder |
	some found in kubernetes.containers(input)
	holder := {
		"name": concat(" ", ["container", found.name]),
		"path": found.path,
		"foreign": ((_container_security | _pod_security) | (_pod | _workload)),
	}
} | {holder |
	some found in kubernetes.containers(input)
	holder := {
		"name": concat(" ", ["the securityContext of", found.name]),
		"path": array.concat(found.path, ["securityContext"]),
		"foreign": _pod_security,
	}
}) | {{
	"name": "the pod's securityContext",
	"path": array.concat(kubernetes.pod_path(input), ["securityContext"]),
	"foreign": _container_security,
}}) | {{
	"name": "the pod's spec",
	"path": kubernetes.pod_path(input),
	"foreign": ((_container_security | _pod_security) | (_container | _workload)) - {"securityContext"},
}}) | {{
	"name": "the workload's spec",
	"path": ["spec"],
	"foreign": (((_container_security | _pod_security) | (_container | _pod)) | {"securityContext"}),
} |
	input.kind in {"DaemonSet", "Deployment", "StatefulSet"}
}

_container_security := {"allowPrivilegeEscalation", "capabilities", "privileged", "readOnlyRootFilesystem"}

_pod_security := {"fsGroup", "fsGroupChangePolicy", "supplementalGroups", "sysctls"}

_container := {"command", "env", "envFrom", "image", "livenessProbe", "ports", "readinessProbe", "startupProbe", "volumeMounts"}

_pod := {
	"affinity", "containers", "imagePullSecrets", "initContainers", "nodeSelector", "serviceAccountName",
	"terminationGracePeriodSeconds", "tolerations", "topologySpreadConstraints", "volumes",
}

_workload := {"minReadySeconds", "progressDeadlineSeconds", "replicas", "revisionHistoryLimit", "strategy"}
