package nova.rust.workspace_members_test

import data.nova.rust.workspace_members

_workspace(members) := {"kind": "RustWorkspace", "members": members}

test_broken_members_are_denied if {
	workspace_members.deny == {
		{"msg": `Workspace member "gone" does not exist`, "path": ["members", 0]},
		{"msg": `Workspace member "torn" has a manifest that cannot be read`, "path": ["members", 2]},
	} with input as _workspace([
		{"entry": "gone", "exists": false, "parses": false},
		{"entry": "shop", "exists": true, "parses": true},
		{"entry": "torn", "exists": true, "parses": false},
	])
}

test_whole_members_pass if workspace_members.deny == set() with input as _workspace([{"entry": "shop", "exists": true, "parses": true}])

test_a_commented_member_that_is_there_is_denied if {
	workspace_members.deny == {{
		"msg": `Workspace member "shop" is commented out, nothing builds it`,
		"path": ["commented_members", 0],
	}} with input as {
		"kind": "RustWorkspace",
		"members": [],
		"commented_members": [{"entry": "shop", "exists": true}, {"entry": "gone", "exists": false}],
	}
}

test_an_unreadable_manifest_beside_the_members_is_denied if {
	workspace_members.deny == {{"msg": "shop/Cargo.toml is no valid TOML", "path": ["non_members", 0]}} with input as {
		"kind": "RustWorkspace",
		"members": [],
		"non_members": [
			{"manifest": "shop/Cargo.toml", "parses": false},
			{"manifest": "tools/Cargo.toml", "parses": true},
			{"manifest": "lint/tests/fixtures/torn/Cargo.toml", "parses": false},
		],
	}
}
