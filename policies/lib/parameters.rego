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
