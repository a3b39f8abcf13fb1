"""Where the values of a YAML document are written."""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from nova_policy.collect.yaml_composing import location
from nova_policy.collect.yaml_nodes import YamlDocument
from nova_policy.collect.yaml_schema import MERGE
from nova_policy.model import KeyPath, Location


def walk(node: yaml.Node, path: KeyPath) -> tuple[yaml.Node, int]:
    """Follow *path* as far as it exists: the node that marks the place, and how many steps were taken.

    For a mapping entry the mark is its key, which is what a person looks for; for a list item the item.
    """
    mark, value = node, node
    for depth, step in enumerate(path):
        child = _child(value, step)
        if child is None:
            return mark, depth
        mark, value = child
    return mark, len(path)


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step], node.value[step]
    if not isinstance(node, yaml.MappingNode):
        return None
    # The last duplicate wins, as it does for the value.
    for key, value in reversed(node.value):
        if key.value == step and key.tag != MERGE:
            return key, value
    for key, value in node.value:
        if key.tag == MERGE:
            sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for source in sources:
                if (found := _child(source, step)) is not None:
                    return found
    return None


def node_at(node: yaml.Node, path: KeyPath) -> yaml.Node | None:
    """Return the value node at *path*, or None where the path does not exist."""
    for step in path:
        child = _child(node, step)
        if child is None:
            return None
        node = child[1]
    return node


@dataclass(frozen=True, slots=True)
class NodeLocator:
    """Locates paths in one YAML document; the object's head follows as a related place.

    *prefix* leads from the document's root to the object (a `kind: List` holds several).
    *head* is the key whose line stands for the object as a whole.
    """

    document: YamlDocument = field(repr=False, compare=False)
    prefix: KeyPath = ()
    head: str | None = None

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return the place of *path*, or of the smallest block that should hold it, then the object's head."""
        start = self.node
        head = self._place(walk(start, (self.head,))[0] if self.head else start)
        mark, depth = walk(start, path)
        place = self._place(mark) if depth else head
        return (place,) if place == head else (place, head)

    @property
    def node(self) -> yaml.Node:
        """The node of the object."""
        root = self.document.node
        return node_at(root, self.prefix) or root

    def _place(self, node: yaml.Node) -> Location:
        return location(self.document.path, node)
