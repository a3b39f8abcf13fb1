# METADATA
# title: Literal secrets of an object
# description: >-
#   Where in a Secret, a ConfigMap or the environment of a workload's containers literal secrets stand. One secret that
#   stands in several places is one fault: it has a first place, and others.
package lib.literal

import data.lib.kubernetes
import data.lib.secret

# METADATA
# title: The entries of a Secret or ConfigMap, and the variables of containers
# description: A set of {key, text, path}; what a Secret has under data is decoded, where it is plain text.
entries(resource) := _data(resource) | _variables(resource)

_data(resource) := {entry |
	resource.kind in {"ConfigMap", "Secret"}
	some field in {"data", "stringData"}
	some key, value in kubernetes.mapping(resource[field])
	is_string(key)
	is_string(value)
	entry := {"key": key, "text": _decoded(resource.kind, field, value), "path": [field, key]}
}

_variables(resource) := {entry |
	some found in kubernetes.containers(resource)
	some index, variable in kubernetes.list(found.container.env)
	is_string(variable.name)
	is_string(variable.value)
	entry := {
		"key": variable.name,
		"text": variable.value,
		"path": array.concat(found.path, ["env", index, "value"]),
	}
}

_decoded(kind, field, value) := base64.decode(value) if _encoded(kind, field, value)

_decoded(kind, field, value) := value if not _encoded(kind, field, value)

# Bytes that are no text, such as a key, are an error to WebAssembly and stay as they are: a byte above 127 shows in
# the bits that a group of four letters has for the highest bit of its first, second and third byte.
_encoded("Secret", "data", value) if {
	base64.is_valid(value)
	regex.match(`^(?:[A-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589=][A-Za-z0-9+/=])*$`, replace(value, "\n", ""))
}

# METADATA
# title: The literal secrets of an object, each with its places
# description: >-
#   A set of {key, literals, path, related}: at path, under key, are these literals for the first time; related are the
#   paths of other places with one of them. Objects for development have none.
secrets(resource) := {found |
	not kubernetes.for_development(resource)
	places := [place |
		some entry in sort(entries(resource))
		literals := secret.literals(entry.key, entry.text)
		count(literals) > 0
		place := object.union(entry, {"literals": literals})
	]
	some index, place in places
	first := {literal |
		some literal in place.literals
		not _earlier(places, index, literal)
	}
	count(first) > 0
	found := {
		"key": place.key,
		"literals": first,
		"path": place.path,
		"related": [other.path |
			some later, other in places
			later > index
			count(other.literals & first) > 0
		],
	}
}

_earlier(places, index, literal) if {
	some before, place in places
	before < index
	literal in place.literals
}

# METADATA
# title: The literal secrets of the object in `input`
# description: As a rule it is looked up once for all policies that are asked about the object.
own := secrets(input)
