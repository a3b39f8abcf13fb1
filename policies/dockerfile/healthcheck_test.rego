package nova.dockerfile.healthcheck_test

import data.nova.dockerfile.healthcheck

line(command, value) := {"Cmd": command, "SubCmd": "", "JSON": false, "Flags": [], "Value": value, "Stage": 0, "StartLine": 1}

with_check(base, others, check) := array.concat(array.concat([line("from", [base]), line("expose", ["8080"])], others), [check])

check(command) := line("healthcheck", ["CMD", command])

exec_check(words) := object.union(line("healthcheck", array.concat(["CMD"], words)), {"JSON": true})

curl := "curl -f http://localhost:8080/health || exit 1"

test_no_check_is_denied if {
	found := healthcheck.deny with input as [line("from", ["debian:12"]), line("expose", ["8080"])]
	found == {{"msg": "The image exposes a port and has no HEALTHCHECK", "path": [0]}}
}

test_a_check_that_is_off_is_denied if {
	found := healthcheck.deny with input as with_check("debian:12", [], line("healthcheck", ["NONE"]))
	found == {{"msg": "The image exposes a port and turns its HEALTHCHECK off", "path": [2]}}
}

test_a_program_that_is_not_installed_is_denied if {
	install := line("run", ["apt-get update && apt-get install -y ca-certificates && curl --version"])
	found := healthcheck.deny with input as with_check("debian:12", [install], check(curl))
	found == {{"msg": `HEALTHCHECK calls curl, which is not in the image from "debian:12"`, "path": [3]}}
}

test_a_program_that_is_removed_only_is_denied if {
	removed := line("run", ["apt-get install -y ca-certificates && rm -rf /var/lib/apt/lists/* curl"])
	found := healthcheck.deny with input as with_check("debian:12", [removed], check(curl))
	{denial.path | some denial in found} == {[3]}
}

test_broken_json_is_denied if {
	found := healthcheck.deny with input as with_check("debian:12", [], check(`["/app/api", "health"] || exit 1`))
	found == {{"msg": "HEALTHCHECK is in brackets but no JSON: a shell looks for a program of that name", "path": [2]}}
}

test_a_shell_that_is_not_there_is_denied if {
	found := healthcheck.deny with input as with_check("gcr.io/distroless/cc-debian12", [], check("/app/api health"))
	found == {{"msg": `HEALTHCHECK needs a shell, which is not in the image from "gcr.io/distroless/cc-debian12"`, "path": [2]}}
}

test_an_installed_program_passes if {
	install := line("run", ["apt-get update && apt-get install -y ca-certificates     curl     && rm -rf /var/lib/apt/lists/*"])
	healthcheck.deny == set() with input as with_check("debian:12", [install], check(curl))
}

test_a_copied_program_passes if {
	copy := object.union(line("copy", ["/usr/bin/curl", "/usr/bin/curl"]), {"Flags": ["--from=tools"]})
	healthcheck.deny == set() with input as with_check("scratch", [copy], exec_check(["/usr/bin/curl", "-f", "http://localhost"]))
}

test_bases_that_bring_the_program_pass if {
	healthcheck.deny == set() with input as with_check("alpine:3.20", [], check("wget -q --spider http://localhost || exit 1"))
	healthcheck.deny == set() with input as with_check("node:20", [], check(curl))
}

test_the_program_itself_passes if {
	healthcheck.deny == set() with input as with_check("gcr.io/distroless/cc-debian12", [], exec_check(["/app/api", "health"]))
}

test_a_shell_test_is_no_json if {
	healthcheck.deny == set() with input as with_check("debian:12", [], check("[ -f /tmp/healthy ] || exit 1"))
}

test_an_image_without_port_is_silent if {
	healthcheck.deny == set() with input as [line("from", ["debian:12"]), line("cmd", ["/app/job"])]
}

test_other_vendors_images_are_silent if healthcheck.deny == set() with input as with_check("nginx:1.27", [], check(curl))

test_a_language_image_on_alpine_brings_wget if {
	healthcheck.deny == set() with input as with_check("node:22-alpine", [], check("wget -q http://localhost:8080/health"))
}

test_an_unknown_base_is_silent if healthcheck.deny == set() with input as with_check("$BASE", [], check(curl))
