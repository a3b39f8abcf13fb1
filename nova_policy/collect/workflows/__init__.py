"""GitHub workflows, composite actions and build specifications: documents, and facts about what they really do."""

from __future__ import annotations

from nova_policy.collect.facts import Collected
from nova_policy.collect.files import Files
from nova_policy.model import Document


def collect_pipelines(files: Files) -> Collected:
    """Return workflows and actions as documents, and the facts Pipeline, MisplacedWorkflow and DependabotUpdates.

    Documents come first, each group in the order of its paths.
    """
    from nova_policy.collect.workflows.collection import put_together

    return put_together(files)


def read_pipelines(files: Files) -> tuple[Document, ...]:
    """Return the workflows and actions that can be read as documents."""
    from nova_policy.collect.workflows.source import documents_of, read_sources

    return documents_of(read_sources(files)[0])
