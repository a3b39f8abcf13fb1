# METADATA
# title: Hosts in configuration
# description: The host names and ports that a value of a ConfigMap or a variable speaks of, as a set of [host, port].
package lib.host

# METADATA
# title: The hosts of a value, with the port as text, "" where none is given
# description: >-
#   URLs, lists of host:port, a bare name under a key that ends in HOST; of a text of several lines, only fully qualified
#   names of Services, outside comments. IP addresses and templates are none.
of(key, text) := {host |
	some host in ((_urls(text) | _list(text)) | (_bare(key, text) | _qualified(text)))
	regex.match(`[a-z]`, host[0])
}

_urls(text) := {[match[1], match[2]] |
	not contains(trim_space(text), "\n")
	some match in regex.find_all_string_submatch_n(
		`[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^\s/@"']*@)?([a-z0-9][a-z0-9.-]*)(?::([0-9]{1,5}))?(?:[/?,;\s]|$)`,
		text, -1,
	)
}

_list(text) := {[match[1], match[2]] |
	regex.match(`^\s*[a-z0-9][a-z0-9.-]*:[0-9]{3,5}(\s*,\s*[a-z0-9][a-z0-9.-]*:[0-9]{3,5})*\s*$`, text)
	some match in regex.find_all_string_submatch_n(`([a-z0-9][a-z0-9.-]*):([0-9]{3,5})`, text, -1)
}

_bare(key, text) := {[trim_space(text), ""] |
	regex.match(`(?i)(^|[_.-])host(name)?$`, key)
	regex.match(`^\s*[a-z][a-z0-9.-]*\s*$`, text)
}

_qualified(text) := {[match[1], match[2]] |
	contains(trim_space(text), "\n")
	some line in split(text, "\n")
	not regex.match(`^\s*(#|//|--|;)`, line)
	some match in regex.find_all_string_submatch_n(
		`\b([a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\.svc(?:\.cluster\.local)?)\b(?::([0-9]{1,5}))?`,
		line, -1,
	)
}
