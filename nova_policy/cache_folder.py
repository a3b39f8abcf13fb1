"""The user's cache folder, and whether what lies in it can only have been put there by this user."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from nova_policy.errors import TrustError, UsageError

CACHE_VARIABLE = "NOVA_POLICY_CACHE"


def cache_directory(environment: Mapping[str, str]) -> Path:
    """Return NOVA_POLICY_CACHE, or the user's cache folder for us; it need not exist.

    Raises UsageError for a relative folder: it would depend on, and could lie in, what is being scanned.
    """
    from platformdirs import user_cache_path

    chosen = environment.get(CACHE_VARIABLE)
    directory = Path(chosen) if chosen else user_cache_path("nova-policy")
    if not directory.is_absolute():
        raise UsageError(f"{CACHE_VARIABLE} is {directory}, but must be an absolute path")
    return directory


def cache_for(root: Path, environment: Mapping[str, str]) -> Path | None:
    """Return the cache folder for a run on *root*, None where it lies within.

    There the scanned tree would say what is remembered, and what is executed. Raises UsageError for a relative folder.
    """
    directory = cache_directory(environment)
    return None if lies_in(directory, root) else directory


def lies_in(path: Path, root: Path) -> bool:
    """Say whether *path*, as named or as resolved, is *root* or within it."""
    trees = (root.absolute(), root.resolve())
    return any(place.is_relative_to(tree) for place in (path, path.resolve()) for tree in trees)


def distrust(path: Path) -> str | None:
    """Return why *path*, a file or folder of the cache, may be somebody else's work; None when it is ours.

    Raises OSError when it does not exist.
    """
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return f"{path} is a symbolic link"
    if status.st_uid not in {0, os.geteuid()}:
        return f"{path} belongs to another user"
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return f"{path} can be written by others"
    return None


def make_private(directory: Path) -> None:
    """Create a folder that only its owner can enter. Raises TrustError where one exists that is not ours alone."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        directory.mkdir(mode=0o700)
    reason = distrust(directory)
    if reason is not None:
        raise TrustError(f"{reason}; remove it, or set {CACHE_VARIABLE} to a folder of your own")
