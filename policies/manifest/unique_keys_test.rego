package nova.manifest.unique_keys_test

import data.nova.manifest.unique_keys

test_a_second_key_is_denied_with_the_first_beside_it if {
	unique_keys.deny == {{
		"msg": "Key \"replicas\" is given twice, the last one wins",
		"path": ["keys", 0],
		"related": [["keys", 0, "first"]],
	}} with input as {"keys": [{"key": "replicas", "first": {}}]}
}

test_none_passes if unique_keys.deny == set() with input as {"keys": []}
