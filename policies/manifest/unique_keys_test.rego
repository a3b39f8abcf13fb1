package nova.manifest.unique_keys_test

import data.nova.manifest.unique_keys

test_a_second_key_is_denied_with_the_first_beside_it if {
	first := {"at": {"path": "a.yaml", "line": 5, "column": 1}}
	found := unique_keys.deny with input as {"keys": [{"key": "replicas", "first": first}]}
	found == {{
		"msg": `Key "replicas" is given twice, first in line 5; the last one wins`,
		"path": ["keys", 0],
		"related": [["keys", 0, "first"]],
	}}
}

test_two_keys_are_two_denials if {
	found := unique_keys.deny with input as {"keys": [{"key": "a", "first": {}}, {"key": "b", "first": {}}]}
	{denial.path | some denial in found} == {["keys", 0], ["keys", 1]}
}

test_a_key_whose_first_place_is_not_known_is_denied_all_the_same if {
	found := unique_keys.deny with input as {"keys": [{"key": "replicas", "first": {}}]}
	{denial.msg | some denial in found} == {`Key "replicas" is given twice; the last one wins`}
}

test_none_passes if unique_keys.deny == set() with input as {"keys": []}
