# METADATA
# title: The bundle as an admission webhook
# description: >-
#   Answers an AdmissionReview: POST /v0/data/admission/review of an OPA server that has the bundle. Asks the policies
#   of room kubernetes whose matchers name the object. What cannot be judged is refused, never admitted in silence.
package admission

import data.batch
import data.lib.kubernetes

# METADATA
# title: The AdmissionReview that answers the one in input
# description: >-
#   Denials of a severity in parameter refused_severities refuse the object, the others are warnings.
review := {
	"apiVersion": "admission.k8s.io/v1",
	"kind": "AdmissionReview",
	"response": object.union({"uid": _uid}, _answer),
}

default _uid := ""

_uid := input.request.uid if is_string(input.request.uid)

_answer := _refusal(400, sprintf("not judged: %s", [concat("; ", sort(_malformed))])) if count(_malformed) > 0

_answer := {"allowed": true} if {
	count(_malformed) == 0
	not _to_be_judged
}

_answer := _refusal(500, sprintf("not judged: %s", [concat("; ", sort(_unanswered))])) if {
	_to_be_judged
	count(_unanswered) > 0
}

_answer := object.union(_refusal(403, concat("\n", sort(_refusals))), _warnings) if {
	_to_be_judged
	count(_unanswered) == 0
	count(_refusals) > 0
}

_answer := object.union({"allowed": true}, _warnings) if {
	_to_be_judged
	count(_unanswered) == 0
	count(_refusals) == 0
}

_refusal(code, message) := {"allowed": false, "status": {"code": code, "message": message}}

_warnings := {"warnings": sort(_advice)} if count(_advice) > 0

_warnings := {} if count(_advice) == 0

_malformed contains "this is no AdmissionReview of admission.k8s.io/v1" if {
	not _is_review
}

_malformed contains "the request has no uid" if _uid == ""

_malformed contains "the request names no operation" if not _has_operation

_malformed contains "the request has no object" if {
	input.request.operation in {"CREATE", "UPDATE"}
	not _has_object
}

_has_operation if is_string(input.request.operation)

_has_object if is_object(input.request.object)

_is_review if {
	input.apiVersion == "admission.k8s.io/v1"
	input.kind == "AdmissionReview"
}

# Other subresources, such as status and scale, write nothing that a policy looks at; a deletion brings no object.
_to_be_judged if {
	count(_malformed) == 0
	input.request.operation in {"CREATE", "UPDATE"}
	object.get(input.request, "subResource", "") in {"", "ephemeralcontainers"}
}

_unanswered contains "the bundle has no catalogue of policies" if count(_catalogue) == 0

_unanswered contains sprintf("policy %s gave no answer", [policy]) if {
	some policy in _asked
	not _verdicts[policy]
}

_unanswered contains "parameter refused_severities is no list of severities" if not _severities_hold

default _catalogue := {}

_catalogue := data.catalogue.policies

_severities_hold if {
	is_array(batch.parameters.refused_severities)
	every severity in batch.parameters.refused_severities {
		severity in {"blocker", "high", "medium", "low"}
	}
}

_refused := {severity | some severity in batch.parameters.refused_severities}

_asked contains policy if {
	some policy, entry in _catalogue
	startswith(policy, "kubernetes/")
	some matcher in entry.matchers
	_names(matcher.apiGroups, kubernetes.group(input.request.object))
	_names(matcher.kinds, input.request.object.kind)
}

_names(known, name) if {
	some word in {"*", name}
	word in known
}

_verdicts[policy] := denials if {
	some policy in _asked
	[_, name] := split(policy, "/")
	denials := data.nova.kubernetes[name].deny with input as input.request.object
		with data.lib.parameters as batch.parameters
}

_refusals contains _line(policy, denial) if {
	some policy, denials in _verdicts
	_catalogue[policy].severity in _refused
	some denial in denials
}

_advice contains _line(policy, denial) if {
	some policy, denials in _verdicts
	not _catalogue[policy].severity in _refused
	some denial in denials
}

_line(policy, denial) := sprintf("[%s] %s", [policy, denial.msg])
