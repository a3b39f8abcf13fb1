# METADATA
# title: Parameters
# description: Every threshold and allow-list a policy uses, with its default; overridden by configuration or Constraint.
package lib.parameters

# METADATA
# title: Requests per second that an Ingress lets one client make
# custom: {type: integer, unit: requests per second, origin: "report, section 3: 10-20 per IP"}
ingress_rate_limit := 20
