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
