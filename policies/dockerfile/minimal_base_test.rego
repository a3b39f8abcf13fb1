package nova.dockerfile.minimal_base_test

import data.nova.dockerfile.minimal_base

line(command, value) := {"Cmd": command, "SubCmd": "", "JSON": false, "Flags": [], "Value": value, "Stage": 0, "StartLine": 1}

started(base) := [line("from", [base]), line("cmd", ["/app/api"])]

test_a_distribution_is_denied if {
	found := minimal_base.deny with input as started("debian:bookworm-slim")
	found == {{"msg": `The runtime image starts from "debian:bookworm-slim", a general-purpose distribution`, "path": [0]}}
}

test_a_builder_image_is_denied if {
	found := minimal_base.deny with input as started("rust:1.88")
	found == {{"msg": `The runtime image starts from "rust:1.88", which holds the compiler`, "path": [0]}}
}

test_the_base_behind_stages_counts if {
	lines := [line("from", ["ubuntu:24.04", "AS", "base"]), line("from", ["base"]), line("cmd", ["/app/api"])]
	found := minimal_base.deny with input as lines
	{denial.path | some denial in found} == {[1]}
}

test_the_parameter_decides if {
	found := minimal_base.deny with input as started("alpine:3.20") with data.lib.parameters.minimal_bases as ["distroless"]
	{denial.path | some denial in found} == {[0]}
}

test_minimal_bases_pass if {
	every base in {"gcr.io/distroless/cc-debian12", "scratch", "cgr.dev/chainguard/glibc-dynamic", "alpine:3.20"} {
		minimal_base.deny == set() with input as started(base)
	}
}

test_interpreters_and_products_are_silent if {
	every base in {"python:3.12-slim", "postgres:15-alpine", "nginx:1.27"} {
		minimal_base.deny == set() with input as started(base)
	}
}

test_an_image_that_starts_nothing_is_silent if minimal_base.deny == set() with input as [line("from", ["ubuntu:24.04"])]
