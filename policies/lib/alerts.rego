# METADATA
# title: Alerts
# description: Looks up the alerts of a repository by what they watch.
package lib.alerts

import data.lib.image
import data.lib.kubernetes
import data.lib.parameters
import data.lib.repository
import data.lib.rust_crate

# METADATA
# title: All alerts, as {rule, path, loaded}
all_alerts := [{"rule": rule, "path": [index, "contents", "rules", position], "loaded": loaded} |
	some index, source in repository.facts("AlertRules")
	loaded := count(rust_crate.list(source, "loaded_by")) > 0
	some position, rule in rust_crate.list(source, "rules")
	is_object(rule)
]

# METADATA
# title: The alerts about some topics
about(topics) := [alert |
	some alert in all_alerts
	some topic in rust_crate.list(alert.rule, "topics")
	topic in topics
]

# METADATA
# title: Whether there is an alert about some topics that is not limited to one workload
is_watched(topics) if {
	some alert in about(topics)
	alert.rule.general == true
}

# METADATA
# title: Places of the rules that watch some topics for one workload only
# description: The whole source; the alert itself is right as it stands.
narrow(topics) := sort({array.slice(alert.path, 0, 2) |
	some alert in about(topics)
	not alert.rule.general == true
})

# METADATA
# title: Where a missing alert belongs
# description: Beside the first alerts, else at the first scrape configuration, else at the repository.
place := [min(object.keys(found)), "contents"] if {
	found := repository.facts("AlertRules")
	count(found) > 0
} else := [min(object.keys(found)), "contents"] if {
	found := repository.facts("ScrapeConfig")
	count(found) > 0
} else := repository.files_path

# METADATA
# title: Whether something runs here that alerts could watch
is_operated if repository.deploys

is_operated if count(repository.facts("ScrapeConfig")) > 0

is_operated if count(repository.facts("AlertRules")) > 0

# METADATA
# title: Whether the repository has to do with a database
# description: >-
#   It has SQL, a database in Terraform, a crate with a client of one that is no example, a workload that is one, or
#   settings of workloads that say where one is.
keeps_data if {
	some language in repository.files.languages
	language.name == "sql"
}

keeps_data if count(kubernetes.list(repository.files.terraform.databases)) > 0

keeps_data if {
	some crate in repository.facts("RustCrate")
	not rust_crate.illustrates(crate)
	rust_crate.depends_on(crate, `^(?:sqlx|diesel|sea-orm|tokio-postgres|postgres|mysql_async|rusqlite|mongodb|clickhouse|neo4rs)$`)
}

keeps_data if {
	some workload in repository.objects({"Deployment", "StatefulSet"})
	some found in kubernetes.containers(workload)
	_is_database(found.container)
}

keeps_data if {
	some settings in repository.objects({"ConfigMap"})
	some key, _ in kubernetes.mapping(settings.data)
	_names_database(key)
}

_is_database(container) if image.is_one_of(container.image, parameters.database_images)

_is_database(container) if {
	some variable in kubernetes.list(container.env)
	_names_database(variable.name)
}

_names_database(key) if {
	is_string(key)
	regex.match(`(?i)^(?:\w+_)?(?:database|db|postgres(?:ql)?|pg|mysql|mongo(?:db)?|clickhouse|neo4j)_?(?:url|uri|dsn|host|name|addr)$`, key)
}
