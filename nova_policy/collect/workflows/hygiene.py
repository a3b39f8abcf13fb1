"""Secrets that are read, cloud logins, text of outsiders in scripts, downloads that are run unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nova_policy.collect.facts import place
from nova_policy.collect.node_text import node_text
from nova_policy.collect.workflows.expressions import EXPRESSION, expressions, is_untrusted, secrets_read
from nova_policy.collect.workflows.model import Pipeline, Step
from nova_policy.collect.yaml_source import Source, mapping
from nova_policy.model import Json, KeyPath

_INTERPRETERS = frozenset({"sh", "bash", "zsh", "dash", "python", "python3", "node", "perl", "ruby", "pwsh"})
_DOWNLOADERS = frozenset({"curl", "wget"})
_CHECKS = frozenset({"sha256sum", "shasum", "sha512sum", "gpg", "cosign", "minisign"})


def secrets_of(source: Source) -> list[Json]:
    """Return names and first places of the secrets that a workflow reads, in the order of their first use."""
    found: dict[str, Json] = {}
    for path, node in source.scalars():
        if "secrets" not in node.value:
            continue
        text = node_text(source.path, source.lines, node)
        # `if:` is an expression without its marks.
        spans = (
            [(0, node.value)] if path[-1:] == ("if",) else [(m.start(1), m[1]) for m in EXPRESSION.finditer(node.value)]
        )
        for start, expression in spans:
            for offset, name in secrets_read(expression):
                found.setdefault(name, place(text.at(start + offset), name=name))
    return list(found.values())


def _spans(path: KeyPath, text: str) -> list[tuple[int, str]]:
    if path[-1:] == ("if",):
        return [(0, text)]  # an expression without its marks
    return [(match.start(1), match[1]) for match in EXPRESSION.finditer(text)]


def cloud_logins_of(pipeline: Pipeline) -> list[Json]:
    """Return how jobs log in to clouds: by keys that live for long, or by OIDC."""
    found: list[Json] = []
    for job in pipeline.jobs:
        for step in job.steps:
            if step.origin != "workflow" and (login := _login(step)) is not None:
                provider, method, key = login
                found.append(place(step.source.at((*step.path, *key)), provider=provider, method=method, job=job.id))
    found.extend(_environment_keys(pipeline.source))
    return found


def _login(step: Step) -> tuple[str, str, KeyPath] | None:
    inputs = step.inputs
    match step.uses.action.lower() if step.uses else "":
        case "aws-actions/configure-aws-credentials":
            if "aws-access-key-id" in inputs:
                return "aws", "long_lived_keys", ("with", "aws-access-key-id")
            return "aws", "oidc" if "role-to-assume" in inputs else "other", ("with",)
        case "google-github-actions/auth":
            if "credentials_json" in inputs:
                return "gcp", "long_lived_keys", ("with", "credentials_json")
            return "gcp", "oidc" if "workload_identity_provider" in inputs else "other", ("with",)
        case "azure/login":
            if "creds" in inputs:
                return "azure", "long_lived_keys", ("with", "creds")
            return "azure", "oidc" if "client-id" in inputs else "other", ("with",)
    return None


def _environment_keys(source: Source) -> Iterator[Json]:
    for path, node in source.scalars():
        if path[-1:] == ("AWS_SECRET_ACCESS_KEY",) and path[-2:-1] == ("env",) and "secrets" in node.value:
            job = path[1] if path[:1] == ("jobs",) and len(path) > 1 else None
            yield place(source.at(path), provider="aws", method="long_lived_keys", job=job)


def script_injections_of(pipeline: Pipeline) -> list[Json]:
    """Return the expressions in scripts that put in text which outsiders choose."""
    found: list[Json] = []
    for job in pipeline.jobs:
        for step in job.steps:
            if step.origin == "workflow":
                continue
            path = _script_path(step)
            text = step.source.text(path) if path else None
            for offset, expression in expressions(text.text) if text else ():
                if text is not None and is_untrusted(expression):
                    found.append(place(text.at(offset), expression=expression, job=job.id))
    return found


def _script_path(step: Step) -> KeyPath | None:
    if isinstance(step.contents.get("run"), str):
        return (*step.path, "run")
    is_script = step.uses is not None and step.uses.action.lower() == "actions/github-script"
    return (*step.path, "with", "script") if is_script and "script" in mapping(step.contents.get("with")) else None


def curl_pipes_of(pipeline: Pipeline) -> list[Json]:
    """Return the interpreters that are fed by a download, in a pipe or by `bash <(curl …)`."""
    found: list[Json] = []
    for job in pipeline.jobs:
        for step in job.steps:
            if step.origin == "workflow":
                continue
            for command in step.commands:
                feeds = _DOWNLOADERS & set(command.reads) and not _CHECKS & set(command.reads)
                reads_script = not any(re.fullmatch(r"-[a-z]*c", word) for word in command.words)
                if command.program in _INTERPRETERS and reads_script and (feeds or command.fetches):
                    found.append(place(command.at, program=command.program, job=job.id))
    return found
