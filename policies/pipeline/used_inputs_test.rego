package nova.pipeline.used_inputs_test

import data.nova.pipeline.used_inputs

test_an_unread_input_is_denied if {
	found := used_inputs.deny with input as {"inputs": [{"name": "environment", "used": false}]}
	found == {{"msg": `Nothing reads input "environment"`, "path": ["inputs", 0]}}
}

test_two_unread_inputs_are_two_denials if {
	found := used_inputs.deny with input as {"inputs": [{"name": "a", "used": false}, {"name": "b", "used": false}]}
	{denial.path | some denial in found} == {["inputs", 0], ["inputs", 1]}
}

test_a_read_input_passes if used_inputs.deny == set() with input as {"inputs": [{"name": "environment", "used": true}]}
