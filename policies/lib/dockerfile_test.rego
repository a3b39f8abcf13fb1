package lib.dockerfile_test

import data.lib.dockerfile

instruction(command, value) := {"Cmd": command, "SubCmd": "", "JSON": false, "Flags": [], "Value": value, "Stage": 0}

two_stages := [
	instruction("arg", ["RUST=1.88"]),
	instruction("from", ["rust:${RUST}-slim", "AS", "Builder"]),
	instruction("run", ["cargo build --release"]),
	instruction("from", ["debian:bookworm-slim"]),
	object.union(instruction("copy", ["/app/target/release/api", "/app/api"]), {"Flags": ["--from=builder"]}),
	instruction("cmd", ["/app/api"]),
]

test_stages_are_known_by_their_from if {
	stages := dockerfile.stages with input as two_stages
	stages == {
		1: {"base": "rust:1.88-slim", "name": "builder", "end": 3},
		3: {"base": "debian:bookworm-slim", "name": null, "end": 6},
	}
}

test_the_last_stage_is_final if 3 == dockerfile.final with input as two_stages

test_a_copy_leads_to_its_stage if 1 == dockerfile.copied_stage(4) with input as two_stages

test_a_copy_leads_to_a_stage_by_number if {
	copy := object.union(instruction("copy", ["/a", "/b"]), {"Flags": ["--from=0"]})
	0 == dockerfile.copied_stage(2) with input as [instruction("from", ["rust"]), instruction("from", ["debian"]), copy]
}

test_a_copy_from_another_image_leads_to_no_stage if {
	copy := object.union(instruction("copy", ["/a", "/b"]), {"Flags": ["--from=ghcr.io/org/tool:1"]})
	not dockerfile.copied_stage(1) with input as [instruction("from", ["debian"]), copy]
}

continued := [
	instruction("FROM", ["alpine:3.20", "AS", "base"]),
	instruction("user", ["app"]),
	instruction("from", ["Base"]),
	instruction("cmd", ["api"]),
]

test_a_stage_continues_another if {
	lineage := dockerfile.lineage(2) with input as continued
	lineage == {0, 2}
	dockerfile.continues_stage(2) with input as continued
	"alpine:3.20" == dockerfile.root_base(2) with input as continued
}

test_instructions_are_inherited if {
	1 == dockerfile.last(2, "user") with input as continued
	not dockerfile.last(2, "healthcheck") with input as continued
}

test_a_program_is_started if {
	dockerfile.starts_program with input as continued
	not dockerfile.starts_program with input as [instruction("from", ["scratch"])]
}

test_a_default_in_place_fills_an_argument if {
	stages := dockerfile.stages with input as [instruction("from", ["${BASE:-debian}:$TAG"])]
	stages[0].base == "debian:$TAG"
}

test_families[name] if {
	some name, expected in {
		"scratch": "scratch",
		"gcr.io/distroless/cc-debian12:nonroot": "distroless",
		"cgr.dev/chainguard/static": "chainguard",
		"docker.io/library/alpine:3.20": "alpine",
		"debian:bookworm-slim@sha256:00": "debian",
		"registry:5000/ubuntu": "ubuntu",
		"registry.access.redhat.com/ubi9/ubi-minimal:9": "rhel",
		"rust:1.88": "toolchain",
		"python:3.12-slim": "language",
		"postgres:15-alpine": "other",
		"": "other",
	}
	dockerfile.family(name) == expected
}

test_tags if {
	dockerfile.tag("registry:5000/app") == ""
	dockerfile.tag("rust:1.88-slim@sha256:00") == "1.88-slim"
}

test_cargo_builds if {
	dockerfile.compiles(0) with input as [instruction("run", ["cd api && cargo +nightly build --release"])]
	not dockerfile.compiles(0) with input as [instruction("run", ["cargo install cargo-build"])]
	not dockerfile.compiles(0) with input as [instruction("run", ["cargo chef cook"])]
}

test_odd_types_are_no_instructions if {
	{} == dockerfile.instructions with input as [3, {"Cmd": 3}, null]
	{} == dockerfile.stages with input as {"Cmd": "from"}
	not dockerfile.final with input as "x"
}
