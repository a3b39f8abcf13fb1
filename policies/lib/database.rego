# METADATA
# title: Databases
# description: Which workloads of an environment are databases, known by the images of their containers.
package lib.database

import data.lib.environment
import data.lib.image
import data.lib.kubernetes
import data.lib.parameters

# METADATA
# title: The Deployments and StatefulSets that run a database of parameter database_images; those for development aside
workloads contains index if {
	some index in environment.serving
	environment.objects[index].kind in {"Deployment", "StatefulSet"}
	not index in environment.development
	some found in kubernetes.containers(environment.objects[index])
	found.kind == "containers"
	image.is_one_of(found.container.image, parameters.database_images)
}
