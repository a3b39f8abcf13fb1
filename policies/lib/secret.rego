# METADATA
# title: Secrets
# description: >-
#   Which names and values look like secrets. A literal is a value that stands there for all to read; ${VAR}, $(VAR),
#   {{ value }}, <value> and an empty value are not, since something else is put in their place.
package lib.secret

import data.lib.parameters

# METADATA
# title: Whether a key, variable or option of this name holds a secret
# description: "*_FILE, *_PATH, *_NAME, *_TTL and the like do not, nor do public keys."
secret_name(key) if {
	is_string(key)
	regex.match(_names, lower(_words(key)))
	not regex.match(_other_names, lower(_words(key)))
}

# dbPassword and DB_PASSWORD are one word to us.
_words(key) := lower(key) if not regex.match(`[a-z][A-Z]`, key)

_words(key) := concat("_", [word[1] |
	some word in regex.find_all_string_submatch_n(`([A-Z]*[^A-Z]*)`, key, -1)
	word[1] != ""
]) if {
	regex.match(`[a-z][A-Z]`, key)
}

_names := concat("|", [
	`(^|[_.-])(password|passwd|passphrase|pwd|pw|pass|secrets?|tokens?|credentials?|apikey|privatekey|pgpassword)($|[_.-]|\d)`,
	`(api|private|access|secret|signing|encryption|auth|master|secretbox|server|account)[_.-]?key([_.-](id|pem|b64|base64|p8))?$`,
	`private[_.-]?key`,
	`(^|[_.-])tls[_.-]key$`,
	`^neo4j_auth$`,
	`connection[_.-]?string$`,
	`^\.?dockerconfigjson$`,
	`^id_(rsa|dsa|ecdsa|ed25519)$`,
	`\.(p8|p12|pfx|jks)$`,
])

_other_names := concat("|", [
	concat("", [
		`[_.-](file|filename|path|dir|mount|name|names|ref|arn|ttl|ttl_secs|expiry|expires?|expiration|expires_in|lifetime|age|max_age|length`,
		`|version|type|kind|url|uri|endpoint|host|enabled|disabled|required|hours|minutes|seconds|secs|days|ms|algorithm|alg|header`,
		`|issuer|audience|policy|rotation|interval|count|limit|size|format|topic|prefix|field|column|role|region|service|manager)$`,
	]),
	`expires_in|public[_.-]?key|public\.pem|max_tokens|password_(reset|policy|min|max|hash)|secret(s)?_?manager|token_(url|bucket)`,
])

# METADATA
# title: Whether something else is put in this value's place before it is used
templated(value) if trim_space(value) == ""

templated(value) if regex.match(`\$\{|\$\(|\{\{|<[^<>\n]+>|^\s*\$|^\s*%|\{%|^ENC\[|^(ref\+|vault:|arn:|op://|file:)`, value)

templated(value) if regex.match(`^\W*$`, value)

# METADATA
# title: Whether the value only tells a person to put a secret here
placeholder(value) if {
	regex.match(`(?i)(^|[\s\n-])(change[_-]?(me|it|this)|replace([_-]?(me|with|this)|[_-])|todo|tbd|tobeset|fixme|placeholder|dummy|insert[_-]|your[_-])`, value)
	not regex.match(`(?i)change[_-]in`, value)
}

placeholder(value) if regex.match(`(?i)[_-]here$|\.\.\.\s*$|^x{3,}$|\.\.\.\n|(?i)placeholder`, value)

# METADATA
# title: The literal passwords of the URLs in a text
# description: Lines that are comments are not looked at.
url_passwords(text) := {password |
	contains(text, "://")
	some line in split(text, "\n")
	not regex.match(`^\s*(#|//|--|;)`, line)
	some match in regex.find_all_string_submatch_n(`[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@"']*:([^\s/@"']+)@`, line, -1)
	password := match[1]
	not templated(password)
	not regex.match(`^(\*+|x+|\.+|\$.*)$`, password)
}

# METADATA
# title: The literal passwords that SQL statements in a text set
sql_passwords(text) := {match[1] |
	contains(text, "'")
	some line in split(text, "\n")
	not regex.match(`^\s*(#|//|--|;)`, line)
	some match in regex.find_all_string_submatch_n(`(?i)\b(?:password|identified\s+by)\s+'([^'\n]+)'`, line, -1)
	not templated(match[1])
	not startswith(match[1], ":")
}

# METADATA
# title: Whether a text holds a private key
private_key(text) if regex.match(`-----BEGIN [A-Z ]*PRIVATE KEY-----`, text)

# METADATA
# title: The literal secrets that a value holds under its key
# description: "Parts of the value: the whole of it, or the passwords in it. Paths, plain URLs, flags and short numbers are none."
literals(key, value) := found if {
	is_string(key)
	is_string(value)
	found := (url_passwords(value) | sql_passwords(value)) | (_whole(key, value) | _keys(value))
}

_whole(key, value) := {trim_space(value) |
	secret_name(key)
	not _bare_connection(key, value)
	not templated(value)
	not regex.match(`(?i)^\s*(true|false|yes|no|none|null|nil|enabled|disabled|required|optional|\d{1,5}|\d+(ms|s|m|h|d))\s*$`, value)
	not regex.match(`^\s*(\.{0,2}/[\w./-]*|[a-zA-Z][a-zA-Z0-9+.-]*://\S*)\s*$`, value)
	not contains(value, "-----BEGIN PUBLIC KEY")
	not contains(value, "-----BEGIN CERTIFICATE")
	not private_key(value)
}

# A connection string is a secret for the password or key in it; many clouds' name only a project and a database.
_bare_connection(key, value) if {
	regex.match(`connection[_.-]?string$`, lower(_words(key)))
	not regex.match(`(?i)(password|passwd|pwd|key|secret|token|signature|sig)\s*=`, value)
}

_keys(value) := {trim_space(value) |
	private_key(value)
	not templated(value)
}

# METADATA
# title: Why a literal is easily guessed; undefined where it is not
# description: "A word of parameters.known_credentials alone or with digits and marks around it, or a default that says it must be changed."
default weakness(_) := null

weakness(literal) := "a well-known default" if {
	not private_key(literal)
	_known(literal)
}

weakness(literal) := "a default that is to be changed" if {
	not private_key(literal)
	not _known(literal)
	_to_be_changed(literal)
}

weakness(literal) := "a placeholder" if {
	not private_key(literal)
	not _known(literal)
	not _to_be_changed(literal)
	placeholder(literal)
}

weakness(literal) := sprintf("shorter than %d characters", [parameters.credential_length]) if {
	not private_key(literal)
	not _known(literal)
	not _to_be_changed(literal)
	not placeholder(literal)
	count(literal) < parameters.credential_length
}

_known(literal) if {
	core := trim(lower(literal), "0123456789!@#$%^&*_-+=.?~")
	core in {word | some word in parameters.known_credentials; is_string(word)}
}

_to_be_changed(literal) if regex.match(`(?i)change[_-]?(me|in|this|it)`, literal)
