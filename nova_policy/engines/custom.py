"""A user's own Rego beside ours, by conftest's conventions: package main, rules deny, violation and warn.

Their package is called like our entry point, so they are compiled apart: an adapter speaks the batch envelope and asks
their rules. A rule `deny_latest` becomes the policy `custom/deny_latest`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from nova_policy.bundle.archive import unpack
from nova_policy.bundle.catalogue import Catalogue, Matcher, Policy
from nova_policy.bundle.opa import Opa
from nova_policy.engines.protocol import Answer, Engine, Question, merge
from nova_policy.errors import ToolError, UsageError
from nova_policy.model import Json, Severity

ROOM = "custom"
ENTRY_PACKAGE = "nova_adapter"
_CONVENTION = ("deny", "violation", "warn")
_PACKAGE = re.compile(r"^package\s+([\w.]+)", re.MULTILINE)
_RULE = re.compile(r"^((?:deny|violation|warn)(?:_\w+)?)\b", re.MULTILINE)
_PARTIAL_SET = re.compile(r"^(\w+)\s+contains\b", re.MULTILINE)
_ANYTHING = (
    Matcher(("*",), ("*",)),
    *(Matcher(input=name) for name in ("workflow", "action", "dockerfile", "cargo")),
)

_ADAPTER = """\
package {package}

deny contains result if {{
	some document in input.documents
	some result in _results(document)
}}

_results(document) := denials | {{account}} if {{
	verdicts := {{policy: found |
		some policy in document.policies
		found := _found[policy] with input as document.input
	}}
	denials := {{object.union(_denial(item), {{"policy": policy, "document": document.id}}) |
		some policy, found in verdicts
		some item in found
	}}
	account := {{"msg": "judged", "document": document.id, "judged": object.keys(verdicts)}}
}}

_denial(item) := {{"msg": item, "path": []}} if is_string(item)

_denial(item) := {{"msg": item.msg, "path": object.get(item, "path", [])}} if is_object(item)

# What is neither is no denial that could be reported, and must not pass as none.
_denial(item) := {{"msg": null, "path": []}} if {{
	not is_string(item)
	not is_object(item)
}}

{rules}
"""


@dataclass(frozen=True, slots=True)
class CustomPolicies:
    """Rego by file name, and the names of the rules in package main that are asked."""

    rego: Mapping[str, bytes]
    rules: tuple[str, ...]

    def extend(self, catalogue: Catalogue) -> Catalogue:
        """Return the catalogue with a policy per rule."""
        return replace(
            catalogue, policies={**catalogue.policies, **{f"{ROOM}/{rule}": _policy(rule) for rule in self.rules}}
        )

    def sources(self) -> dict[str, bytes]:
        """Return the Rego that answers an envelope, adapter included."""
        rules = "\n\n".join(f'_found["{ROOM}/{rule}"] := data.main.{rule}' for rule in self.rules)
        adapter = _ADAPTER.format(package=ENTRY_PACKAGE, rules=rules)
        return {**{f"user/{name}": content for name, content in self.rego.items()}, "adapter.rego": adapter.encode()}


def read_custom(folders: Sequence[Path]) -> CustomPolicies:
    """Read the Rego below *folders*, tests left out.

    Raises UsageError for a folder without rules, and for rules in a package that nothing evaluates: both would be
    silence.
    """
    rego: dict[str, bytes] = {}
    rules: set[str] = set()
    for number, folder in enumerate(folders):
        files = sorted(path for path in folder.rglob("*.rego") if not path.stem.endswith("_test"))
        if not files:
            raise UsageError(f"{folder}: no Rego files", code="NOVA-E17")
        for path in files:
            content = path.read_bytes()
            rego[f"{number}/{path.relative_to(folder).as_posix()}"] = content
            rules |= _rules_of(path, content.decode("utf-8", "replace"))
    if not rules:
        raise UsageError(
            f"{', '.join(map(str, folders))}: no rule deny, violation or warn in package main", code="NOVA-E03"
        )
    return CustomPolicies(rego, tuple(sorted(rules)))


def _rules_of(path: Path, text: str) -> set[str]:
    package = _PACKAGE.search(text)
    if package is None:
        raise UsageError(f"{path}:1: no package", code="NOVA-E05")
    if re.search(r"^(?:deny|violation|warn)\w*\s*\[", text, re.MULTILINE):
        raise UsageError(f"{path}: Rego v0; run `opa fmt --v0-v1 -w {path.name}`", code="NOVA-E06")
    found = set(_RULE.findall(text))
    if found and package[1] != "main":
        what = f"package {package[1]} has rules that nothing evaluates; use package main"
        raise UsageError(f"{path}: {what}", code="NOVA-E03")
    for name in sorted(set(_PARTIAL_SET.findall(text)) - found):
        if package[1] == "main" and (
            meant := difflib.get_close_matches(name.partition("_")[0], _CONVENTION, n=1, cutoff=0.7)
        ):
            raise UsageError(f"{path}: rule {name} is never asked; did you mean {meant[0]}?", code="NOVA-E03")
    return found


def _policy(rule: str) -> Policy:
    return Policy(
        id=f"{ROOM}/{rule}",
        title=rule.replace("_", " "),
        description="A policy of your own, see --policy.",
        severity=Severity.LOW if rule.startswith("warn") else Severity.HIGH,
        section=None,
        recommendation=None,
        capability="infrastructure-as-code",
        origin=ROOM,
        remediation="See the policy.",
        matchers=_ANYTHING,
        parameters=(),
        related_resources=(),
    )


class WithCustom:
    """Two engines as one: ours, and one for the user's own policies."""

    def __init__(self, own: Engine, custom: Engine) -> None:
        self.name = own.name
        self._own = own
        self._custom = custom

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions, each policy by the engine that knows it."""
        parts = []
        for engine, wanted in ((self._own, False), (self._custom, True)):
            asked = [replace(q, policies=_of(q.policies, custom=wanted)) for q in questions]
            parts.append(engine.evaluate([question for question in asked if question.policies], parameters))
        return merge(parts)


def _of(policies: Sequence[str], *, custom: bool) -> tuple[str, ...]:
    return tuple(policy for policy in policies if policy.startswith(f"{ROOM}/") is custom)


def custom_engine(policies: CustomPolicies, root: Path) -> Engine:
    """Compile them with opa where it is, else let conftest run them.

    Raises UsageError when they do not compile or need a builtin that is not allowed, ToolError without either program.
    """
    from nova_policy.engines.conftest_binary import ConftestEngine
    from nova_policy.engines.wasm import WasmEngine
    from nova_policy.tools.find import find_tool

    try:
        opa = Opa(find_tool("opa", root=root).command)
    except ToolError:
        return ConftestEngine(find_tool("conftest", root=root).command, policies.sources(), namespace=ENTRY_PACKAGE)
    with TemporaryDirectory(prefix="nova-policy-") as temporary:
        folder = Path(temporary) / "policy"
        for name, content in policies.sources().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        opa.compile_wasm([folder], Path(temporary) / "bundle.tar.gz", entry=f"{ENTRY_PACKAGE}/deny")
        return WasmEngine(unpack((Path(temporary) / "bundle.tar.gz").read_bytes())["policy.wasm"])
