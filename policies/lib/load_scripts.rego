# METADATA
# title: Load scripts
# description: What the load scripts of a repository do, and whether a pipeline runs them.
package lib.load_scripts

import data.lib.repository
import data.lib.rust_crate
import data.lib.rust_tests

# METADATA
# title: All load scripts by their path in the list
all_scripts := {[index, "contents"]: script | some index, script in repository.facts("LoadScript")}

# METADATA
# title: The load scripts that a pipeline runs
that_run := [script |
	some script in all_scripts
	count(rust_crate.list(script, "run_by")) > 0
]

# METADATA
# title: Whether some load script has a scenario, such as streaming
has_scenario(name) if {
	some script in all_scripts
	name in rust_crate.list(script, "scenarios")
}

# METADATA
# title: Whether some load script has more than one virtual user
has_concurrent_users if {
	some script in all_scripts
	is_more_than(script.vus, 1)
}

# METADATA
# title: Whether there is something here that load would tell about, a service or a deployment
is_worth_loading if count(rust_tests.services) > 0

is_worth_loading if repository.deploys

# METADATA
# title: Whether a value is a number above a limit; false for everything else
default is_more_than(_, _) := false

is_more_than(value, limit) if {
	is_number(value)
	value > limit
}
