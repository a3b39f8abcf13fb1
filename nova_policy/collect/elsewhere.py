"""The fact ObjectsElsewhere: what an environment names and another one has that may be applied beside it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nova_policy.collect.facts import fact
from nova_policy.collect.kustomize.identity import identify_plain
from nova_policy.collect.yaml_source import items, mapping
from nova_policy.model import Document, Environment, Json, Location

_CLUSTER_WIDE = frozenset({"ClusterAnalysisTemplate", "ClusterIssuer", "ClusterSecretStore"})
LISTED = _CLUSTER_WIDE | frozenset(
    {
        "AnalysisTemplate",
        "ConfigMap",
        "Issuer",
        "Kafka",
        "PersistentVolumeClaim",
        "Secret",
        "SecretStore",
        "Service",
        "ServiceAccount",
    }
)
"""The kinds that policies look for elsewhere. A fact of no others changes only when a verdict may."""

_ISSUERS = ("cert-manager.io/cluster-issuer", "cert-manager.io/issuer")
_WORDS = re.compile(r"\\.|[a-z0-9][-a-z0-9.]*")
"""What may be a name in JSON. An escape is none: otherwise its letter would begin the word behind it."""


class _Object(NamedTuple):
    """What an object is called; *namespace* is empty for what lives in none."""

    group: str
    kind: str
    namespace: str
    name: str


def objects_elsewhere(environments: Sequence[Environment], texts: Mapping[int, str]) -> tuple[Document | None, ...]:
    """Return the fact about each environment, None where there is nothing to say.

    *texts* has the contents of each document as JSON, by its id. What it takes grows with the documents, whatever
    number of environments they are in: an environment looks up what it names.
    """
    surroundings = _surroundings(environments)
    return tuple(_fact(each, number, surroundings, texts) for number, each in enumerate(environments))


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """All environments, by number: their objects, paths, folders with files of theirs, and whether they are rendered.

    *places* are the environments that have an object of a listed kind, by its namespace and name; *sizes* count these
    objects by namespace.
    """

    objects: Sequence[frozenset[_Object]]
    paths: Sequence[str]
    folders: Sequence[frozenset[str]]
    rendered: Sequence[bool]
    places: Mapping[str, Mapping[str, Mapping[_Object, Sequence[int]]]]
    sizes: Mapping[str, int]

    def namespaces(self, number: int) -> Iterator[str]:
        """Yield the namespaces of an environment, and none, where others have objects that it does not have."""
        own = self.objects[number]
        known = Counter(each.namespace for each in own if each.kind in LISTED)
        yield from (each for each in {"", *(one.namespace for one in own)} if known[each] < self.sizes.get(each, 0))

    def beside(self, number: int, other: int) -> bool:
        """Tell whether two environments may be applied beside each other.

        Those that have an object in common are alternatives, as the overlays of one base are. Manifests that lie among
        those of a kustomization which does not name them are what it leaves out.
        """
        left_out = not self.rendered[other] and self.paths[other] in self.folders[number]
        return not left_out and self.objects[number].isdisjoint(self.objects[other])


def _surroundings(environments: Sequence[Environment]) -> _Surroundings:
    objects = [frozenset(_objects(environment.documents)) for environment in environments]
    places: dict[str, dict[str, dict[_Object, list[int]]]] = {}
    for number, own in enumerate(objects):
        for each in (one for one in own if one.kind in LISTED):
            places.setdefault(each.namespace, {}).setdefault(each.name, {}).setdefault(each, []).append(number)
    sizes = {namespace: sum(map(len, named.values())) for namespace, named in places.items()}
    return _Surroundings(
        objects,
        paths=[environment.path for environment in environments],
        folders=[frozenset(_folders(environment)) for environment in environments],
        rendered=[any(document.environment for document in environment.documents) for environment in environments],
        places=places,
        sizes=sizes,
    )


def _folders(environment: Environment) -> Iterator[str]:
    yield environment.path
    yield from (posixpath.dirname(document.path) or "." for document in environment.documents)


def _fact(
    environment: Environment, number: int, surroundings: _Surroundings, texts: Mapping[int, str]
) -> Document | None:
    namespaces = tuple(surroundings.namespaces(number))
    if not namespaces:
        return None
    words = _words(texts[id(document)] for document in environment.documents)
    beside: dict[int, bool] = {number: False}

    def is_beside(other: int) -> bool:
        if other not in beside:
            beside[other] = surroundings.beside(number, other)
        return beside[other]

    named = (
        surroundings.places[namespace][name]
        for namespace in namespaces
        for name in surroundings.places[namespace].keys() & words
    )
    own = surroundings.objects[number]
    found = [each for places in named for each in places if each not in own and any(map(is_beside, places[each]))]
    if not found:
        return None
    objects: list[Json] = [each._asdict() for each in sorted(found)]
    return fact("ObjectsElsewhere", environment.path, Location(environment.documents[0].path, 1), objects=objects)


def _words(texts: Iterable[str]) -> set[str]:
    """Return all that may be names, those with dots also in parts: a Service is named in `web.shop.svc`."""
    words = {word for text in texts for word in _WORDS.findall(text)}
    return words.union(*(word.split(".") for word in words if "." in word))


def _objects(documents: Iterable[Document]) -> Iterator[_Object]:
    """Yield the objects, and the Secrets that they make.

    A Namespace is left out: environments that bring the same one share it.
    """
    for document in documents:
        contents = mapping(document.contents)
        identity = identify_plain(contents)
        namespace = identity.namespace or "default"
        if identity.kind and identity.name and identity.kind != "Namespace":
            is_cluster_wide = identity.cluster_scoped or identity.kind in _CLUSTER_WIDE
            yield _Object(identity.group, identity.kind, "" if is_cluster_wide else namespace, identity.name)
        for name in _made_secrets(identity.kind, identity.name, contents):
            if isinstance(name, str) and name:
                yield _Object("", "Secret", namespace, name)


def _made_secrets(kind: str, name: str, contents: Mapping[str, Json]) -> Iterable[Json]:
    """Return the names of Secrets that an object makes, as `lib.references` knows them."""
    spec = mapping(contents.get("spec"))
    match kind:
        case "ExternalSecret":
            return (mapping(spec.get("target")).get("name") or name,)
        case "KafkaUser" | "SealedSecret":
            return (name,)
        case "Certificate":
            return (spec.get("secretName"),)
        case "SecretProviderClass":
            return [mapping(each).get("secretName") for each in items(spec.get("secretObjects"))]
        case "Ingress" if any(map(mapping(mapping(contents.get("metadata")).get("annotations")).get, _ISSUERS)):
            return [mapping(each).get("secretName") for each in items(spec.get("tls"))]
        case _:
            return ()
