# METADATA
# title: Containers take secrets by reference
# description: >-
#   A literal value of an environment variable with a secret-like name, or with a password in a URL; in
#   containers, init and ephemeral containers. $(VAR) and ${VAR} are references, *_FILE, *_PATH, *_NAME, *_TTL no
#   secrets. Secrets in args and commands, and workloads for development, are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/
# custom:
#   severity: blocker
#   section: "4"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Replace value by valueFrom.secretKeyRef to a Secret that an ExternalSecret makes.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Pod]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [batch]
#     kinds: [Job, CronJob]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: []
package nova.kubernetes.env_secret_references

import data.lib.kubernetes
import data.lib.literal
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s %q has a literal secret in variable %s", [input.kind, kubernetes.name(input), found.key])),
	"path": found.path,
	"related": found.related,
} if {
	kubernetes.pod_path(input)
	some found in literal.own
}
