"""JSON patches (RFC 6902) on traced values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nova_policy.collect.kustomize.traced import Traced


class PatchFailed(Exception):  # noqa: N818 - an outcome of the patch, reported as a fault
    """The operation does not apply to the object; the message names its path."""


def apply_operations(tree: Traced, operations: Traced) -> Traced:
    """Return *tree* after all operations of a patch. Raises PatchFailed."""
    for operation in operations.items or ():
        tree = _apply(tree, operation)
    return tree


def _apply(tree: Traced, operation: Traced) -> Traced:
    pointer = operation.text("path")
    steps = _steps(pointer)
    match operation.text("op"):
        case "add":
            return _add(tree, steps, _value(operation), pointer)
        case "replace":
            return _edit(tree, steps, pointer, _replacer(_value(operation), pointer))
        case "remove":
            return _edit(tree, steps, pointer, _remover(operation, pointer))
        case "copy" | "move" as verb:
            source = operation.text("from")
            found = _find(tree, _steps(source), source)
            if verb == "move":
                tree = _edit(tree, _steps(source), source, _remover(operation, source))
            return _add(tree, steps, replace(found, at=operation.at), pointer)
        case "test":
            return tree
    raise PatchFailed(f"an operation that is none of RFC 6902 at {pointer}")


def _value(operation: Traced) -> Traced:
    value = operation.get("value")
    return value if value is not None else Traced(operation.at)


def _steps(pointer: str) -> tuple[str, ...]:
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def _find(tree: Traced, steps: tuple[str, ...], pointer: str) -> Traced:
    for step in steps:
        child = tree.child(_index(tree, step, pointer)) if tree.items is not None else tree.child(step)
        if child is None:
            raise PatchFailed(f"{pointer} does not exist")
        tree = child
    return tree


def _edit(tree: Traced, steps: tuple[str, ...], pointer: str, change: Callable[[Traced, str], Traced]) -> Traced:
    """Apply *change* to the parent of the place that *steps* lead to."""
    if not steps:
        raise PatchFailed(f"{pointer or 'an empty path'} is no place to change")
    if len(steps) == 1:
        return change(tree, steps[0])
    if tree.items is not None:
        index = _index(tree, steps[0], pointer)
        child = _edit(tree.items[index], steps[1:], pointer, change)
        return replace(tree, items=(*tree.items[:index], child, *tree.items[index + 1 :]))
    below = tree.child(steps[0])
    if below is None:
        raise PatchFailed(f"{pointer} does not exist")
    return tree.with_field(steps[0], _edit(below, steps[1:], pointer, change))


def _index(tree: Traced, step: str, pointer: str) -> int:
    count = len(tree.items or ())
    if step.isascii() and step.isdecimal() and int(step) < count:
        return int(step)
    raise PatchFailed(f"{pointer} does not exist")


def _add(tree: Traced, steps: tuple[str, ...], value: Traced, pointer: str) -> Traced:
    def change(parent: Traced, step: str) -> Traced:
        if parent.items is None:
            if parent.fields is None:
                raise PatchFailed(f"{pointer} does not exist")
            return parent.with_field(step, value)
        at_end = step in ("-", str(len(parent.items)))
        index = len(parent.items) if at_end else _index(parent, step, pointer)
        return replace(parent, items=(*parent.items[:index], value, *parent.items[index:]))

    return _edit(tree, steps, pointer, change)


def _replacer(value: Traced, pointer: str) -> Callable[[Traced, str], Traced]:
    def change(parent: Traced, step: str) -> Traced:
        # Unlike RFC 6902, kustomize's library lets a key be replaced that does not exist.
        if parent.fields is not None:
            return parent.with_field(step, value)
        index, items = _index(parent, step, pointer), parent.items or ()
        return replace(parent, items=(*items[:index], value, *items[index + 1 :]))

    return change


def _remover(operation: Traced, pointer: str) -> Callable[[Traced, str], Traced]:
    def change(parent: Traced, step: str) -> Traced:
        _find(parent, (step,), pointer)
        if parent.items is None:
            return parent.without_field(step, operation.at)
        index = _index(parent, step, pointer)
        return replace(parent, items=(*parent.items[:index], *parent.items[index + 1 :]))

    return change
