"""Which checks fail by themselves when they find something, and which have to be told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nova_policy.collect.workflows.roles import unpacked


def command_is_lax(program: str, arguments: Sequence[str]) -> bool:
    """Tell whether a scanner's exit code says nothing about what it found."""
    program, words = unpacked(program, arguments)
    text = " ".join(words)
    match program:
        case "trivy":
            return not re.search(r"--exit-code[= ][1-9]", text)
        case "grype":
            return not re.search(r"(?:--fail-on|-f)[= ]\w", text)
        case "docker" if words[:1] == ["scout"]:
            return "--exit-code" not in words and "-e" not in words
        case "trufflehog":
            return "--fail" not in words
        case "semgrep":
            return "--error" not in words and words[:1] != ["ci"]
        case "checkov":
            return "--soft-fail" in words or "-s" in words
        case "gitleaks":
            return bool(re.search(r"--exit-code[= ]0", text))
        case "hadolint":
            return "--no-fail" in words
        case "aws":
            return words[:1] == ["ecr"] and "scan" in text
    return False


def action_is_lax(action: str, inputs: Mapping[str, str]) -> bool:
    """Tell whether an action succeeds whatever it finds."""
    name = action.lower()
    if name.endswith("/trivy-action"):
        return inputs.get("exit-code", "0").strip() in {"", "0"}
    if name == "anchore/scan-action":
        return inputs.get("fail-build", "true").strip().lower() == "false"
    if name == "docker/scout-action":
        return inputs.get("exit-code", "false").strip().lower() != "true"
    if name == "bridgecrewio/checkov-action":
        return inputs.get("soft_fail", "false").strip().lower() == "true"
    if name == "codecov/codecov-action":
        return inputs.get("fail_ci_if_error", "false").strip().lower() != "true"
    if name == "coverallsapp/github-action":
        return inputs.get("fail-on-error", "true").strip().lower() == "false"
    return False
