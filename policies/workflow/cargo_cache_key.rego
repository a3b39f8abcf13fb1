# METADATA
# title: Jobs that build different things have their own Cargo cache
# description: >-
#   Steps of actions/cache that write a cargo target folder under a key which other jobs of the file write too, or which
#   all jobs of a matrix share: the first to finish wins and the others build without a cache. A key with matrix.,
#   strategy. or github.job passes, so does a key of its own. Caches of downloads (~/.cargo) may be shared; jobs that
#   only restore, other files of the repository, and Swatinem/rust-cache, which makes a key per job, are not looked at.
# related_resources:
# - ref: https://github.com/actions/cache/blob/main/caching-strategies.md
# custom:
#   severity: medium
#   section: "1"
#   recommendation: build-cache
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Put the job or the matrix value into the key, ${{ github.job }} or ${{ matrix.service }}, and into restore-keys.
#   matchers:
#   - input: workflow
#   parameters: []
package nova.workflow.cargo_cache_key

import data.lib.message
import data.lib.workflow

deny contains {
	"msg": message.line(sprintf("Job %q shares its cache of target with %s", [cache.job, _others(cache)])),
	"path": array.concat(cache.path, ["with", "key"]),
} if {
	some cache in _caches
	_is_shared(cache)
}

_caches contains {"job": found.job, "path": found.path, "key": key} if {
	some found in workflow.steps
	is_string(found.job)
	workflow.action(found.step) in {"actions/cache", "actions/cache/save"}
	key := workflow.argument(found.step, "key")
	some path in split(workflow.argument(found.step, "path"), "\n")
	regex.match(`(^|/)target/?\s*$`, path)
	not regex.match(`\b(matrix|strategy)\.|\bgithub\.job\b`, key)
}

_is_shared(cache) if count(_jobs_with(cache.key)) > 1

_is_shared(cache) if _has_matrix(cache.job)

_others(cache) := sprintf("job %q%s", [min(others), message.more(count(others) - 1)]) if {
	others := _jobs_with(cache.key) - {cache.job}
	count(others) > 0
}

_others(cache) := "the other jobs of its matrix" if count(_jobs_with(cache.key) - {cache.job}) == 0

_jobs_with(key) := {cache.job | some cache in _caches; cache.key == key}

_has_matrix(job) if {
	matrix := input.jobs[job].strategy.matrix
	type_name(matrix) in {"object", "string"}
	count(matrix) > 0
}
