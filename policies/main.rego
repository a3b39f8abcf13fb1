# METADATA
# title: The one entry point for all engines that read Rego
# description: >-
#   Judges a batch envelope, a single raw document, or conftest's --combine list. An envelope names the policies
#   that each document is asked about and gets an account of those that answered; a raw document is judged by
#   every policy of its room.
package main

import data.batch

deny contains result if some result in batch.deny

deny contains object.union(denial, {"policy": sprintf("%s/%s", [room, name])}) if {
	not input.documents
	some room in _rooms
	some name
	some denial in data.nova[room][name].deny with data.lib.parameters as batch.parameters
}

# conftest counts what nothing judges as passed; so at least it says so.
warn contains {"msg": "No policy judges a document of this shape"} if {
	not input.documents
	count(_rooms) == 0
}

_rooms contains "workflow" if is_object(input.jobs)

_rooms contains "workflow" if is_object(input.runs)

_rooms contains "cargo" if is_object(input["package"])

_rooms contains "cargo" if is_object(input.workspace)

_rooms contains "dockerfile" if is_string(input[0].Cmd)

_rooms contains room if {
	input[0].contents
	some room in {"environment", "project"}
}

_rooms contains "kubernetes" if {
	is_string(input.apiVersion)
	is_string(input.kind)
	not startswith(input.apiVersion, "facts.nova-policy.dev/")
}

# Facts name no room: each of these asks for its own kinds.
_rooms contains room if {
	startswith(input.apiVersion, "facts.nova-policy.dev/")
	some room in {"kustomize", "manifest", "pipeline", "prometheus", "rust"}
}
