package nova.environment.certificate_issuer_test

import data.nova.environment.certificate_issuer

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_ingress(service, annotations) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "namespace": "shop", "annotations": annotations},
	"spec": {"rules": [{"host": "shop.example", "http": {"paths": [{
		"path": "/",
		"backend": {"service": {"name": service, "port": {"number": 80}}},
	}]}}]},
}

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_denied(kind, issuer, key) := {{
	"msg": sprintf("Ingress \"web\" names the %s %q, which is not there", [kind, issuer]),
	"path": [0, "contents", "metadata", "annotations", key],
}}

test_unknown_issuers_are_denied if {
	certificate_issuer.deny == _denied("ClusterIssuer", "letsencrypt", "cert-manager.io/cluster-issuer") with input as _members([_ingress("web", {"cert-manager.io/cluster-issuer": "letsencrypt"})])
	other := {"apiVersion": "cert-manager.io/v1", "kind": "Issuer", "metadata": {"name": "ca", "namespace": "other"}}
	certificate_issuer.deny == _denied("Issuer", "ca", "cert-manager.io/issuer") with input as _members([_ingress("web", {"cert-manager.io/issuer": "ca"}), other])
}

test_issuers_of_the_environment_pass if {
	cluster := {"apiVersion": "cert-manager.io/v1", "kind": "ClusterIssuer", "metadata": {"name": "letsencrypt"}}
	count(certificate_issuer.deny) == 0 with input as _members([_ingress("web", {"cert-manager.io/cluster-issuer": "letsencrypt"}), cluster])
	own := _object("cert-manager.io/v1", "Issuer", "ca", {})
	count(certificate_issuer.deny) == 0 with input as _members([_ingress("web", {"cert-manager.io/issuer": "ca"}), own])
}

test_no_annotation_and_issuers_of_other_groups_are_silent if {
	count(certificate_issuer.deny) == 0 with input as _members([_ingress("web", {})])
	count(certificate_issuer.deny) == 0 with input as _members([_ingress("web", {"cert-manager.io/issuer": "aws", "cert-manager.io/issuer-group": "awspca.cert-manager.io"})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Ingress"}}]] {
		count(certificate_issuer.deny) == 0 with input as odd
	}
}

_elsewhere(kind, namespace, name) := {"apiVersion": "facts.nova-policy.dev/v1", "kind": "ObjectsElsewhere", "objects": [{"kind": kind, "namespace": namespace, "name": name}]}

test_issuers_of_another_environment_pass if {
	of_cluster := _ingress("web", {"cert-manager.io/cluster-issuer": "letsencrypt"})
	count(certificate_issuer.deny) == 0 with input as _members([of_cluster, _elsewhere("ClusterIssuer", "", "letsencrypt")])
	count(certificate_issuer.deny) == 1 with input as _members([of_cluster, _elsewhere("Issuer", "shop", "letsencrypt")])
	own := _ingress("web", {"cert-manager.io/issuer": "ca"})
	count(certificate_issuer.deny) == 0 with input as _members([own, _elsewhere("Issuer", "shop", "ca")])
	count(certificate_issuer.deny) == 1 with input as _members([own, _elsewhere("Issuer", "other", "ca")])
}
