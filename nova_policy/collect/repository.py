"""The fact RepositoryFiles, and all facts that are neither pipelines nor builds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nova_policy.collect.advisories import advisories
from nova_policy.collect.argocd import argo_applications
from nova_policy.collect.comments import commented_configuration
from nova_policy.collect.compose import collect_compose
from nova_policy.collect.facts import Collected, fact
from nova_policy.collect.files import Files
from nova_policy.collect.key_material import environment_files, private_keys
from nova_policy.collect.load_tests import collect_load_tests
from nova_policy.collect.manifests import Manifest, is_kustomization
from nova_policy.collect.prometheus import collect_monitoring, kustomization_of
from nova_policy.collect.repository_files import (
    codecov,
    contracts,
    first_of,
    git_hooks,
    languages,
    named_like,
    precommit,
    secret_scanner_config,
    swift_projects,
)
from nova_policy.collect.terraform import terraform
from nova_policy.collect.workflows.source import is_workflow
from nova_policy.collect.yaml_source import mapping
from nova_policy.model import Document, Location, Problem

_OWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
_SECURITY = ("SECURITY.md", ".github/SECURITY.md", "docs/SECURITY.md", "SECURITY.rst", "SECURITY.txt")
_CHANGELOG = ("CHANGELOG.md", "CHANGES.md", "HISTORY.md", "CHANGELOG.rst", "NEWS.md")
_README = ("README.md", "README.rst", "README", "README.adoc", "README.txt")


def collect_repository(files: Files, manifests: Mapping[str, Manifest], pipelines: Sequence[Document]) -> Collected:
    """Return the facts of docs/facts/repository.md and docs/facts/monitoring.md.

    *manifests* are the parsed manifests and kustomizations by path, *pipelines* hold the facts Pipeline.
    """
    objects = {path: found.objects for path, found in manifests.items() if not is_kustomization(path)}
    kustomizations = [
        found
        for path, manifest in sorted(manifests.items())
        if is_kustomization(path) and (found := kustomization_of(path, manifest.file)) is not None
    ]
    compose = collect_compose(files)
    applications = argo_applications([item for path in sorted(objects) for item in objects[path]], files)
    facts = (*pipelines, *compose.documents, *applications)
    monitoring = collect_monitoring(files, objects, kustomizations, facts)
    comments = commented(files, manifests)
    head = () if not files.paths else (repository_files(files),)
    known = Collected((*head, *compose.documents, *applications, *comments), compose.problems)
    return known + monitoring + collect_load_tests(files, pipelines)


def repository_files(files: Files) -> Document:
    """Return the fact RepositoryFiles of a repository that has files at all."""
    readme = mapping(mapping(first_of(files, _README)).get("at")).get("path")
    return fact(
        "RepositoryFiles",
        ".",
        Location(str(readme) if readme else files.paths[0], 1),
        files=len(files.paths),
        languages=languages(files),
        swift_projects=swift_projects(files),
        private_keys=private_keys(files),
        environment_files=environment_files(files),
        precommit=precommit(files),
        git_hooks=git_hooks(files),
        secret_scanner_config=secret_scanner_config(files),
        runbooks=named_like(files, "runbook"),
        codeowners=first_of(files, _OWNERS),
        security_policy=first_of(files, _SECURITY),
        decision_records=named_like(files, "decision"),
        changelog=first_of(files, _CHANGELOG),
        codecov=codecov(files),
        advisories=advisories(files),
        contracts=contracts(files),
        terraform=terraform(files),
    )


def commented(files: Files, manifests: Mapping[str, Manifest]) -> tuple[Document, ...]:
    """Return the fact CommentedConfiguration of each manifest, kustomization and workflow that has comments of keys."""
    found: list[Document] = []
    for path in files.paths:
        manifest = manifests.get(path)
        if manifest is None and not is_workflow(path):
            continue
        text = files.text(path)
        if isinstance(text, Problem) or "#" not in text:
            continue
        contents = [document.contents for document in manifest.file.documents] if manifest else []
        kinds = sorted({str(kind) for item in contents if (kind := mapping(item).get("kind")) is not None})
        fact_found = commented_configuration(path, text, kinds or ["Workflow"], contents)
        if fact_found is not None:
            found.append(fact_found)
    return tuple(found)
