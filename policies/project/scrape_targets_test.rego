package nova.project.scrape_targets_test

import data.nova.project.scrape_targets

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_scrape(hosts) := _fact("ScrapeConfig", {"jobs": [{"name": "shop", "targets": [{"host": host, "port": 80, "local": false} | some host in hosts]}]})

_known := [
	{"path": "s.yaml", "contents": {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop"}}},
	_fact("ComposeFile", {"services": [{"name": "redis-exporter"}]}),
]

test_unknown_hosts_are_denied if {
	scrape_targets.deny == {
		{"msg": `Job "shop" scrapes "cart", which no Service or compose file provides`, "path": [2, "contents", "jobs", 0, "targets", 0]},
		{
			"msg": `Job "shop" scrapes "cart.default.svc.cluster.local", which no Service or compose file provides`,
			"path": [2, "contents", "jobs", 0, "targets", 2],
		},
	} with input as array.concat(_known, [_scrape(["cart", "shop", "cart.default.svc.cluster.local"])])
}

test_provided_and_outside_hosts_pass if {
	hosts := ["shop", "shop.default", "shop.default.svc", "redis-exporter", "10.0.0.7", "metrics.example.com", "node.internal"]
	scrape_targets.deny == set() with input as array.concat(_known, [_scrape(hosts)])
}

test_local_targets_are_silent if {
	scrape_targets.deny == set() with input as [_fact("ScrapeConfig", {"jobs": [{"targets": [{"host": "localhost", "local": true}]}]})]
}
