package lib.literal_test

import data.lib.literal

test_entries_of_config_and_secrets if {
	literal.entries({"kind": "ConfigMap", "data": {"a": "1", "b": 2}}) == {{"key": "a", "text": "1", "path": ["data", "a"]}}
	literal.entries({"kind": "Secret", "data": {"a": base64.encode("1"), "b": "${B}"}, "stringData": {"c": "3"}}) == {
		{"key": "a", "text": "1", "path": ["data", "a"]},
		{"key": "b", "text": "${B}", "path": ["data", "b"]},
		{"key": "c", "text": "3", "path": ["stringData", "c"]},
	}
	every odd in [null, 7, [], {}, {"kind": "Secret", "data": 7}] {
		literal.entries(odd) == set()
	}
}

test_bytes_that_are_no_text_are_not_decoded if {
	every pair in [
		["aG9tZQ==", "home"],
		["fn5+", "~~~"],
		["aG9t\nZQ==\n", "home"],
		["gGFh", "gGFh"],
		["YYBh", "YYBh"],
		["YWGA", "YWGA"],
		["w6k=", "w6k="],
		["////", "////"],
	] {
		literal.entries({"kind": "Secret", "data": {"a": pair[0]}}) == {{"key": "a", "text": pair[1], "path": ["data", "a"]}}
	}
}

test_entries_of_containers if {
	env := [{"name": "A", "value": "1"}, {"name": "B"}, "odd"]
	literal.entries({"kind": "Pod", "spec": {"initContainers": [{"env": env}]}}) == {{
		"key": "A",
		"text": "1",
		"path": ["spec", "initContainers", 0, "env", 0, "value"],
	}}
}

test_a_secret_in_several_places_has_a_first if {
	literal.secrets({"kind": "ConfigMap", "data": {
		"A_URL": "db://u:unreal-one@h",
		"B_URL": "db://u:unreal-one@h",
		"C_PASSWORD": "unreal-two",
	}}) == {
		{"key": "A_URL", "literals": {"unreal-one"}, "path": ["data", "A_URL"], "related": [["data", "B_URL"]]},
		{"key": "C_PASSWORD", "literals": {"unreal-two"}, "path": ["data", "C_PASSWORD"], "related": []},
	}
}

test_development_has_none if {
	literal.secrets({"kind": "ConfigMap", "metadata": {"namespace": "dev"}, "data": {"A_PASSWORD": "unreal-one"}}) == set()
}
