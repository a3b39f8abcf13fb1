# METADATA
# title: Parameters
# description: Every threshold and allow-list a policy uses, with its default; overridden by configuration or Constraint.
package lib.parameters

# METADATA
# title: Requests per second that an Ingress lets one client make
# custom: {type: integer, unit: requests per second, origin: "report, section 3: 10-20 per IP"}
ingress_rate_limit := 20

# METADATA
# title: Severities of denials for which an OPA admission webhook refuses an object; others are warnings
# custom: {type: array, unit: severities, origin: our own choice}
refused_severities := ["blocker", "high"]

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

# METADATA
# title: Beginnings of the names of consoles and dashboards that nobody should reach unasked
# custom: {type: array, unit: names, origin: our own choice}
admin_interfaces := [
	"adminer", "akhq", "alertmanager", "argo-rollouts", "argocd", "chaos-dashboard", "flower", "grafana", "jaeger", "kafdrop",
	"kafka-ui", "kiali", "kibana", "kubernetes-dashboard", "minio-console", "mongo-express", "pgadmin", "phpmyadmin",
	"prometheus", "rabbitmq-management", "redis-commander", "redpanda-console", "tempo", "zipkin",
]

# METADATA
# title: Names of programs that observe a cluster with eBPF
# custom: {type: array, unit: part of a name, origin: "our choice: the common open-source agents"}
ebpf_agents := ["beyla", "cilium", "hubble", "kepler", "parca", "pixie", "tetragon"]

# METADATA
# title: Argo CD Applications that may be written by hand before an ApplicationSet is due
# custom: {type: integer, unit: Applications, origin: "our choice: staging, production and one more"}
applications_without_set := 3

# METADATA
# title: Longest time between two refreshes of an ExternalSecret
# custom: {type: integer, unit: hours, origin: "our choice; the report proposes one hour, section 4"}
secret_refresh_hours := 24

# METADATA
# title: Replicas that a Kafka topic has at least
# custom: {type: integer, unit: replicas, origin: "Kafka's own advice: 3, with min.insync.replicas 2"}
kafka_topic_replicas := 3

# METADATA
# title: Seconds after which a stuck rollout is noticed at the latest
# custom: {type: integer, unit: seconds, origin: "the default of Kubernetes: 600"}
rollout_deadline := 600

# METADATA
# title: Image tags that move
# custom: {type: array, unit: tags, origin: our own choice}
floating_tags := [
	"beta", "canary", "current", "dev", "develop", "edge", "head", "latest", "lts", "main", "master", "nightly", "prod",
	"production", "release", "stable", "staging",
]

# METADATA
# title: Sidecars whose health their controller watches itself
# custom: {type: array, unit: container names, origin: our own choice}
probe_exempt := ["cloud-sql-proxy", "istio-proxy", "linkerd-proxy", "vault-agent"]

# METADATA
# title: HTTP paths that anybody may use
# custom: {type: array, unit: "glob patterns, ** crosses slashes", origin: our own choice}
public_routes := [
	"", "/", "/docs", "/docs/**", "/favicon.ico", "/live", "/metrics", "/ready", "/version", "**/.well-known/**",
	"**/api-docs**", "**/forgot-password", "**/health", "**/health/{live,read,start}*", "**/health{check,z}",
	"**/health-check", "**/jwks*", "**/{livez,liveness}", "**/login", "**/logout", "**/oauth/**", "**/openapi*",
	"**/password-reset/**", "**/ping", "**/{readyz,readiness}", "**/refresh-token", "**/reset-password", "**/signin",
	"**/signup", "**/swagger*", "**/swagger-ui/**", "**/verify-email", "**/webhook*", "**/webhooks/**",
	"{,/api}{,/v[0-9]}/{refresh,register}", "**/{account,accounts,auth,session,sessions,token,tokens,user,users}/refresh",
	"**/{account,accounts,auth,user,users}/register",
]

# METADATA
# title: Calls of unwrap that one crate may have in production code
# custom: {type: integer, unit: calls, origin: "our own choice: a few that cannot fail are common"}
unwraps_per_crate := 10

# METADATA
# title: Lines of Rust that a crate may have without a test
# custom: {type: integer, unit: lines, origin: our own choice}
untested_lines := 200

# METADATA
# title: Words in the names of features that may hide tests, because these need a system around them
# custom: {type: array, unit: words, origin: our own choice}
optional_test_features := ["container", "database", "docker", "e2e", "external", "integration", "live", "slow"]

