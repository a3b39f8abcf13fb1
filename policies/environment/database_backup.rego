# METADATA
# title: Databases in the cluster are backed up
# description: >-
#   Deployments and StatefulSets of a database image (parameter database_images; search indices and caches can be
#   filled again and are none) in an environment without a CronJob that runs one of parameter backup_programs, a
#   backup schedule of Velero or a database operator, or an annotation for Velero. Snapshots of the volumes taken
#   outside the cluster, and whether a backup can be restored, are not seen; nor are databases that an operator
#   makes.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/volume-snapshots/
# - ref: https://velero.io/docs/
# custom:
#   severity: medium
#   section: "8"
#   recommendation: P3-1
#   capability: disaster-recovery
#   origin: report
#   remediation: >-
#     Run pg_dump, pgBackRest or Velero from a CronJob into a bucket of another account, and rehearse the restore.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [StatefulSet, Deployment]
#   parameters: [backup_programs, database_images]
package nova.environment.database_backup

import data.lib.database
import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("%s is a database that nothing in its environment backs up", [environment.title(index)])),
	"path": environment.head(index),
} if {
	some index in database.workloads
	not _scheduled
	not _annotated(index)
}

_scheduled if {
	some kind in {"BackupConfiguration", "BackupSchedule", "ClickHouseBackup", "MySQLBackup", "PerconaServerMongoDBBackup", "Schedule", "ScheduledBackup"}
	some index in environment.of_kind[kind]
	not kubernetes.group(environment.objects[index]) == "chaos-mesh.org"
}

_scheduled if {
	some index in environment.of_kind.CronJob
	some found in kubernetes.containers(environment.objects[index])
	some field in {"args", "command", "image"}
	some word in parameters.backup_programs
	is_string(word)
	some text in array.concat([object.get(found.container, field, "")], kubernetes.list(object.get(found.container, field, [])))
	is_string(text)
	contains(text, word)
}

_annotated(index) if {
	template := environment.objects[index].spec.template
	some key in {"backup.velero.io/backup-volumes", "pre.hook.backup.velero.io/command"}
	kubernetes.annotation(template, key)
}
