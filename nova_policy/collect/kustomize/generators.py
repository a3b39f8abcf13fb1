"""configMapGenerator and secretGenerator: what they make, each key at the line it comes from."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nova_policy.collect.kustomize.identity import identify
from nova_policy.collect.kustomize.resource import Fault, Resource
from nova_policy.collect.kustomize.traced import Traced
from nova_policy.collect.kustomize.tree import Tree, join
from nova_policy.model import Location

GENERATORS = {"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}
_DEFAULT_TYPE = "Opaque"


@dataclass(frozen=True, slots=True)
class Generator:
    """One entry of a generator field. *options* are the kustomization's generatorOptions."""

    field: str
    entry: Traced
    folder: str
    options: Traced | None

    @property
    def kind(self) -> str:
        """The kind of object that it makes."""
        return GENERATORS[self.field]

    @property
    def name(self) -> str:
        """The name before a hash is appended."""
        return self.entry.text("name")

    @property
    def behavior(self) -> str:
        """create, replace or merge."""
        return self.entry.text("behavior") or "create"

    def resource(self, tree: Tree) -> Resource:
        """Return the object that it makes on its own."""
        entry = self.entry
        name = entry.get("name") or entry
        metadata = Traced(entry.at, fields={"name": replace(name, value=self.name)})
        if (namespace := entry.get("namespace")) is not None:
            metadata = metadata.with_field("namespace", namespace)
        for key in ("labels", "annotations"):
            for options in (self.options, entry.get("options")):
                if options is not None and (pairs := options.get(key)) is not None:
                    metadata = metadata.with_field(key, _joined(metadata.get(key), pairs))
        fields = {
            "apiVersion": Traced(entry.at, value="v1"),
            "kind": Traced(entry.at, value=self.kind),
            "metadata": metadata,
            "data": Traced(entry.at, fields=dict(self.data(tree))),
        }
        if self.kind == "Secret":
            fields["type"] = entry.get("type") or Traced(entry.at, value=_DEFAULT_TYPE)
        return Resource(Traced(entry.at, fields=fields), entry.at, hashed=not self._keeps_name())

    def data(self, tree: Tree) -> Iterator[tuple[str, Traced]]:
        """Yield every key with the place that sets it."""
        for source in _listed(self.entry, "envs", "env"):
            yield from self._environment(tree, source)
        for source in _listed(self.entry, "files"):
            key, _, path = str(source.value).rpartition("=")
            yield key or path.rpartition("/")[2], replace(source, value=None, exact=False)
        for source in _listed(self.entry, "literals"):
            key, _, value = str(source.value).partition("=")
            yield key, self._value(source.at, _unquoted(value))

    def _environment(self, tree: Tree, source: Traced) -> Iterator[tuple[str, Traced]]:
        path = join(self.folder, str(source.value))
        text = (tree.bytes(path) or b"").decode("utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            stripped = line.lstrip().removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
            if stripped and not stripped.startswith("#"):
                key, equals, value = stripped.partition("=")
                traced = self._value(Location(path, number, len(line) - len(stripped) + 1), value)
                yield key, traced if equals else replace(traced, value=None, exact=False)

    def _value(self, at: Location, text: str) -> Traced:
        return Traced(at, value=base64.b64encode(text.encode()).decode() if self.kind == "Secret" else text)

    def _keeps_name(self) -> bool:
        sources = (self.entry.get("options"), self.options)
        flags = (options.get("disableNameSuffixHash") for options in sources if options is not None)
        return any(flag is not None and flag.value is True for flag in flags)


def generate(
    resources: tuple[Resource, ...], generator: Generator, tree: Tree
) -> tuple[tuple[Resource, ...], Fault | None]:
    """Add, replace or merge what a generator makes, or say why kustomize cannot."""
    made = generator.resource(tree)
    matches = [index for index, known in enumerate(resources) if known.was(identify(made.tree))]
    if generator.behavior not in ("merge", "replace"):
        return (resources, _taken(generator)) if matches else ((*resources, made), None)
    if len(matches) != 1:
        return resources, _alone(generator) if not matches else _taken(generator)
    old = resources[matches[0]]
    merged = _merged(old, made, keep_data=generator.behavior == "merge")
    return (*resources[: matches[0]], merged, *resources[matches[0] + 1 :]), None


def _merged(old: Resource, made: Resource, *, keep_data: bool) -> Resource:
    data = made.tree.get("data")
    if keep_data and data is not None:
        data = _joined(old.tree.get("data"), data)
    tree = old.tree if data is None else old.tree.with_field("data", data)
    metadata, new = tree.get("metadata"), made.tree.get("metadata")
    for key in ("labels", "annotations"):
        pairs = new.get(key) if new is not None else None
        if pairs is not None and metadata is not None:
            metadata = metadata.with_field(key, _joined(metadata.get(key), pairs))
    if metadata is not None:
        tree = tree.with_field("metadata", metadata)
    # kustomize copies the name of the old object and hashes by the options of the new one.
    return replace(old, tree=tree, hashed=old.hashed or made.hashed)


def _alone(generator: Generator) -> Fault:
    namespace = generator.entry.text("namespace")
    where = f"in namespace {namespace}" if namespace else "without a namespace"
    wanted = f"{generator.name} has behavior {generator.behavior}"
    message = f"{generator.field}: {wanted}, but there is no such {generator.kind} {where}"
    return Fault(message, generator.entry.at, (f'"{generator.name}"', "cannot merge or replace"))


def _taken(generator: Generator) -> Fault:
    message = f"{generator.field}: a {generator.kind} {generator.name} exists already"
    return Fault(message, generator.entry.at, (f'"{generator.name}"', "exists; "))


def _joined(old: Traced | None, new: Traced) -> Traced:
    if old is None or old.fields is None:
        return new
    for key, value in (new.fields or {}).items():
        old = old.with_field(key, value)
    return old


def _listed(entry: Traced, *keys: str) -> Sequence[Traced]:
    """Return the scalars of list fields; a field with a single scalar counts as a list of one."""
    found: list[Traced] = []
    for key in keys:
        if (node := entry.get(key)) is not None:
            found.extend(node.items if node.items is not None else (node,))
    return [node for node in found if isinstance(node.value, str)]


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
