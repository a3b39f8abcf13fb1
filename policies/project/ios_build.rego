# METADATA
# title: iOS code is built and tested in a pipeline
# description: >-
#   Where the repository has an Xcode project, workspace or Swift package, asks for a step that runs and builds it
#   (xcodebuild, fastlane, swift build or test). Builds in Xcode Cloud are not seen.
# related_resources:
# - ref: https://docs.github.com/en/actions/use-cases-and-examples/building-and-testing/building-and-testing-swift
# custom:
#   severity: high
#   section: "1"
#   recommendation: ios-ci
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Add a workflow on macos with xcodebuild test for the scheme, limited to changes below the app's folder.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.ios_build

import data.lib.message
import data.lib.repository
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("No pipeline builds the iOS project %s", [main[1]])),
	"path": [index, "contents", "swift_projects", main[2]],
	"related": sort(repository.hollow_steps("xcodebuild")),
} if {
	some index, files in repository.facts("RepositoryFiles")

	# Copies and backups have longer names than what they were made of.
	main := min({[count(project.path), project.path, position] |
		some position, project in rust_crate.list(files, "swift_projects")
		is_string(project.path)
	})
	not _is_built
}

_is_built if {
	some step in repository.steps("xcodebuild")
	step.runs
}
