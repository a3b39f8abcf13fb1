"""The delivered tree on disk: written whole, and compared file by file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nova_policy.errors import UsageError
from nova_policy.gatekeeper.library import MARK

_MARKED = "kustomization.yaml"


def write_tree(files: Mapping[str, str], folder: Path) -> None:
    """Write all files and remove those that are no longer made.

    Raises UsageError for a folder that holds something else: what lies there is not ours to remove.
    """
    if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder / _MARKED):
        raise UsageError(f"--output {folder}: holds files that no build of ours wrote; name an empty folder")
    for path in stale_files(files, folder):
        if path not in files:
            (folder / path).unlink()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def _is_ours(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(MARK.encode())


def stale_files(files: Mapping[str, str], folder: Path) -> list[str]:
    """Return the paths that are missing, different or left over."""
    present = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    made = {path for path, text in files.items() if path not in present or present[path].read_bytes() != text.encode()}
    return sorted(made | (set(present) - set(files)))
