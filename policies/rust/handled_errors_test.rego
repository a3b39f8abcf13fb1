package nova.rust.handled_errors_test

import data.nova.rust.handled_errors

_crate(fields) := object.union(
	{
		"kind": "RustCrate",
		"metadata": {"name": "shop"},
		"directory": "shop",
		"workspace_member": true,
		"targets": [{"kind": "bin", "path": "shop/src/main.rs", "exists": true}, {"kind": "test", "path": "shop/tests/api.rs"}],
		"dependencies": [],
		"http_apps": [{"framework": "actix-web"}],
	},
	fields,
)

_unwraps(count) := _crate({"unwraps": {"count": count, "total": 99, "places": [{"at": {}}, {"at": {}}]}})

test_many_unwraps_are_denied if {
	handled_errors.deny == {{
		"msg": `"shop" unwraps 11 times in production code`,
		"path": ["unwraps", "places", 0],
		"related": [["unwraps", "places", 1]],
	}} with input as _unwraps(11)
}

test_a_few_pass if handled_errors.deny == set() with input as _unwraps(10)

test_the_parameter_decides if {
	count(handled_errors.deny) == 1 with input as _unwraps(1) with data.lib.parameters.unwraps_per_crate as 0
}

test_odd_counts_are_silent if {
	every odd in ["12", null, [12]] {
		handled_errors.deny == set() with input as _unwraps(odd)
	}
	handled_errors.deny == set() with input as _crate({"unwraps": 12})
}

test_examples_may_unwrap if {
	handled_errors.deny == set() with input as object.union(_unwraps(11), {"illustrates": true})
}

test_crates_that_help_tests_are_left_alone if {
	every name in ["shop-test", "shop_test_utils", "test-support"] {
		handled_errors.deny == set() with input as object.union(_unwraps(11), {"metadata": {"name": name}})
	}
	count(handled_errors.deny) == 1 with input as object.union(_unwraps(11), {"metadata": {"name": "attestation"}})
}
