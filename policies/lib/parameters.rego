# METADATA
# title: Parameters
# description: Every threshold and allow-list a policy uses, with its default; overridden by configuration or Constraint.
package lib.parameters

# METADATA
# title: Requests per second that an Ingress lets one client make
# custom: {type: integer, unit: requests per second, origin: "report, section 3: 10-20 per IP"}
ingress_rate_limit := 20

# METADATA
# title: Words that no credential may be, alone or with digits and marks around them
# custom: {type: array, unit: words, origin: the defaults that images and tutorials ship with}
known_credentials := [
	"admin", "administrator", "changeit", "default", "demo", "example", "guest", "hunter", "letmein", "master", "minio",
	"minioadmin", "mysql", "pass", "passw0rd", "passwd", "password", "postgres", "qwerty", "redis", "root",
	"secret", "test", "user", "welcome",
]

# METADATA
# title: Characters that a credential has at least
# custom: {type: integer, unit: characters, origin: "NIST SP 800-63B: 8"}
credential_length := 8
