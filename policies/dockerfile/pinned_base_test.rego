package nova.dockerfile.pinned_base_test

import data.nova.dockerfile.pinned_base

line(command, value) := {"Cmd": command, "SubCmd": "", "JSON": false, "Flags": [], "Value": value, "Stage": 0, "StartLine": 1}

digest := "sha256:e9293dae48b0ca345a687958a73056e8ac5db71cceb4f557138b904a42ab239a"

test_a_tag_is_denied if {
	found := pinned_base.deny with input as [line("from", ["debian:bookworm-slim"])]
	found == {{"msg": `Base image "debian:bookworm-slim" has no digest`, "path": [0], "related": []}}
}

test_two_bases_are_two_denials if {
	found := pinned_base.deny with input as [line("from", ["rust:1.88", "AS", "builder"]), line("from", ["debian:12"])]
	{denial.path | some denial in found} == {[0], [1]}
}

test_one_base_twice_is_one_denial if {
	found := pinned_base.deny with input as [line("from", ["rust:1.88", "AS", "a"]), line("from", ["rust:1.88", "AS", "b"])]
	found == {{"msg": `Base image "rust:1.88" has no digest`, "path": [0], "related": [[1]]}}
}

test_an_image_that_is_copied_from_is_denied if {
	copy := object.union(line("copy", ["/uv", "/bin/uv"]), {"Flags": ["--from=ghcr.io/astral-sh/uv:0.4"]})
	found := pinned_base.deny with input as [line("from", [concat("@", ["debian:12", digest])]), copy]
	{denial.path | some denial in found} == {[1]}
}

test_an_argument_with_a_default_is_denied if {
	found := pinned_base.deny with input as [line("arg", ["BASE=debian:12"]), line("from", ["$BASE"])]
	found == {{"msg": `Base image "debian:12" has no digest`, "path": [1], "related": []}}
}

test_a_digest_passes if pinned_base.deny == set() with input as [line("from", [concat("@", ["debian:12", digest])])]

test_stages_and_scratch_pass if {
	lines := [line("from", [concat("@", ["rust:1.88", digest]), "AS", "base"]), line("from", ["base", "AS", "builder"]), line("from", ["scratch"])]
	pinned_base.deny == set() with input as lines
}

test_an_argument_without_default_is_silent if {
	pinned_base.deny == set() with input as [line("arg", ["BASE"]), line("from", ["${BASE}"])]
}
