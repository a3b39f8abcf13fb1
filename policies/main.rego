# METADATA
# title: The one entry point
# description: >-
#   Judges a batch envelope, a single raw document, or conftest's --combine list. An envelope names the policies
#   that each document is asked about and gets an account of those that answered; a raw document is judged by
#   every policy of its room.
package main

# METADATA
# entrypoint: true
deny contains result if {
	some document in input.documents
	some result in _results(document)
}

deny contains object.union(denial, {"policy": sprintf("%s/%s", [room, name])}) if {
	not input.documents
	some room in _rooms
	some name
	some denial in data.nova[room][name].deny with data.lib.parameters as _parameters
}

_parameters := object.union(data.lib.parameters, object.union(_shared_parameters, _own_parameters))

default _shared_parameters := {}

_shared_parameters := data.parameters

default _own_parameters := {}

_own_parameters := input.parameters if input.documents

# The denials, and the account without which nobody could tell "no denial" from "not judged".
_results(document) := denials | {account} if {
	verdicts := _verdicts(document)
	denials := {object.union(denial, {"policy": policy, "document": document.id}) |
		some policy, found in verdicts
		some denial in found
	}
	account := {"msg": "judged", "document": document.id, "judged": object.keys(verdicts)}
}

_verdicts(document) := {policy: denials |
	some policy in document.policies
	[room, name] := split(policy, "/")
	denials := data.nova[room][name].deny with input as document.input with data.lib.parameters as _parameters
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
