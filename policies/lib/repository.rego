# METADATA
# title: What a repository's documents and facts say together
# description: Lookups in the list [{path, contents}] that policies of room project get.
package lib.repository

# METADATA
# description: Facts of one kind by their index in the list.
facts(kind) := object.get(_facts, kind, {})

# Sorted out once, for the list is long and asked often.
_facts[member.contents.kind][index] := member.contents if {
	some index, member in input
	is_object(member.contents)
	member.contents.apiVersion == "facts.nova-policy.dev/v1"
}

# METADATA
# description: Kubernetes objects of some kinds by their index in the list.
objects(kinds) := {index: member.contents |
	some index, member in input
	is_object(member.contents)
	is_string(member.contents.apiVersion)
	not startswith(member.contents.apiVersion, "facts.nova-policy.dev/")
	member.contents.kind in kinds
}

# METADATA
# description: The fact about the repository's files; undefined when it was not collected.
files := facts("RepositoryFiles")[_]

# METADATA
# description: The path in the list of the fact about the repository's files.
files_path := [min(object.keys(facts("RepositoryFiles"))), "contents"]

# METADATA
# description: Steps of running jobs that have a role, as {pipeline, job, step, path, can_fail}.
steps(role) := {found |
	some index, pipeline in facts("Pipeline")
	some number, job in pipeline.jobs
	some position, step in job.steps
	role in step.roles
	found := {
		"path": [index, "contents", "jobs", number, "steps", position],
		"runs": step.runs != "never",
		"can_fail": step.can_fail,
	}
}

# METADATA
# description: Paths of the steps of a role that run and can fail.
effective_steps(role) := {step.path |
	some step in steps(role)
	step.runs
	step.can_fail
}

# METADATA
# description: Paths of the steps of a role that do not run or cannot fail.
hollow_steps(role) := {step.path | some step in steps(role)} - effective_steps(role)

# METADATA
# description: >-
#   Where something that the pipelines lack belongs: the first pipeline with a step of one of the roles, else the
#   first that builds or tests, else the first, else the repository.
home(roles) := [min(suitable), "contents", "jobs"] if {
	suitable := {step.path[0] | some role in roles; some step in steps(role)}
	count(suitable) > 0
} else := [min(building), "contents", "jobs"] if {
	building := {step.path[0] |
		some role in ["cargo_build", "cargo_lint", "cargo_test", "e2e_test", "image_build", "image_push", "unit_test"]
		some step in steps(role)
	}
	count(building) > 0
} else := [min(object.keys(pipelines)), "contents", "jobs"] if {
	pipelines := facts("Pipeline")
	count(pipelines) > 0
} else := files_path

# METADATA
# description: >-
#   Whether the repository deploys something of its own: a pipeline that deploys or pushes images, or an Argo CD
#   Application. Policies about what an operated platform owes ask this, so that libraries and samples are left alone.
default deploys := false

deploys if {
	some pipeline in facts("Pipeline")
	count(pipeline.deployments) > 0
}

deploys if {
	some pipeline in facts("Pipeline")
	some image in pipeline.images
	image.pushed
}

deploys if count(facts("ArgoApplication")) > 0
