"""What a step is for, by its action; and by the programs that it starts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from nova_policy.collect.workflows.role_tables import (
    ACTION_ROLES,
    CARGO_ROLES,
    KUBECTL_ROLES,
    PROGRAM_ROLES,
    TOOL_IMAGES,
)

_TAKES_VALUE = frozenset(
    {"-n", "--namespace", "--context", "--kubeconfig", "--cluster", "-l", "--selector", "--timeout"}
)
_SCRIPT_ROLES: Mapping[str, str] = {
    "smoke": "smoke_test",
    "e2e": "e2e_test",
    "load": "load_test",
    "chaos": "chaos_test",
    "rollback": "rollback",
}


def action_roles(action: str, inputs: Mapping[str, str]) -> tuple[str, ...]:
    """Return the roles of a step that uses *action* (owner/name, without its ref)."""
    name = action.lower()
    roles = [role for role in ACTION_ROLES if _action_pattern(role).fullmatch(name)]
    if name.endswith("/trivy-action"):
        roles = [_trivy_role(inputs)]
    if name == "anchore/sbom-action" and not inputs.get("image"):
        roles = ["dependency_sbom"]
    if "image_build" in roles and pushes(inputs):
        roles.append("image_push")
    if "image_build" in roles and inputs.get("sbom", "false") not in {"", "false"}:
        roles.append("sbom")
    return tuple(dict.fromkeys(roles))


def pushes(inputs: Mapping[str, str]) -> bool:
    """Tell whether docker/build-push-action pushes: `push`, or an output that does."""
    wanted = inputs.get("push", "false").strip().lower()
    return wanted not in {"", "false"} or "push=true" in inputs.get("outputs", "")


def _trivy_role(inputs: Mapping[str, str]) -> str:
    if inputs.get("format", "") in {"cyclonedx", "spdx", "spdx-json", "github"}:
        return "sbom" if inputs.get("image-ref") else "dependency_sbom"
    kind = inputs.get("scan-type", "image")
    if kind == "config":
        return "static_analysis"
    return "image_scan" if kind == "image" or inputs.get("image-ref") else "dependency_scan"


def unpacked(program: str, arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the tool that `docker run IMAGE …` starts where the image is a known tool's; else the command itself."""
    if program in {"docker", "podman"} and list(arguments[:1]) == ["run"]:
        for index, argument in enumerate(arguments):
            name = argument.partition("@")[0]
            known = TOOL_IMAGES.get(name.rpartition(":")[0] or name) or TOOL_IMAGES.get(name)
            if known is not None:
                return known, list(arguments[index + 1 :])
    if program in {"npx", "pnpx", "bunx", "uvx", "pipx"} and arguments:
        rest = [argument for argument in arguments if argument not in {"-y", "--yes", "run", "--"}]
        return (rest[0].partition("@")[0], rest[1:]) if rest else (program, [])
    return program, list(arguments)


def command_roles(program: str, arguments: Sequence[str], reads: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the roles of one command, as far as the program and its words tell; *reads* are programs piped into it."""
    program, words = unpacked(program, arguments)
    if "--help" in words or "--version" in words or words[:1] in (["version"], ["--version"], ["-V"]):
        return ()
    if program in {"cargo", "cross"}:
        return _cargo_roles(words)
    if program in {"kubectl", "oc"}:
        return _kubectl_roles(words, reads)
    text = " ".join([program, *words])
    roles = [role for role in PROGRAM_ROLES if _program_pattern(role).match(text + " ")]
    if program == "trivy" and "sbom" in roles:
        roles.remove("image_scan")
    if program == "helm" and {"--atomic", "--rollback-on-failure"} & set(words):
        roles.append("rollback")
    roles.extend(_script_roles(program, words))
    return tuple(dict.fromkeys(roles))


def _cargo_roles(words: list[str]) -> tuple[str, ...]:
    verbs = [word for word in words if not word.startswith(("+", "-"))]
    role = CARGO_ROLES.get(verbs[0]) if verbs else None
    return (role,) if role else ()


def _kubectl_roles(words: list[str], reads: Sequence[str]) -> tuple[str, ...]:
    verbs = positionals(words)
    # `kubectl create namespace x --dry-run -o yaml | kubectl apply -f -` prepares, it deploys nothing.
    if verbs[:1] == ["apply"] and "-" in words and reads and reads[-1] == "kubectl":
        return ()
    if any(word.startswith("--dry-run") and word != "--dry-run=none" for word in words):
        return ()
    if verbs[:1] in (["exec"], ["run"]) and {"curl", "grpcurl", "wget"} & set(words):
        return ("smoke_test",)
    for length in (3, 2, 1):
        if (role := KUBECTL_ROLES.get(tuple(verbs[:length]))) is not None:
            return (role,)
    creates = verbs[:1] == ["create"] and any(word in {"-f", "-k", "--filename", "--kustomize"} for word in words)
    return ("deploy_kubernetes",) if creates else ()


def positionals(words: Sequence[str]) -> list[str]:
    """Return the words that are neither options nor values of the options that kubectl takes everywhere."""
    result: list[str] = []
    skip = False
    for word in words:
        if not skip and not word.startswith("-"):
            result.append(word)
        skip = word in _TAKES_VALUE
    return result


def _script_roles(program: str, words: list[str]) -> list[str]:
    """Return the roles of a script of the repository, which is known by its name only."""
    is_shell = program in {"sh", "bash", "make", "just", "python", "python3", "node"}
    scripts = [word for word in words if not word.startswith("-")][:1] if is_shell else [program]
    name = scripts[0].rpartition("/")[2].lower() if scripts else ""
    if (not is_shell and not name.endswith((".sh", ".py"))) or name.startswith(("start-", "stop-", "setup-")):
        return []
    return [role for word, role in _SCRIPT_ROLES.items() if re.search(rf"(?:^|[-_.]){word}(?:$|[-_.])", name)]


@cache
def _action_pattern(role: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in ACTION_ROLES[role]))


@cache
def _program_pattern(role: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in PROGRAM_ROLES[role]))
