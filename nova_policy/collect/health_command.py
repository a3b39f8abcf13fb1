"""Whether an image's HEALTHCHECK can work: the program that it starts must be in the final stage."""

from __future__ import annotations

from nova_policy.collect.container_images import base_family
from nova_policy.collect.container_stages import Stage, installed_packages
from nova_policy.collect.dockerfile import Instruction
from nova_policy.collect.facts import place
from nova_policy.collect.shell import parse_script
from nova_policy.model import Json, Location

_SHELL_PROGRAMS = frozenset(
    {"exit", "test", "[", "true", "cat", "ls", "sh", "echo", "stat", "kill", "sleep", "grep", "head"}
)
_PROVIDERS = {
    "curl": "curl",
    "wget": "wget",
    "nc": "netcat",
    "pgrep": "procps",
    "ps": "procps",
    "pidof": "procps",
    "pg_isready": "postgresql",
    "redis-cli": "redis",
}
_SLIM_FAMILIES = frozenset({"debian", "ubuntu"})
_BUSYBOX_PROGRAMS = frozenset({"wget", "nc", "pgrep", "ps", "pidof"})


def health_check(final: Stage, path: str) -> Json:
    """Return the fact's `healthcheck`: the last HEALTHCHECK of the final stage or of one that it continues."""
    instruction = final.last("healthcheck")
    if instruction is None:
        nothing: dict[str, Json] = {"present": False, "none": False, "program": None, "available": None}
        return place(Location(path, final.line), **nothing, invalid_json=False)
    none = [value.upper() for value in instruction.value[:1]] == ["NONE"]
    words = list(instruction.value[1:])
    invalid = not instruction.is_json and bool(words) and words[0].lstrip().startswith("[") and "]" in words[0]
    invalid = invalid and not words[0].lstrip().startswith(("[ ", "[["))
    program = None if none or invalid else _program(instruction, words)
    available = False if invalid else None if program is None else _is_available(program, final, instruction)
    fields: dict[str, Json] = {"present": not none, "none": none, "program": program, "available": available}
    return place(Location(path, instruction.line), **fields, invalid_json=invalid)


def _program(instruction: Instruction, words: list[str]) -> str | None:
    if instruction.is_json:
        is_shell = words[:1] and words[0].rpartition("/")[2] in {"sh", "bash"} and len(words) >= 3
        words = [words[2]] if is_shell else words
        if not is_shell:
            return words[0] if words else None
    commands = parse_script(words[0]).commands if words else ()
    return commands[0].words[0].text if commands else None


def _is_available(program: str, final: Stage, instruction: Instruction) -> bool | None:
    name = program.rpartition("/")[2]
    reference = final.root_reference
    family = base_family(reference) if reference else "unknown"
    if not instruction.is_json and family in {"scratch", "distroless"}:
        return False
    if _is_copied(program, final):
        return True
    if name in _SHELL_PROGRAMS:
        return None if family in {"unknown", "other"} else family not in {"scratch", "distroless"}
    provider = _PROVIDERS.get(name)
    if provider is None:
        return None
    packages = {package for stage in final.lineage() for package, _, _ in installed_packages(stage)}
    if any(package == provider or package.startswith((provider + "-", name)) for package in packages):
        return True
    return _is_in_base(name, family, reference.tag or "" if reference else "")


def _is_in_base(name: str, family: str, tag: str) -> bool | None:
    if family in {"alpine", "busybox"}:
        return name in _BUSYBOX_PROGRAMS
    if family in _SLIM_FAMILIES or family in {"scratch", "distroless"}:
        return False
    if family == "language" and name in {"curl", "wget"}:
        return "slim" not in tag
    return None


def _is_copied(program: str, final: Stage) -> bool:
    """Tell whether a COPY or ADD, or a download, puts a file of this name into the image."""
    name = program.rpartition("/")[2]
    for stage in final.lineage():
        for instruction in stage.instructions:
            if instruction.command in {"copy", "add"} and instruction.value:
                target, sources = instruction.value[-1], instruction.value[:-1]
                if target.rpartition("/")[2] == name or any(source.rpartition("/")[2] == name for source in sources):
                    return True
        for run in stage.runs:
            outputs = {word.rpartition("/")[2] for word in run.command.arguments}
            if run.command.program in {"curl", "wget", "mv", "cp", "install", "ln"} and name in outputs:
                return True
    return False
