package nova.project.ios_build_test

import data.nova.project.ios_build

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_pipeline(steps) := _fact("Pipeline", {"jobs": [{"id": "test", "runs": "always", "steps": steps}], "deployments": [], "images": []})

_step(role, fields) := object.union({"roles": [role], "runs": "always", "can_fail": true, "commands": []}, fields)

_swift := _fact("RepositoryFiles", {"swift_projects": [
	{"kind": "xcodeproj", "path": "ios/App.backup/App.xcodeproj"},
	{"kind": "xcodeproj", "path": "ios/App/App.xcodeproj"},
]})

_denied(related) := {{
	"msg": "No pipeline builds the iOS project ios/App/App.xcodeproj",
	"path": [0, "contents", "swift_projects", 1],
	"related": related,
}}

test_an_unbuilt_app_is_denied if ios_build.deny == _denied([]) with input as [_swift, _pipeline([_step("cargo_build", {})])]

test_a_build_that_never_runs_is_denied_and_named if {
	ios_build.deny == _denied([[1, "contents", "jobs", 0, "steps", 0]]) with input as [_swift, _pipeline([_step("xcodebuild", {"runs": "never"})])]
}

test_a_built_app_passes if ios_build.deny == set() with input as [_swift, _pipeline([_step("xcodebuild", {})])]

test_no_app_is_silent if ios_build.deny == set() with input as [_files, _pipeline([])]
