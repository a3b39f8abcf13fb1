# METADATA
# title: Coverage is reported per service
# description: >-
#   A coverage run over the whole workspace, outside of a matrix, whose uploads have no flags of single services. The
#   coverage service may split the report by path itself, with components or flags in codecov.yml: this policy looks at
#   the pipeline only.
# related_resources:
# - ref: https://docs.codecov.com/docs/flags
# custom:
#   severity: low
#   section: "2"
#   recommendation: P1-2
#   capability: test-coverage-unit
#   origin: report
#   remediation: >-
#     Run coverage in the matrix of services and upload it with flags: ${{ matrix.service }}.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.coverage_per_service

import data.lib.message

deny contains {
	"msg": message.line(sprintf("Job %q measures coverage for the whole workspace at once", [message.name(object.get(entry, "job", ""))])),
	"path": ["coverage", index],
} if {
	some index, entry in input.coverage
	is_object(entry)
	object.get(entry, "upload", false) == false
	entry.workspace == true
	object.get(entry, "matrix_job", false) == false
	not _split_by_flags(entry)
}

_split_by_flags(entry) if {
	flags := {flag |
		some upload in input.coverage
		upload.upload == true
		upload.job == entry.job
		some flag in upload.flags
	}
	count(flags) > 1
}
