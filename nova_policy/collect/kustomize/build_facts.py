"""The fact `KustomizeBuild`: what a kustomization is and does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nova_policy.collect.facts import FactLocator, fact, place
from nova_policy.collect.kustomize.field_specs import SELECTORS
from nova_policy.collect.kustomize.follow import Followed
from nova_policy.collect.kustomize.generators import GENERATORS, Generator
from nova_policy.collect.kustomize.graph import Graph
from nova_policy.collect.kustomize.guard import refuse_path
from nova_policy.collect.kustomize.images import ImageOverride
from nova_policy.collect.kustomize.kustomization import DEPRECATED, Kustomization
from nova_policy.collect.kustomize.outcomes import Outcome
from nova_policy.collect.kustomize.references import Reference
from nova_policy.collect.kustomize.resource import Fault
from nova_policy.collect.kustomize.traced import Traced
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.model import Document, Json

_INLINE = "inline"


def build_fact(tree: Tree, graph: Graph, folder: str, outcome: Outcome) -> Document:
    """Return the fact about the kustomization in *folder*; see docs/facts/kustomize.md."""
    known = graph.kustomizations[folder]
    followed = outcome.followed
    fields: dict[str, Json] = {
        "component": known.component,
        "environment": folder in graph.environments,
        "name": graph.environments.get(folder),
        "builds": outcome.builds,
        "error": _fault(outcome.error) if outcome.error is not None else None,
        "faults": [_fault(fault) for fault in outcome.faults],
        "referred_by": [place(at, name=referrer) for referrer, at in graph.referrers[folder]],
        "references": [_reference(tree, reference) for reference in graph.references[folder]],
        "deprecated_fields": [
            place(at, field=field, replacement=DEPRECATED[field]) for field, at in known.deprecated()
        ],
        "unknown_fields": [place(u.at, field=u.field, suggestion=u.suggestion) for u in known.unknown()],
        "unmatched_patches": [place(patch.at, target=patch.target) for patch in followed.unmatched_patches],
        "unmatched_images": [place(entry.at, name=entry.text("name")) for entry in followed.unmatched_images],
        "image_overrides": [_override(override) for override in followed.image_overrides],
        "common_label_selectors": _selector_labels(known) if _has_selectors(followed) else [],
        "generated": _generated(tree, known),
        "images": [_image(entry) for entry in known.entries("images", "imageTags")],
    }
    head = fact("KustomizeBuild", folder, known.at)
    contents = {**head.contents, **fields} if isinstance(head.contents, Mapping) else fields
    return replace(head, contents=contents, locator=FactLocator(contents))


def _fault(fault: Fault) -> dict[str, Json]:
    return place(fault.at, message=fault.message)


def _reference(tree: Tree, reference: Reference) -> dict[str, Json]:
    if reference.target is None:
        return place(reference.at, field=reference.field, target=_INLINE, exists=True, kind=_INLINE)
    if refuse_path(tree, reference.target, reference.written, reference.at):
        return place(reference.at, field=reference.field, target=None, exists=None, kind=None)
    kind = tree.kind(reference.target)
    return place(reference.at, field=reference.field, target=reference.target, exists=kind is not None, kind=kind)


def _override(override: ImageOverride) -> dict[str, Json]:
    return place(
        override.at,
        image=override.image,
        object=override.object,
        by=override.by,
        tag=override.tag,
        overridden=place(override.overridden),
    )


def _has_selectors(followed: Followed) -> bool:
    """Tell whether labels may get into a selector: what is not known, or belongs to others, may have one."""
    made = (spec.covers(resource.current) for resource in followed.resources for spec in SELECTORS)
    return not followed.complete or any(made)


def _selector_labels(kustomization: Kustomization) -> list[Json]:
    sources = [kustomization.tree.get("commonLabels")]
    for entry in kustomization.entries("labels"):
        flag = entry.get("includeSelectors")
        paths = {spec.text("path").strip("/") for spec in _items(entry.get("fields"))}
        if (flag is not None and flag.value is True) or paths & {spec.path for spec in SELECTORS}:
            sources.append(entry.get("pairs"))
    labels = [
        (label, node.at) for source in sources if source is not None for label, node in (source.fields or {}).items()
    ]
    return [place(at, label=label) for label, at in labels]


def _generated(tree: Tree, kustomization: Kustomization) -> list[Json]:
    found: list[Json] = []
    for name in GENERATORS:
        for entry in kustomization.entries(name):
            generator = Generator(name, entry, kustomization.folder, None)
            keys: list[Json] = [*sorted({key for key, _ in generator.data(tree)})]
            found.append(
                place(entry.at, kind=generator.kind, name=generator.name, behavior=generator.behavior, keys=keys)
            )
    return found


def _image(entry: Traced) -> dict[str, Json]:
    values = {
        key: node.value if (node := entry.get(key)) is not None else None for key in ("newName", "newTag", "digest")
    }
    texts = {key: None if value is None else str(value) for key, value in values.items()}
    return place(
        entry.at, name=entry.text("name"), new_name=texts["newName"], new_tag=texts["newTag"], digest=texts["digest"]
    )


def _items(node: Traced | None) -> tuple[Traced, ...]:
    return (node.items or ()) if node is not None else ()
