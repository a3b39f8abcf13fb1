# METADATA
# title: Alerts
# description: Looks up the alerts of a repository by what they watch.
package lib.alerts

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
