# METADATA
# title: The batch envelope
# description: >-
#   Judges the documents of an envelope by the policies that each names. The WebAssembly module is compiled from here
#   alone: opa compiles every policy once more, with all that it calls, for each `with` that reaches it.
package batch

# METADATA
# title: What an envelope is answered
# description: The denials, and per document the account without which nobody could tell "no denial" from "not judged".
# entrypoint: true
deny contains result if {
	some document in input.documents
	some result in _results(document)
}

# METADATA
# title: The parameters in force
# description: Those of an envelope override those that were loaded beside the policies, and both the defaults.
parameters := object.union(data.lib.parameters, object.union(_shared_parameters, _own_parameters))

default _shared_parameters := {}

_shared_parameters := data.parameters

default _own_parameters := {}

_own_parameters := input.parameters if input.documents

_results(document) := denials | {account} if {
	verdicts := _verdicts(document.policies) with input as document.input with data.lib.parameters as parameters
	denials := {object.union(denial, {"policy": policy, "document": document.id}) |
		some policy, found in verdicts
		some denial in found
	}
	account := {"msg": "judged", "document": document.id, "judged": object.keys(verdicts)}
}

# Within one `with`: what several policies look up in a document is looked up once.
_verdicts(policies) := {policy: denials |
	some policy in policies
	[room, name] := split(policy, "/")
	denials := data.nova[room][name].deny
}
