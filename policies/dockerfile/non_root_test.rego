package nova.dockerfile.non_root_test

import data.nova.dockerfile.non_root

line(command, value) := {"Cmd": command, "SubCmd": "", "JSON": false, "Flags": [], "Value": value, "Stage": 0, "StartLine": 1}

image(users) := array.concat(array.concat([line("from", ["debian:bookworm-slim"])], [line("user", [user]) | some user in users]), [line("cmd", ["/app/api"])])

test_no_user_is_denied if {
	found := non_root.deny with input as image([])
	found == {{"msg": `The runtime image from "debian:bookworm-slim" has no USER and runs as root`, "path": [0]}}
}

test_root_at_the_end_is_denied if {
	found := non_root.deny with input as image(["app", "root"])
	found == {{"msg": `The runtime image runs as root: USER is "root"`, "path": [2]}}
}

test_number_zero_is_denied if {
	found := non_root.deny with input as image(["0:0"])
	{denial.path | some denial in found} == {[1]}
}

test_a_user_of_a_builder_does_not_count if {
	lines := [
		line("from", ["rust:1.88", "AS", "builder"]), line("user", ["app"]),
		line("from", ["debian:bookworm-slim"]), line("entrypoint", ["/app/api"]),
	]
	found := non_root.deny with input as lines
	{denial.path | some denial in found} == {[2]}
}

test_a_user_passes if non_root.deny == set() with input as image(["10001:10001"])

test_a_user_in_a_variable_passes if non_root.deny == set() with input as image(["$APP_USER"])

test_a_user_of_the_stage_it_continues_passes if {
	lines := [line("from", ["debian", "AS", "base"]), line("user", ["app"]), line("from", ["base"]), line("cmd", ["/app/api"])]
	non_root.deny == set() with input as lines
}

test_bases_with_a_user_pass if {
	every base in {"gcr.io/distroless/cc-debian12:nonroot", "cgr.dev/chainguard/static", "nginxinc/nginx-unprivileged:1.27"} {
		non_root.deny == set() with input as [line("from", [base]), line("cmd", ["/app/api"])]
	}
}

test_other_vendors_images_are_silent if {
	non_root.deny == set() with input as [line("from", ["postgres:15-alpine"]), line("cmd", ["postgres"])]
}

test_an_image_that_starts_nothing_is_silent if non_root.deny == set() with input as [line("from", ["rust:1.88"])]

test_odd_input_is_silent if non_root.deny == set() with input as [1, {"Cmd": "user"}, null]
