package nova.manifest.uncommented_tls_test

import data.nova.manifest.uncommented_tls

_file(kinds, entries) := {"file_kinds": kinds, "entries": entries}

_entry(block, key, also_set) := {"block": block, "key": key, "also_set": also_set}

_entries := [
	_entry(0, "replicas", false),
	_entry(1, "cert-manager.io/cluster-issuer", false),
	_entry(1, "nginx.ingress.kubernetes.io/ssl-redirect", false),
	_entry(2, "tls", false),
]

test_each_block_is_denied_at_its_first_tls_line if {
	uncommented_tls.deny == {
		{
			"msg": "TLS settings are commented out: cert-manager.io/cluster-issuer, nginx.ingress.kubernetes.io/ssl-redirect",
			"path": ["entries", 1],
		},
		{"msg": "TLS settings are commented out: tls", "path": ["entries", 3]},
	} with input as _file(["Ingress"], _entries)
}

test_settings_that_are_in_force_pass if uncommented_tls.deny == set() with input as _file(["Ingress"], [_entry(0, "tls", true)])

test_other_comments_pass if uncommented_tls.deny == set() with input as _file(["Ingress"], [_entry(0, "rules", false)])

test_files_without_an_ingress_are_silent if uncommented_tls.deny == set() with input as _file(["Service"], _entries)
