"""Files and folders of the repository that deploying and editing commands name."""

from __future__ import annotations

from collections.abc import Iterator

from nova_policy.collect.facts import place
from nova_policy.collect.files import Files
from nova_policy.collect.workflows.expressions import is_open
from nova_policy.collect.workflows.image_references import option
from nova_policy.collect.workflows.model import Step, StepCommand
from nova_policy.collect.workflows.roles import positionals
from nova_policy.collect.workflows.scripts import joined
from nova_policy.model import Json


def paths_of(step: Step, command: StepCommand, files: Files) -> list[Json]:
    """Return the fact's `paths` of a command: what is literal once expressions are expanded, within the tree."""
    found: dict[str, Json] = {}
    for written in _written(command):
        texts = [text for text in step.scope.expand(written) if text != "-" and "://" not in text and not is_open(text)]
        for text in texts:
            for path in joined(command.folders, text, step.scope):
                found.setdefault(path, place(command.at, path=path, exists=_exists(path, files)))
    return list(found.values())


def _exists(path: str, files: Files) -> bool:
    if any(character in path for character in "*?["):
        from fnmatch import fnmatchcase

        return any(fnmatchcase(name, path) for name in files.paths)
    return files.exists(path)


def _written(command: StepCommand) -> Iterator[str]:
    words = command.words
    match command.program:
        case "kubectl" | "oc" if "logs" not in positionals(words)[:1]:  # there -f means to follow
            for value in option(words, "-f", "--filename", "-k", "--kustomize"):
                yield from value.split(",")
        case "kustomize" if words[:1] == ("build",):
            yield next((word for word in words[1:] if not word.startswith("-")), ".")
        case "kustomize" if words[:1] == ("edit",):
            yield "."
        case "helm" if words[:1] in (("upgrade",), ("install",), ("template",)):
            charts = [word for word in positionals(words[1:]) if word.startswith((".", "/")) or word.count("/") > 1]
            yield from charts[:1]
            yield from option(words, "-f", "--values")
        case "yq" | "sed" if any(word == "-i" or word.startswith(("-i.", "--in-place", "--inplace")) for word in words):
            plain = [word for word in words if not word.startswith("-")]
            yield from plain[1:]
        case "docker-compose":
            yield from option(words, "-f", "--file")
        case "docker" if words[:1] == ("compose",):
            yield from option(words, "-f", "--file")
