"""The Rego that speaks the batch envelope and asks a user's rules, which know nothing of it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nova_policy.custom.rules import Rule
from nova_policy.engines.protocol import MOST_LISTED

PACKAGE = "nova_adapter"
_ADAPTER = """\
package {package}

deny contains result if {{
	some document in input.documents
	some result in _results(document)
}}

_results(document) := denials | {{account}} if {{
	verdicts := {{policy: found |
		some policy in document.policies
		found := _found[policy] with input as document.input
	}}
	denials := {{object.union(_denial(item), {{"policy": policy, "document": document.id}}) |
		some policy, found in verdicts
		some item in _listed(found)
	}}
	account := {{
		"msg": "judged",
		"document": document.id,
		"judged": object.keys(verdicts),
		"omitted": {{policy: more |
			some policy, found in verdicts
			more := count(found) - {most}
			more > 0
		}},
	}}
}}

_listed(found) := found if count(found) <= {most}

_listed(found) := array.slice(sort(found), 0, {most}) if count(found) > {most}

# A rule whose value is no set or array yields that value, which is no message and will be reported as such.
_items(values) := {{item |
	some value in values
	some item in _members(value)
}}

_members(value) := value if is_set(value)

_members(value) := value if is_array(value)

_members(value) := [value] if {{
	not is_set(value)
	not is_array(value)
}}

_denial(item) := {{
	"msg": object.get(item, "msg", null),
	"path": object.get(item, "path", []),
	"place": object.get(item, "_loc", null),
}} if is_object(item)

_denial(item) := {{"msg": item}} if not is_object(item)

{rules}
"""


def adapter(rules: Sequence[Rule]) -> str:
    """Return the module whose `deny` answers an envelope for *rules*."""
    return _ADAPTER.format(package=PACKAGE, most=MOST_LISTED, rules="\n\n".join(map(_asked, rules)))


def _asked(rule: Rule) -> str:
    package = "data" + "".join(f"[{json.dumps(step)}]" for step in rule.package.split("."))
    value = f"{package}[{json.dumps(rule.name)}]"
    # An `exception` lists the names of rules, without their first word, that conftest passes over for an input.
    name = rule.name.partition("_")[2]
    unless = f"; not {json.dumps(name)} in {{x | x := {package}.exception[_][_]}}" if rule.excepted else ""
    return f"_found[{json.dumps(rule.id)}] := _items({{value | value := {value}{unless}}})"
