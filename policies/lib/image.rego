# METADATA
# title: Image references
# description: Parts of a container image's name, as container runtimes read it.
package lib.image

# METADATA
# title: Registry, repository, tag and digest of an image reference
# description: >-
#   "" stands for what is absent. The first part is a registry only if it has a dot or a port, or is localhost; so the
#   port of registry:5000/app is no tag. Undefined for what is no text, is empty, or has a placeholder in it.
parse(reference) := {"registry": registry, "repository": repository, "tag": tag, "digest": digest} if {
	is_string(reference)
	regex.match(`^[\w./:@-]+$`, reference)
	[named, digest] := _split_digest(reference)
	[path, tag] := _split_tag(named)
	[registry, repository] := _split_registry(path)
}

_split_digest(reference) := [parts[0], parts[1]] if {
	parts := split(reference, "@")
	count(parts) > 1
}

_split_digest(reference) := [reference, ""] if not contains(reference, "@")

_split_tag(named) := [substring(named, 0, (count(named) - count(tag)) - 1), tag] if {
	tag := _tag(named)
}

_split_tag(named) := [named, ""] if not _tag(named)

_tag(named) := match[0][1] if {
	match := regex.find_all_string_submatch_n(`:([\w][\w.-]*)$`, named, 1)
	count(match) > 0
}

_split_registry(path) := [parts[0], concat("/", array.slice(parts, 1, count(parts)))] if {
	parts := split(path, "/")
	_is_registry(parts)
}

_split_registry(path) := ["", path] if not _is_registry(split(path, "/"))

_is_registry(parts) if {
	count(parts) > 1
	regex.match(`[.:]|^localhost$`, parts[0])
}

# METADATA
# title: The last part of the repository, such as postgres of docker.io/library/postgres
family(reference) := parts[count(parts) - 1] if {
	parts := split(parse(reference).repository, "/")
}

# METADATA
# title: Whether an image is one of a product, such as postgres, bitnami/postgresql or timescale/timescaledb-ha
is_one_of(reference, products) if {
	some part in split(replace(family(reference), "_", "-"), "-")
	trim_right(part, "0123456789.") in {product | some product in products}
}
