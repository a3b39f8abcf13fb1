package nova.environment.resolvable_hosts_test

import data.nova.environment.resolvable_hosts

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_service(name) := {
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": {"selector": {"app": name}, "ports": [{"port": 80}]},
}

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_workload(kind, name, spec, pod) := {
	"apiVersion": "apps/v1",
	"kind": kind,
	"metadata": {"name": name, "namespace": "shop"},
	"spec": object.union(spec, {"template": {"metadata": {"labels": {"app": name}}, "spec": pod}}),
}

_config(values) := _object("v1", "ConfigMap", "settings", {"data": values})

_missing(name, key, paths) := {
	"msg": sprintf("No Service %q in namespace \"shop\" answers what %s names", [name, key]),
	"path": paths[0],
	"related": array.slice(paths, 1, count(paths)),
}

_at(key) := [0, "contents", "data", key]

test_hosts_that_nothing_answers_are_denied if {
	resolvable_hosts.deny == {
		_missing("cache", "REDIS_HOST", [_at("REDIS_HOST")]),
		_missing("db", "DATABASE_URL", [_at("DATABASE_URL")]),
		_missing("kafka", "KAFKA_BROKERS", [_at("KAFKA_BROKERS"), _at("OTHER_BROKERS")]),
	} with input as _members([
		_config({
			"DATABASE_URL": "postgres://web:$(DB_PASSWORD)@db:5432/web",
			"KAFKA_BROKERS": "kafka:9092",
			"OTHER_BROKERS": "kafka:9092, kafka:9093",
			"REDIS_HOST": "cache",
		}),
		_service("web"),
	])
}

test_variables_and_names_with_a_namespace_are_read if {
	deployment := _workload("Deployment", "web", {}, {"containers": [{"env": [
		{"name": "A_URL", "value": "http://api.shop:80"},
		{"name": "B_URL", "value": "http://users.shop.svc.cluster.local/x"},
		{"name": "C_BROKERS", "value": "kafka-0.kafka-headless:9092"},
	]}]})
	{denial.msg | some denial in resolvable_hosts.deny} == {
		"No Service \"api\" in namespace \"shop\" answers what A_URL names",
		"No Service \"users\" in namespace \"shop\" answers what B_URL names",
		"No Service \"kafka-headless\" in namespace \"shop\" answers what C_BROKERS names",
	} with input as _members([deployment, _service("web")])
}

test_ports_that_the_service_lacks_are_denied if {
	resolvable_hosts.deny == {{
		"msg": "Service \"web\" has no port 8080, which WEB_URL names",
		"path": _at("WEB_URL"),
		"related": [],
	}} with input as _members([_config({"WEB_URL": "http://web:8080", "OTHER_URL": "http://web:80/"}), _service("web")])
}

test_headless_and_external_services_have_every_port if {
	every spec in [{"clusterIP": "None", "ports": [{"port": 80}]}, {"type": "ExternalName", "ports": [{"port": 80}]}] {
		count(resolvable_hosts.deny) == 0 with input as _members([_config({"DB_URL": "postgres://db:5432"}), _object("v1", "Service", "db", {"spec": spec})])
	}
}

test_files_are_read_for_full_names_only if {
	text := "# upstream old.shop.svc\nserver api.shop.svc.cluster.local:80;\nserver other:80;\n"
	{denial.msg | some denial in resolvable_hosts.deny} == {"No Service \"api\" in namespace \"shop\" answers what nginx.conf names"} with input as _members([_config({"nginx.conf": text}), _service("web")])
}

test_what_is_no_host_of_the_cluster_passes if {
	count(resolvable_hosts.deny) == 0 with input as _members([
		_config({
			"ALLOWED": "https://shop.example,https://*.shop.example",
			"BIND": "0.0.0.0:8080",
			"CACHE_URL": "redis://cache.abc.amazonaws.com:6379",
			"IMAGE": "web:12",
			"LISTEN": "10.0.0.1:8080",
			"LOCAL_URL": "http://localhost:8123",
			"LOG": "info,web=debug",
			"TEMPLATE_URL": "http://${API_HOST}:80",
			"WEB_URL": "http://web:80",
			"X_HOST": "api.other.svc.cluster.local",
		}),
		_service("web"),
	])
}

test_operators_answer_for_their_objects if {
	cluster := _object("postgresql.cnpg.io/v1", "Cluster", "db", {})
	count(resolvable_hosts.deny) == 0 with input as _members([_config({"DB_HOST": "db-rw"}), _service("web"), cluster])
}

test_secrets_development_and_namespaces_without_services_are_silent if {
	values := {"KAFKA_BROKERS": "kafka:9092"}
	count(resolvable_hosts.deny) == 0 with input as _members([_object("v1", "Secret", "settings", {"stringData": values}), _service("web")])
	count(resolvable_hosts.deny) == 0 with input as _members([object.union(_config(values), {"metadata": {"name": "settings-local"}}), _service("web")])
	count(resolvable_hosts.deny) == 0 with input as _members([_config(values)])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "ConfigMap"}}]] {
		count(resolvable_hosts.deny) == 0 with input as odd
	}
}

_elsewhere(kind, namespace, name) := {"apiVersion": "facts.nova-policy.dev/v1", "kind": "ObjectsElsewhere", "objects": [{"kind": kind, "namespace": namespace, "name": name}]}

test_services_of_another_environment_answer_in_their_namespace if {
	config := _config({"REDIS_HOST": "cache"})
	count(resolvable_hosts.deny) == 0 with input as _members([config, _service("web"), _elsewhere("Service", "shop", "cache")])
	count(resolvable_hosts.deny) == 1 with input as _members([config, _service("web"), _elsewhere("Service", "other", "cache")])
}
