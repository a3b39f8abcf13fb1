"""The same policies at the cluster's door: templates from the bundle's Rego, and a cluster's denials as findings."""
