package nova.workflow.safe_expressions_test

import data.nova.workflow.safe_expressions

run(text) := {"jobs": {"a": {"steps": [{"name": "Greet", "run": text}]}}}

path := ["jobs", "a", "steps", 0, "run"]

test_a_title_is_denied if {
	found := safe_expressions.deny with input as run(`echo "${{ github.event.pull_request.title }}"`)
	found == {{"msg": `The script of "Greet" contains github.event.pull_request.title`, "path": path}}
}

test_all_of_a_step_is_one_denial if {
	found := safe_expressions.deny with input as run("echo ${{ github.head_ref }} ${{ github.event.commits[0].message }}")
	found == {{"msg": `The script of "Greet" contains github.event.commits[0].message, github.head_ref`, "path": path}}
}

test_a_fallback_is_denied if {
	found := safe_expressions.deny with input as run("git push origin HEAD:${{ github.head_ref || github.ref_name }}")
	count(found) == 1
}

test_a_github_script_is_denied if {
	found := safe_expressions.deny with input as {"jobs": {"a": {"steps": [{
		"uses": "actions/github-script@v7",
		"with": {"script": "console.log('${{ github.event.issue.body }}')"},
	}]}}}
	{denial.path | some denial in found} == {["jobs", "a", "steps", 0, "with", "script"]}
}

test_an_input_of_an_action_is_denied if {
	found := safe_expressions.deny with input as {"runs": {"steps": [{"name": "Build", "run": "make ${{ inputs.target }}"}]}}
	found == {{"msg": `The script of "Build" contains inputs.target`, "path": ["runs", "steps", 0, "run"]}}
}

test_the_environment_passes if {
	safe_expressions.deny == set() with input as {"jobs": {"a": {"steps": [{
		"env": {"TITLE": "${{ github.event.pull_request.title }}"},
		"run": "echo \"$TITLE\"",
	}]}}}
}

test_true_or_false_passes if {
	every text in {
		"echo ${{ contains(github.event.head_commit.message, 'skip') }}",
		"echo ${{ github.head_ref == 'main' }}",
	} {
		safe_expressions.deny == set() with input as run(text)
	}
}

test_harmless_values_pass if {
	safe_expressions.deny == set() with input as run("echo ${{ github.event.pull_request.number }} ${{ github.sha }} ${{ inputs.tag }}")
}

test_text_outside_of_expressions_passes if safe_expressions.deny == set() with input as run("echo github.head_ref")
