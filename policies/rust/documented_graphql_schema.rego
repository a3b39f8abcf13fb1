# METADATA
# title: GraphQL types and fields are documented, and a test keeps them so
# description: >-
#   Counts per type what has neither a doc comment nor a description (fields that are skipped do not count, nor does
#   the description of a type that a MergedObject takes the fields of: it is no type of the schema), and asks for a
#   test that cargo runs and whose name says that it is about documentation or descriptions. What the descriptions say
#   is not judged.
# related_resources:
# - ref: https://async-graphql.github.io/async-graphql/en/define_simple_object.html
# custom:
#   severity: medium
#   section: "7"
#   recommendation: P2-1
#   capability: documentation
#   origin: report
#   remediation: >-
#     Write a doc comment above the type and each field; it becomes the description in the schema. Add a test that
#     goes through the schema and fails on an empty description.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.documented_graphql_schema

import data.lib.message
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf("GraphQL type %q lacks %d of %d descriptions", [type.name, lacking, total])),
	"path": ["graphql_types", index],
} if {
	not rust_crate.illustrates(input)
	some index, type in rust_crate.list(input, "graphql_types")
	fields := rust_crate.list(type, "fields")
	own := [type | not type.name in _merged]
	lacking := count([1 | some described in array.concat(own, fields); described.documented == false])
	lacking > 0
	total := count(own) + count(fields)
}

# The types that only hand their fields to another.
_merged contains name if {
	some type in rust_crate.list(input, "graphql_types")
	some name in rust_crate.list(type, "merges")
}

deny contains {
	"msg": message.line(sprintf("No test of %q notices a schema without descriptions", [rust_crate.name(input)])),
	"path": ["graphql_schemas", 0],
} if {
	not rust_crate.illustrates(input)
	count(rust_crate.list(input, "graphql_schemas")) > 0
	count(rust_crate.list(input, "graphql_types")) > 0
	not _descriptions_are_tested
}

_descriptions_are_tested if {
	some test in rust_crate.list(input, "tests")
	rust_tests.is_effective(test)
	is_string(test.name)
	regex.match(`(?i)docu|descri`, test.name)
}
