package nova.manifest.unique_keys_test

import data.nova.manifest.unique_keys

test_a_second_key_is_denied_with_the_first_beside_it if {
	found := unique_keys.deny with input as {"keys": [{"key": "replicas", "first": {}}]}
	found == {{
		"msg": `Key "replicas" is given twice, the last one wins`,
		"path": ["keys", 0],
		"related": [["keys", 0, "first"]],
	}}
}

test_two_keys_are_two_denials if {
	found := unique_keys.deny with input as {"keys": [{"key": "a", "first": {}}, {"key": "b", "first": {}}]}
	{denial.path | some denial in found} == {["keys", 0], ["keys", 1]}
}

test_none_passes if unique_keys.deny == set() with input as {"keys": []}
