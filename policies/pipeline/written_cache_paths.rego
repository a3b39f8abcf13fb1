# METADATA
# title: Caches hold what a job writes
# description: >-
#   Cached target folders that cargo never writes: the folder above is not the root of a workspace, and no package of
#   its own, so the build goes to the target folder of the workspace's root. A job that sets CARGO_TARGET_DIR or
#   --target-dir passes.
# related_resources:
# - ref: https://doc.rust-lang.org/cargo/reference/build-cache.html
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.25, reason: "one line per cache"}
#   remediation: >-
#     Cache target/ of the workspace root.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.written_cache_paths

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Cargo never writes %s, which is cached", [path.path])),
	"path": ["caches", index, "paths", path_index],
} if {
	some index, cache in input.caches
	some path_index, path in cache.paths
	path.target == true
	path.workspace_root == false
	is_string(path.path)
	not _redirected(object.get(cache, "job", ""))
}

_redirected(job) if {
	some found in pipeline.steps
	found.job.id == job
	some command in found.step.commands
	some argument in command.arguments
	is_string(argument)
	regex.match(`^--target-dir\b|^CARGO_TARGET_DIR=`, argument)
}
