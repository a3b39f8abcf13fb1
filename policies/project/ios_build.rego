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
	"msg": message.line(sprintf("No pipeline builds the iOS project %s", [projects[0].path])),
	"path": [index, "contents", "swift_projects", 0],
	"related": sort(repository.hollow_steps("xcodebuild")),
} if {
	some index, files in repository.facts("RepositoryFiles")
	projects := rust_crate.list(files, "swift_projects")
	count(projects) > 0
	not _is_built
}

_is_built if {
	some step in repository.steps("xcodebuild")
	step.runs
}
