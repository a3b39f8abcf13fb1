"""Follows a kustomization the way kustomize does, so that we know who sets which value, and what will not build.

What comes out is never judged in place of kustomize's output: it only explains it. Order and rules are those of
kustomize's KustTarget: resources, generators, components, then the transformers in their fixed order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nova_policy.collect.kustomize.generators import GENERATORS, Generator, generate
from nova_policy.collect.kustomize.images import ImageOverride, container_images, find_overrides, set_image
from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.patches import Patched, UnmatchedPatch, apply_patch, read_patches
from nova_policy.collect.kustomize.references import Reference, Role, find_references
from nova_policy.collect.kustomize.replacements import apply_replacements
from nova_policy.collect.kustomize.resource import Fault, Resource
from nova_policy.collect.kustomize.resource_files import field_faults, missing_reference, read_resources
from nova_policy.collect.kustomize.traced import Traced
from nova_policy.collect.kustomize.transformers import apply_labels, apply_names, set_replicas
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.model import Location


@dataclass(frozen=True, slots=True)
class Followed:
    """What a kustomization makes, as far as it can be followed; *faults* in the order in which kustomize meets them.

    Where it is not *complete*, resources are missing, and what would follow from that is not reported. *duplicates*
    are resources left out because there is one of the same identity already.
    """

    resources: tuple[Resource, ...] = ()
    faults: tuple[Fault, ...] = ()
    unmatched_patches: tuple[UnmatchedPatch, ...] = ()
    unmatched_images: tuple[Traced, ...] = ()
    image_overrides: tuple[ImageOverride, ...] = ()
    image_places: frozenset[Location] = frozenset()
    complete: bool = True
    duplicates: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class Follower:
    """Follows kustomizations, each once. *kustomizations* are by folder and free of cycles."""

    tree: Tree
    kustomizations: Mapping[str, Kustomization]
    _known: dict[str, Followed] = field(default_factory=dict, repr=False, compare=False)

    def follow(self, folder: str) -> Followed:
        """Return what the kustomization in *folder* makes on its own."""
        if folder not in self._known:
            self._known[folder] = _Walk(self, self.kustomizations[folder]).result(())
        return self._known[folder]

    def apply_component(self, folder: str, resources: tuple[Resource, ...]) -> Followed:
        """Return *resources* with the component in *folder* applied to them."""
        return _Walk(self, self.kustomizations[folder]).result(resources)


class _Walk:
    """One pass through one kustomization."""

    def __init__(self, follower: Follower, kustomization: Kustomization) -> None:
        self._follower = follower
        self._tree = follower.tree
        self._kustomization = kustomization
        self._resources: tuple[Resource, ...] = ()
        self._faults: list[Fault] = []
        self._unmatched_patches: list[UnmatchedPatch] = []
        self._unmatched_images: list[Traced] = []
        self._overrides: list[ImageOverride] = []
        self._image_places: frozenset[Location] = frozenset()
        self._complete = True
        self._duplicates: list[Resource] = []

    def result(self, given: tuple[Resource, ...]) -> Followed:
        self._resources = given
        self._faults.extend(field_faults(self._kustomization))
        references = find_references(self._kustomization)
        for reference in sorted(references, key=lambda reference: reference.field == "bases"):
            if reference.role is Role.RESOURCE:
                self._add(reference)
        self._generate()
        # Plugins of kustomize's own may make objects and take them away; files without an object are yet to be filled.
        plugged = any(reference.role is Role.PLUGIN for reference in references)
        self._complete = self._complete and not plugged and bool(self._resources)
        for reference in references:
            if reference.role is Role.COMPONENT:
                self._apply_component(reference)
            elif reference.role is not Role.RESOURCE:
                self._faults.extend(missing_reference(self._tree, self._kustomization, reference))
        self._transform()
        return Followed(
            self._resources,
            tuple(self._faults),
            tuple(self._unmatched_patches),
            tuple(self._unmatched_images),
            tuple(self._overrides),
            self._image_places,
            self._complete,
            tuple(self._duplicates),
        )

    def _add(self, reference: Reference) -> None:
        target = reference.target or ""
        if self._tree.kind(target) == "directory" and target in self._follower.kustomizations:
            self._add_folder(reference, target)
            return
        resources, faults = read_resources(self._tree, self._kustomization, reference)
        self._faults.extend(faults)
        self._complete = self._complete and self._tree.kind(target) == "file"
        self._append(reference, resources)

    def _add_folder(self, reference: Reference, target: str) -> None:
        if self._follower.kustomizations[target].component:
            message = f"{reference.field}: {target} is a Component and belongs under components"
            self._faults.append(Fault(message, reference.at, ("expected kind != 'Component'",)))
            return
        followed = self._follower.follow(target)
        self._take_over(reference, followed)
        self._append(reference, followed.resources)

    def _take_over(self, reference: Reference, followed: Followed) -> None:
        if followed.faults:
            certain = any(fault.certain for fault in followed.faults)
            message = f"{reference.field}: {reference.target} does not build"
            evidence = (str(reference.target),)
            self._faults.append(Fault(message, reference.at, evidence, certain, reference.target))
        self._complete = self._complete and followed.complete
        self._image_places |= followed.image_places

    def _append(self, reference: Reference, resources: tuple[Resource, ...]) -> None:
        known = {resource.current for resource in self._resources}
        for resource in resources:
            identity = resource.current
            if identity in known:
                where = f" in namespace {identity.namespace}" if identity.namespace else ""
                message = f"{reference.field}: {identity}{where} is defined twice"
                self._faults.append(Fault(message, reference.at, ("already registered id", f"/{identity.name}.")))
                self._duplicates.append(resource)
                continue
            known.add(identity)
            self._resources = (*self._resources, resource.brought_in(reference.at))

    def _generate(self) -> None:
        options = self._kustomization.tree.get("generatorOptions")
        for name in GENERATORS:
            for entry in self._kustomization.entries(name):
                generator = Generator(name, entry, self._kustomization.folder, options)
                self._resources, fault = generate(self._resources, generator, self._tree)
                self._blame(fault)

    def _apply_component(self, reference: Reference) -> None:
        target = reference.target or ""
        component = self._follower.kustomizations.get(target)
        if component is None or not component.component:
            self._faults.extend(missing_reference(self._tree, self._kustomization, reference))
            return
        before = {id(resource.head) for resource in self._resources}
        followed = self._follower.apply_component(target, self._resources)
        self._take_over(reference, followed)
        self._resources = tuple(
            resource if id(resource.head) in before else resource.brought_in(reference.at)
            for resource in followed.resources
        )

    def _transform(self) -> None:
        before = {resource.head: container_images(resource) for resource in self._resources}
        self._patch("patchesStrategicMerge")
        self._patch("patches")
        self._resources = apply_names(self._resources, self._kustomization.tree)
        self._resources = apply_labels(self._resources, self._kustomization.tree)
        self._patch("patchesJson6902")
        for entry in self._kustomization.entries("replicas"):
            self._resources, fault = set_replicas(self._resources, entry)
            self._blame(fault)
        self._set_images(before)
        self._resources = apply_replacements(self._tree, self._kustomization, self._resources)

    def _patch(self, field: str) -> None:
        for patch in read_patches(self._tree, self._kustomization, field):
            patched: Patched = apply_patch(self._resources, patch)
            self._resources = patched.resources
            for fault in patched.faults:
                self._blame(fault)
            self._unmatched_patches.extend(patched.unmatched if self._complete else ())

    def _set_images(self, before: Mapping[Location, dict[str, Traced]]) -> None:
        entries = self._kustomization.entries("images", "imageTags")
        for resource in self._resources:
            old = before.get(resource.head, {})
            self._overrides.extend(find_overrides(old, resource, entries, self._image_places))
        for entry in entries:
            self._resources, found = set_image(self._resources, entry)
            if not found and self._complete:
                self._unmatched_images.append(entry)
            places = (entry.get(key) for key in ("newTag", "digest", "tagSuffix", "newName"))
            self._image_places |= {place.at for place in places if place is not None}

    def _blame(self, fault: Fault | None) -> None:
        """Report what does not fit the resources, unless those are not all known."""
        if fault is not None and self._complete:
            self._faults.append(fault)
