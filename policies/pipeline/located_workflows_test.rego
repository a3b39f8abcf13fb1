package nova.pipeline.located_workflows_test

import data.nova.pipeline.located_workflows

misplaced(path) := {"kind": "MisplacedWorkflow", "metadata": {"name": path}}

test_a_nested_workflow_is_denied if {
	found := located_workflows.deny with input as misplaced("services/feed/.github/workflows/ci.yml")
	found == {{"msg": "GitHub never runs services/feed/.github/workflows/ci.yml", "path": []}}
}

test_templates_are_silent if located_workflows.deny == set() with input as misplaced("templates/rust/.github/workflows/ci.yml")
