# METADATA
# title: Secrets have no default in source
# description: >-
#   Finds production code that gives an environment variable with a secret-like name a literal default, or a function
#   so named that returns a literal. The value itself is never shown. Defaults that are built at run time are not
#   seen; crates that are examples are left out.
# related_resources:
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: secrets-management
#   origin: observed
#   estimate: {hours: 0.5, reason: to make one variable mandatory and set it where the service runs}
#   remediation: >-
#     Let the process fail at start when the variable is absent; give tests and development their own configuration.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.required_credentials

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf(
		"%q has a default for secret %s in its source",
		[rust_crate.name(input), credential.name],
	)),
	"path": ["default_credentials", index],
} if {
	not rust_crate.illustrates(input)
	some index, credential in rust_crate.list(input, "default_credentials")
}
