"""Limits that keep a hostile tree from exhausting the machine."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, counts in items, times in seconds; all of them may be configured."""

    file_bytes: int = 10 * MIB
    document_nodes: int = 250_000
    document_depth: int = 100
    documents_per_file: int = 50_000
    tree_files: int = 200_000
    child_output_bytes: int = 64 * MIB
    child_seconds: float = 60.0
    child_memory_bytes: int = 4096 * MIB
