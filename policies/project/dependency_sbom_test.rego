package nova.project.dependency_sbom_test

import data.nova.project.dependency_sbom

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_pipeline(pushed, steps) := _fact("Pipeline", {"jobs": [{"steps": steps}], "images": [{"pushed": pushed}]})

_listing(runs) := {"roles": ["dependency_sbom"], "runs": runs, "can_fail": true}

_denied := {{"msg": "No pipeline writes a bill of materials of the dependencies", "path": [0, "contents", "jobs"]}}

test_pushing_without_a_bill_is_denied if dependency_sbom.deny == _denied with input as [_pipeline(true, [])]

test_a_bill_that_is_never_written_is_denied if {
	dependency_sbom.deny == _denied with input as [_pipeline(true, [_listing("never")])]
}

test_a_bill_passes if dependency_sbom.deny == set() with input as [_pipeline(true, [_listing("always")])]

test_pipelines_that_push_nothing_are_silent if {
	dependency_sbom.deny == set() with input as [_pipeline(false, [])]
}
