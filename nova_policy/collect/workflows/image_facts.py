"""An entry of the fact Pipeline's `images`."""

from __future__ import annotations

import re

from nova_policy.collect.facts import place
from nova_policy.collect.files import Files
from nova_policy.collect.workflows.image_builds import Build
from nova_policy.collect.workflows.image_followers import followers
from nova_policy.collect.workflows.images import Image
from nova_policy.collect.workflows.model import Pipeline
from nova_policy.model import Json

_IMMUTABLE = re.compile(
    r"\bsha\b|github\.(?:sha|run_id|run_number)|run_number|\bGITHUB_SHA\b|COMMIT|\bgit rev-parse\b"
    r"|CODEBUILD_(?:RESOLVED|BUILD)|semver|version|^v?\d+\.\d+\.\d+|^[0-9a-f]{7,40}$|^sha256:|github\.event\.release|BUILD_(?:ID|NUMBER)|timestamp|date",
    re.IGNORECASE,
)

_REF = re.compile(r"\bgithub\.ref(?:_name)?\b|\bGITHUB_REF(?:_NAME)?\b")


def image_fact(pipeline: Pipeline, image: Image, files: Files) -> Json:
    """Describe one image, with those who scan, describe and sign it."""
    tags = list(dict.fromkeys(reference.tag for reference in image.references if reference.tag))
    scanned: list[Json] = [
        place(
            follower.at,
            job=follower.job.id,
            can_fail=follower.can_fail,
            same_image=follower.same,
            after_push=follower.after,
        )
        for follower in followers(pipeline, image, "image_scan")
    ]
    described = _followers(pipeline, image, "sbom")
    return place(
        image.at,
        job=image.job.id,
        runs=image.step.runs.value,
        pushed=image.pushed,
        push_condition=image.push_condition,
        repositories=[*dict.fromkeys(reference.repository for reference in image.references)],
        tags=[*tags],
        immutable_tag=any(_is_immutable(tag, pipeline) for tag in tags),
        built=_built(image.build, files) if image.build else None,
        scanned_by=scanned,
        sbom_by=described,
        signed_by=_followers(pipeline, image, "sign"),
    )


def _is_immutable(tag: str, pipeline: Pipeline) -> bool:
    """Tell whether a tag is another one in each run; the ref of a run that a git tag starts is the tag's name."""
    starts = pipeline.triggers
    for_tags = bool(starts) and all(trigger.is_for_tags for trigger in starts)
    return bool(_IMMUTABLE.search(tag)) or (for_tags and bool(_REF.search(tag)))


def _followers(pipeline: Pipeline, image: Image, role: str) -> list[Json]:
    found = followers(pipeline, image, role)
    return [place(follower.at, job=follower.job.id, same_image=follower.same) for follower in found]


def _built(build: Build, files: Files) -> Json:
    missing: list[Json] = [path for path in build.dockerfiles if path not in files.known]
    exists = None if not build.dockerfiles else not missing
    return place(
        build.at,
        cache=build.cache,
        context=build.context,
        dockerfile=build.dockerfile,
        dockerfile_exists=exists,
        missing_dockerfiles=missing,
    )
