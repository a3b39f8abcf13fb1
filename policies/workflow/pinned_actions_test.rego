package nova.workflow.pinned_actions_test

import data.nova.workflow.pinned_actions

commit := "11bd71901bbe5b1630ceea73d27597364c9af683"

steps(names) := {"jobs": {"a": {"steps": [{"uses": name} | some name in names]}}}

test_a_tag_is_denied if {
	found := pinned_actions.deny with input as steps(["actions/checkout@v4"])
	found == {{"msg": "Action actions/checkout@v4 is not pinned to a commit", "path": ["jobs", "a", "steps", 0, "uses"], "related": []}}
}

test_one_action_twice_is_one_denial if {
	found := pinned_actions.deny with input as steps(["actions/checkout@v4", "actions/checkout@v4"])
	found == {{
		"msg": "Action actions/checkout@v4 is not pinned to a commit",
		"path": ["jobs", "a", "steps", 0, "uses"],
		"related": [["jobs", "a", "steps", 1, "uses"]],
	}}
}

test_two_actions_are_two_denials if {
	found := pinned_actions.deny with input as steps(["actions/checkout@v4", "actions/cache@main"])
	count(found) == 2
}

test_a_reusable_workflow_is_denied if {
	found := pinned_actions.deny with input as {"jobs": {"scan": {"uses": "org/shared/.github/workflows/scan.yml@main"}}}
	{denial.path | some denial in found} == {["jobs", "scan", "uses"]}
}

test_a_step_of_an_action_is_denied if {
	found := pinned_actions.deny with input as {"runs": {"using": "composite", "steps": [{"uses": "actions/cache@v4"}]}}
	{denial.path | some denial in found} == {["runs", "steps", 0, "uses"]}
}

test_an_image_without_digest_is_denied if {
	found := pinned_actions.deny with input as steps(["docker://alpine:3.20"])
	count(found) == 1
}

test_commits_and_own_actions_pass if {
	pinned_actions.deny == set() with input as steps([
		concat("@", ["actions/checkout", commit]),
		"./.github/actions/setup",
		"docker://alpine@sha256:e9293dae48b0ca345a687958a73056e8ac5db71cceb4f557138b904a42ab239a",
	])
}

test_trusted_owners_pass if {
	pinned_actions.deny == set() with input as steps(["Actions/checkout@v4"]) with data.lib.parameters.trusted_action_owners as ["actions"]
}

test_odd_types_are_silent if pinned_actions.deny == set() with input as {"jobs": {"a": {"uses": 3, "steps": [null, {"uses": ["x"]}]}}}
