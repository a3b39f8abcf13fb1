# METADATA
# title: SQL injection is tested
# description: >-
#   Where crates talk to an SQL database, asks for a test that cargo runs, that can fail and that tries an injection
#   (by its name, or by the shape of the text it sends). Tests about it that never run, are ignored, assert nothing or
#   do not use the crate are named beside, one per file. Tests outside Rust are not seen.
# related_resources:
# - ref: https://owasp.org/www-community/attacks/SQL_Injection
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P0-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Send a quote and a second statement to each handler that takes text, and expect a plain answer or a 400 and
#     unharmed tables.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.sql_injection_tests

import data.lib.rust_tests

deny contains {
	"msg": "No effective test tries SQL injection",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"sql_injection"}),
} if {
	rust_tests.some_crate_uses(`^(?:sqlx|diesel|sea-orm|tokio-postgres|postgres|mysql_async|rusqlite|clickhouse)$`)
	count(rust_tests.effective({"sql_injection"})) == 0
}
