package lib.pipeline_test

import data.lib.pipeline

test_steps_of_reusable_workflows_are_left_out if {
	steps := pipeline.steps with input as {"jobs": [{"id": "a", "steps": [{"name": "x"}, {"name": "y", "origin": "workflow"}, {"name": "z", "origin": "action"}, 3]}]}
	{step.path | some step in steps} == {["jobs", 0, "steps", 0], ["jobs", 0, "steps", 2]}
}

test_steps_have_names if {
	pipeline.step_name({"name": "Build"}) == "Build"
	pipeline.step_name({"name": null, "uses": {"action": "actions/cache"}}) == "actions/cache"
	pipeline.step_name({"name": null, "uses": null, "commands": [{"program": "cargo"}]}) == "cargo …"
	pipeline.step_name({"name": 3}) == "(unnamed step)"
}

test_roles if {
	pipeline.has_role({"roles": ["sbom", "image_scan"]}, pipeline.scan_roles)
	not pipeline.has_role({"roles": ["cargo_test"]}, pipeline.scan_roles)
	not pipeline.has_role({"roles": 3}, pipeline.scan_roles)
}

test_images_are_named_by_repository if {
	pipeline.image_name({"repositories": ["registry.example:5000/nova/feed"]}) == "nova/feed"
	pipeline.image_name({"repositories": ["nova/feed", "nova/auth"]}) == "nova/feed and 1 more"
	pipeline.image_name({"repositories": ["feed"]}) == "feed"
	pipeline.image_name({"repositories": [], "job": "build"}) == "of job build"
}

test_one_place_is_one_image if {
	at := {"path": "a.yml", "line": 3}
	images := pipeline.pushed_images with input as {"images": [
		{"at": {"path": "a.yml", "line": 1}, "pushed": true, "job": "a"},
		{"at": at, "pushed": false, "job": "a"},
		{"at": at, "pushed": true, "job": "a"},
		{"at": at, "pushed": true, "job": "b"},
	]}
	{image.path | some image in images} == {["images", 0], ["images", 2]}
}

test_what_concerns_another_image_is_left_out if {
	pipeline.done_to({"sbom_by": [{"same_image": false}, {"same_image": null}, {"same_image": true}]}, "sbom_by") == {
		{"index": 1, "entry": {"same_image": null}},
		{"index": 2, "entry": {"same_image": true}},
	}
}

test_dead_deployments_are_left_out if {
	deployments := pipeline.deployments with input as {"deployments": [{"runs": "never"}, {"runs": "always"}, 3]}
	{deployment.path | some deployment in deployments} == {["deployments", 1]}
}

test_optional_names if {
	pipeline.is_optional("Codex Review Gate [OPTIONAL]")
	pipeline.is_optional("lint (non-blocking)")
	pipeline.is_optional("Stream E2E test logs")
	not pipeline.is_optional("lint")
}

test_a_step_without_a_name_is_called_by_its_action_its_program_or_neither if {
	pipeline.step_name({"name": "Scan"}) == "Scan"
	pipeline.step_name({"uses": {"action": "a/b"}}) == "a/b"
	pipeline.step_name({"commands": [{"program": "cargo"}]}) == "cargo …"
	pipeline.step_name({}) == "(unnamed step)"
}

test_an_action_gives_the_name_before_a_command if {
	pipeline.step_name({"uses": {"action": "a/b"}, "commands": [{"program": "cargo"}]}) == "a/b"
}

test_images_without_a_place_are_all_told if {
	images := pipeline.pushed_images with input as {"images": [{"pushed": true, "job": "a"}, {"pushed": true, "job": "b"}]}
	{image.path | some image in images} == {["images", 0], ["images", 1]}
}
