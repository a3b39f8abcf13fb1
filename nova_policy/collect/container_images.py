"""Image references, and which family of base images a repository belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_VARIABLE = re.compile(r"\$(?:\{(\w+)(?:(:?[-+])([^}]*))?\}|(\w+))")
_LANGUAGES = frozenset(
    {
        "rust",
        "node",
        "python",
        "golang",
        "ruby",
        "openjdk",
        "eclipse-temurin",
        "amazoncorretto",
        "php",
        "gradle",
        "maven",
    }
)
_FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("distroless", re.compile(r"(?:^|/)distroless/|distroless")),
    ("chainguard", re.compile(r"^cgr\.dev/|^chainguard/|(?:^|/)wolfi")),
    ("alpine", re.compile(r"(?:^|/)alpine$|:[^/]*alpine")),
    ("debian", re.compile(r"(?:^|/)debian$|buildpack-deps$")),
    ("ubuntu", re.compile(r"(?:^|/)ubuntu$")),
    (
        "rhel",
        re.compile(r"(?:^|/)(?:ubi\d*[\w-]*|centos|fedora|rockylinux|almalinux|amazonlinux|oraclelinux)(?:/[\w-]+)?$"),
    ),
    ("busybox", re.compile(r"(?:^|/)busybox$")),
)


@dataclass(frozen=True, slots=True)
class ImageReference:
    """`[registry/]repository[:tag][@digest]`; the registry stays in *repository*, Docker Hub's is dropped."""

    repository: str
    tag: str | None
    digest: str | None


def parse_reference(text: str) -> ImageReference:
    """Split a reference; a colon before the last slash belongs to the registry's port."""
    name, _, digest = text.partition("@")
    head, slash, last = name.rpartition("/")
    base, _, tag = last.partition(":")
    repository = re.sub(r"^(?:docker\.io/)?(?:library/)?", "", f"{head}{slash}{base}")
    return ImageReference(repository, tag or None, digest or None)


def expand(text: str, values: Mapping[str, str]) -> tuple[str, bool]:
    """Replace `$X`, `${X}`, `${X:-default}` and `${X:+other}`; tell whether everything could be replaced."""
    complete = True

    def value(match: re.Match[str]) -> str:
        nonlocal complete
        name, operator, word = match[1] or match[4], match[2], match[3] or ""
        known = values.get(name)
        if operator and operator.endswith("+"):
            return word if known else ""
        if known is not None and (known or not operator):
            return known
        if operator:
            return word
        complete = False
        return match[0]

    return _VARIABLE.sub(value, text), complete


def base_family(reference: ImageReference) -> str:
    """Return scratch, distroless, chainguard, alpine, debian, ubuntu, rhel, busybox, language or other."""
    if reference.repository == "scratch":
        return "scratch"
    for family, pattern in _FAMILIES:
        if pattern.search(reference.repository) or pattern.search(f"{reference.repository}:{reference.tag or ''}"):
            return family
    return "language" if reference.repository.rpartition("/")[2] in _LANGUAGES else "other"


def is_root(user: str | None, reference: ImageReference | None) -> bool | None:
    """Tell whether a container runs as root: by USER, else by the base image; None when nobody can tell."""
    if user is not None:
        if "$" in user:
            return None
        return user.partition(":")[0] in {"root", "0"}
    if reference is None:
        return None
    tag, family = reference.tag or "", base_family(reference)
    if family == "chainguard" or "nonroot" in tag or "unprivileged" in reference.repository:
        return False
    return None if family == "other" else True
