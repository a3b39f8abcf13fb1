package nova.manifest.uncommented_tls_test

import data.nova.manifest.uncommented_tls

file(kinds, entries) := {"file_kinds": kinds, "entries": entries}

entry(block, key, also_set) := {"block": block, "key": key, "also_set": also_set}

entries := [
	entry(0, "replicas", false),
	entry(1, "nginx.ingress.kubernetes.io/ssl-redirect", false),
	entry(1, "cert-manager.io/cluster-issuer", false),
	entry(2, "tls", false),
]

test_each_block_is_denied_at_its_first_tls_line if {
	found := uncommented_tls.deny with input as file(["Ingress"], entries)
	found == {
		{
			"msg": "TLS settings are commented out: cert-manager.io/cluster-issuer, nginx.ingress.kubernetes.io/ssl-redirect",
			"path": ["entries", 1],
		},
		{"msg": "TLS settings are commented out: tls", "path": ["entries", 3]},
	}
}

test_settings_that_are_in_force_pass if uncommented_tls.deny == set() with input as file(["Ingress"], [entry(0, "tls", true)])

test_a_whole_ingress_in_comments_passes if {
	uncommented_tls.deny == set() with input as file(["Ingress"], [entry(0, "apiVersion", true), entry(0, "tls", false)])
}

test_other_comments_pass if uncommented_tls.deny == set() with input as file(["Ingress"], [entry(0, "rules", false)])

test_files_without_an_ingress_are_silent if uncommented_tls.deny == set() with input as file(["Service"], entries)