# METADATA
# title: Families of base images that hold no more than a program needs
# custom: {type: array, unit: families, origin: "report, section 1: distroless; alpine and busybox are as small"}
minimal_bases := ["alpine", "busybox", "chainguard", "distroless", "scratch"]

# METADATA
# title: Minutes that a job of a pipeline may take at most
# custom: {type: integer, unit: minutes, origin: "our choice; GitHub's default is 360"}
job_timeout_minutes := 120

# An empty literal has no element type, and older compilers refuse to look into it, hence the slice below.

# METADATA
# title: Owners whose actions need no pin to a commit
# custom: {type: array, unit: GitHub owners, origin: "our choice: nobody"}
trusted_action_owners := array.slice(["owner"], 0, 0)

# METADATA
# title: Line coverage that the gate asks for at least
# custom: {type: integer, unit: percent, origin: "report, section 9, P1-2: 30"}
coverage_minimum := 30

# METADATA
# title: Labels that mark an alert as one that needs somebody at once
# custom: {type: array, unit: values of label severity, origin: our own choice}
critical_severities := ["blocker", "critical", "emergency", "fatal", "p0", "p1", "page"]

# METADATA
# title: Beginnings of the names of metrics that well-known exporters and libraries emit
# custom: {type: array, unit: prefixes, origin: "names of common exporters, and the defaults of HTTP middleware"}
exporter_prefixes := [
	"ALERTS", "aws_", "apiserver_", "argocd_", "certmanager_", "chi_", "clickhouse_", "ClickHouse", "cloudwatch_", "container_",
	"coredns_", "elasticsearch_", "envoy_", "etcd_", "go_", "http_", "istio_", "jvm_", "kafka_", "kube_", "kubelet_",
	"machine_", "mongodb_", "mysql_", "neo4j_", "nginx_", "node_", "pg_", "postgres_", "probe_", "process_", "prometheus_",
	"rabbitmq_", "redis_", "scrape_", "traefik_", "tokio_", "up", "vault_",
]

# METADATA
# title: Minutes that a load test runs at least
# custom: {type: integer, unit: minutes, origin: "the report's script: five minutes, section 11"}
load_minutes := 5

# METADATA
# title: Values in which two overlays of one base differ at least
# custom: {type: integer, unit: values, origin: "our choice: fewer is a copy"}
overlay_differences := 3

# METADATA
# title: Images of databases whose data nothing else can make again
# custom: {type: array, unit: products, origin: our own choice}
database_images := [
	"cassandra", "clickhouse", "cockroach", "couchdb", "mariadb", "mongo", "mongodb", "mysql", "neo4j", "postgis",
	"postgres", "postgresql", "scylla", "timescaledb",
]

# METADATA
# title: Programs and images that back databases up
# custom: {type: array, unit: words, origin: our own choice}
backup_programs := [
	"barman", "clickhouse-backup", "mariabackup", "mongodump", "mysqldump", "neo4j-admin", "pg_basebackup", "pg_dump",
	"pgbackrest", "restic", "velero", "wal-g", "xtrabackup",
]

# METADATA
# title: Images that ship logs out of pods
# custom: {type: array, unit: products, origin: our own choice}
log_shippers := [
	"alloy", "filebeat", "fluent", "fluentbit", "fluentd", "logstash", "opentelemetry", "otelcol", "promtail", "vector",
]

# METADATA
# title: Whether namespaces must deny outgoing traffic by default as well
# custom: {type: boolean, unit: none, origin: our own choice}
default_deny_egress := false

# METADATA
# title: Connections that a database accepts where its manifest does not say
# custom: {type: integer, unit: connections, origin: the default of PostgreSQL}
database_max_connections := 100

# METADATA
# title: Minutes for which a canary is watched at least
# custom: {type: integer, unit: minutes, origin: "report, section 3: 15 to 30"}
canary_minutes := 15

# METADATA
# title: Labels that tell two versions of one workload apart
# custom: {type: array, unit: label keys, origin: our own choice}
version_labels := [
	"app.kubernetes.io/version", "canary", "color", "colour", "deployment", "pod-template-hash", "release", "role",
	"rollouts-pod-template-hash", "slot", "stable", "track", "variant", "version",
]

# METADATA
# title: Images of caches, queues and stores that do not scale by replicas alone
# custom: {type: array, unit: products, origin: our own choice}
stateful_images := [
	"elasticsearch", "etcd", "kafka", "memcached", "minio", "nats", "opensearch", "rabbitmq", "redis", "redpanda", "valkey",
	"zookeeper",
]
