package lib.workflow_test

import data.lib.workflow

test_steps_of_jobs_have_paths_and_names if {
	steps := workflow.steps with input as {"jobs": {"a": {"steps": [{"name": "Build", "run": "make"}, {"uses": "a/b@v1"}, {"run": "x"}, 3]}}}
	{[step.name, step.path, step.job] | some step in steps} == {
		["Build", ["jobs", "a", "steps", 0], "a"],
		["a/b@v1", ["jobs", "a", "steps", 1], "a"],
		["step 2", ["jobs", "a", "steps", 2], "a"],
	}
}

test_steps_of_actions_have_no_job if {
	steps := workflow.steps with input as {"runs": {"steps": [{"name": 3, "run": "make"}]}}
	steps == [{"step": {"name": 3, "run": "make"}, "name": "(unnamed step)", "job": null, "path": ["runs", "steps", 0]}]
}

test_arguments_are_text if {
	workflow.argument({"with": {"push": true}}, "push") == "true"
	workflow.argument({"with": {"depth": 0}}, "depth") == "0"
	workflow.argument({"with": {"key": "a"}}, "key") == "a"
	not workflow.argument({"with": {"key": []}}, "key")
	not workflow.argument({}, "key")
}

test_flags if {
	workflow.is_true(true)
	workflow.is_true(" True ")
	not workflow.is_true("false")
	not workflow.is_true(1)
}

test_lines_are_joined_and_comments_left_out if {
	workflow.script_lines("a \\\n  b\n# c\n\nd\r\n") == ["a    b", "d"]
}

test_expressions_lose_their_marks if {
	workflow.expressions("x ${{ a.b }} y ${{c}} ${z}") == ["a.b", "c"]
	workflow.expressions("${{ format('{0}', x) }}") == ["format('{0}', x)"]
}
