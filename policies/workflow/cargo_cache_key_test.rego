package nova.workflow.cargo_cache_key_test

import data.nova.workflow.cargo_cache_key

cache(action, key, path) := {"name": "Cache", "uses": action, "with": {"path": path, "key": key}}

shared := "${{ runner.os }}-cargo-${{ hashFiles('**/Cargo.lock') }}"

jobs(steps) := {"on": "push", "jobs": {name: {"runs-on": "ubuntu-latest", "steps": [step]} | some name, step in steps}}

test_two_jobs_with_one_key_are_denied if {
	found := cargo_cache_key.deny with input as jobs({
		"lint": cache("actions/cache@v4", shared, "~/.cargo/registry\nbackend/target/\n"),
		"test": cache("actions/cache@v4", shared, "target"),
	})
	found == {
		{"msg": `Job "lint" shares its cache of target with job "test"`, "path": ["jobs", "lint", "steps", 0, "with", "key"]},
		{"msg": `Job "test" shares its cache of target with job "lint"`, "path": ["jobs", "test", "steps", 0, "with", "key"]},
	}
}

test_a_matrix_with_one_key_is_denied if {
	found := cargo_cache_key.deny with input as {"jobs": {"test": {
		"strategy": {"matrix": {"service": ["a", "b"]}},
		"steps": [cache("actions/cache/save@v4", shared, "target")],
	}}}
	found == {{
		"msg": `Job "test" shares its cache of target with the other jobs of its matrix`,
		"path": ["jobs", "test", "steps", 0, "with", "key"],
	}}
}

test_a_key_of_the_job_passes if {
	every key in {"${{ github.job }}-${{ hashFiles('Cargo.lock') }}", "x-${{ matrix.service }}"} {
		cargo_cache_key.deny == set() with input as jobs({
			"lint": cache("actions/cache@v4", key, "target"),
			"test": cache("actions/cache@v4", key, "target"),
		})
	}
}

test_keys_of_their_own_pass if {
	cargo_cache_key.deny == set() with input as jobs({
		"lint": cache("actions/cache@v4", "lint", "target"),
		"test": cache("actions/cache@v4", "test", "target"),
	})
}

test_downloads_may_be_shared if {
	cargo_cache_key.deny == set() with input as jobs({
		"lint": cache("actions/cache@v4", shared, "~/.cargo/registry"),
		"test": cache("actions/cache@v4", shared, "~/.cargo/registry"),
	})
}

test_one_writer_and_readers_pass if {
	cargo_cache_key.deny == set() with input as jobs({
		"lint": cache("actions/cache@v4", shared, "target"),
		"test": cache("actions/cache/restore@v4", shared, "target"),
	})
}

test_odd_types_are_silent if cargo_cache_key.deny == set() with input as jobs({"a": cache("actions/cache@v4", 3, ["target"]), "b": 3})
