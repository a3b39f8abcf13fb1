"""The fact ContainerBuild: what a Dockerfile's build makes, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nova_policy.collect.container_images import ImageReference, base_family, is_root
from nova_policy.collect.container_stages import Stage, cargo_builds, dependency_layer, installed_packages, stages_of
from nova_policy.collect.dockerfile import Dockerfile, Instruction
from nova_policy.collect.facts import fact, place
from nova_policy.collect.health_command import health_check
from nova_policy.collect.secret_literals import is_secret_literal
from nova_policy.model import Document, Json, Location

_TARGET = re.compile(r"(?:^|/)target/(?:[\w.\-]+/)?(debug|release)(?:/|$)")
_KEY_MATERIAL = re.compile(
    r"(?:^|/)(?:\.env(?:\.(?!example|sample|template|dist)[\w.-]+)?|id_(?:rsa|ed25519|ecdsa)|\.npmrc|\.netrc|credentials(?:\.json)?"
    r"|[\w.-]*private[\w.-]*\.pem|[\w.-]+\.(?:key|p12|pfx|jks))$"
)


def container_build(dockerfile: Dockerfile) -> Document:
    """Describe one Dockerfile; fields are documented in docs/facts/pipeline.md."""
    stages = stages_of(dockerfile)
    path = dockerfile.path
    final = stages[-1] if stages else None
    secrets: list[Json] = [*_secrets(dockerfile)]
    return fact(
        "ContainerBuild",
        path,
        Location(path, 1),
        stages=[_stage(stage, path) for stage in stages],
        final=_final(final, path) if final else None,
        copies_from_builder=[*_copies(final, stages, path)] if final else [],
        healthcheck=health_check(final, path) if final else None,
        environment_secrets=secrets,
        copied_secrets=[*_copied_secrets(dockerfile)],
        remote_adds=[*_remote_adds(dockerfile)],
    )


def _stage(stage: Stage, path: str) -> Json:
    reference = stage.reference if stage.reference and stage.reference.repository != "scratch" else None
    layer, layer_line = dependency_layer(stage)
    fields: dict[str, Json] = {
        "index": stage.index,
        "name": stage.name,
        "base": stage.base,
        "base_stage": stage.parent.index if stage.parent else None,
        "image": reference.repository if reference else None,
        "tag": reference.tag if reference else None,
        "digest": bool(reference and reference.digest),
        "unresolved": not stage.resolved,
        "user": _user(stage.last("user")),
        "cargo_builds": [place(Location(path, run.line), profile=profile) for profile, run in cargo_builds(stage)],
        "dependency_layer": layer,
        "packages": [
            place(Location(path, line), name=name, manager=manager) for name, manager, line in installed_packages(stage)
        ],
    }
    if layer_line is not None:
        fields["dependency_layer_at"] = Location(path, layer_line).to_json()
    return place(Location(path, stage.line), **fields)


def _user(instruction: Instruction | None) -> str | None:
    return " ".join(instruction.value).strip() if instruction else None


def _final(stage: Stage, path: str) -> Json:
    instruction = stage.last("user")
    reference: ImageReference | None = stage.root_reference
    packages = sorted({name for part in stage.lineage() for name, _, _ in installed_packages(part)})
    return place(
        Location(path, stage.line),
        index=stage.index,
        user=_user(instruction),
        root=is_root(_user(instruction), reference),
        user_at=Location(path, instruction.line).to_json() if instruction else None,
        family=base_family(reference) if reference else "unknown",
        base=list(stage.lineage())[-1].base,
        packages=[*packages],
    )


def _copies(final: Stage, stages: tuple[Stage, ...], path: str) -> Iterator[Json]:
    names = {(stage.name or "").lower() for stage in stages} | {str(stage.index) for stage in stages}
    for stage in reversed(list(final.lineage())):
        for instruction in stage.instructions:
            source = next((flag[7:] for flag in instruction.flags if flag.startswith("--from=")), None)
            if instruction.command != "copy" or source is None:
                continue
            for copied in instruction.value[:-1]:
                found = _TARGET.search(copied)
                fields: dict[str, Json] = {"from": source, "path": copied, "profile": found[1] if found else None}
                yield place(Location(path, instruction.line), **fields, external=source.lower() not in names)


def _secrets(dockerfile: Dockerfile) -> Iterator[Json]:
    for instruction in dockerfile.instructions:
        if instruction.command == "env":
            pairs = list(zip(instruction.value[::3], instruction.value[1::3], strict=False))
        elif instruction.command == "arg":
            pairs = [(name, value) for name, _, value in (item.partition("=") for item in instruction.value)]
        else:
            continue
        for name, value in pairs:
            if is_secret_literal(name, value.strip("\"'")):
                line = _line_of(instruction, name)
                yield place(Location(dockerfile.path, line), name=name, instruction=instruction.command)


def _line_of(instruction: Instruction, name: str) -> int:
    pattern = re.compile(rf"(?<![\w$\{{]){re.escape(name)}(?=[=\s])")
    matching = (index for index, line in enumerate(instruction.lines) if pattern.search(line))
    return instruction.line + next(matching, 0)


def _copied_secrets(dockerfile: Dockerfile) -> Iterator[Json]:
    for instruction in dockerfile.instructions:
        within = any(flag.startswith("--from=") for flag in instruction.flags)
        if instruction.command in {"copy", "add"} and not within:
            for source in instruction.value[:-1]:
                if _KEY_MATERIAL.search(source):
                    yield place(Location(dockerfile.path, instruction.line), path=source)


def _remote_adds(dockerfile: Dockerfile) -> Iterator[Json]:
    for instruction in dockerfile.instructions:
        remote = any(re.match(r"https?://", source) for source in instruction.value[:-1])
        if (
            instruction.command == "add"
            and remote
            and not any(flag.startswith("--checksum=") for flag in instruction.flags)
        ):
            yield place(Location(dockerfile.path, instruction.line))
