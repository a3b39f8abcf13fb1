"""Everything that was collected from one repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nova_policy.model import Document, Environment, Problem


@dataclass(frozen=True, slots=True)
class Project:
    """The input of a run.

    *documents* are judged one by one: rendered objects, manifests as they stand where nothing renders them,
    workflows, Dockerfiles, Cargo manifests, facts. *sources* is what cross-document policies of the project see:
    every document as it stands in its file, and every fact. *files* counts what was listed and *ignored* what ignore
    rules left out, for the line that explains an empty run. *texts* holds the files that were read, by path.
    """

    documents: tuple[Document, ...]
    sources: tuple[Document, ...]
    environments: tuple[Environment, ...]
    problems: tuple[Problem, ...]
    files: int = 0
    ignored: int = 0
    texts: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file that was read, for excerpts; none when it was not."""
        return self.texts.get(path, b"").decode("utf-8", "replace").splitlines()
