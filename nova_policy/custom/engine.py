"""Asks a user's rules: `opa eval` once per batch, where a builtin that fails is an error and no silence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nova_policy.bundle.opa import Opa, capabilities_file
from nova_policy.custom.adapter import PACKAGE
from nova_policy.custom.description import ORIGIN
from nova_policy.custom.policies import CustomPolicies
from nova_policy.engines.batches import batches
from nova_policy.engines.halving import Halving
from nova_policy.engines.program import NoResultError, Program, write_files
from nova_policy.engines.protocol import (
    Answer,
    Engine,
    EvaluationStoppedError,
    Question,
    envelope,
    merge,
    read_answer,
)
from nova_policy.model import Json

_BATCH_BYTES = 16 * 1024 * 1024


class CustomEngine:
    """Asks a user's policies with opa; *timeout* is what a batch may take, in seconds."""

    name = "opa eval"

    def __init__(self, opa: Opa, policies: CustomPolicies, *, timeout: float = 60.0) -> None:
        self._command = (*opa.command, "eval")
        self._policies = policies
        self._timeout = timeout

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions. Raises ToolError when opa fails rather than answers."""
        program = Program(self._command, self._timeout)
        with TemporaryDirectory(prefix="nova-policy-") as temporary:
            folder = Path(temporary).resolve()
            write_files(folder / "policy", self._policies.files)

            def evaluate(part: Sequence[Question]) -> Answer:
                return read_answer(self._results(program, folder, envelope(part, parameters)))

            return merge(map(Halving(evaluate, slow=True).ask, batches(questions, _BATCH_BYTES)))

    def _results(self, program: Program, folder: Path, batch: bytes) -> Iterable[Any]:
        (folder / "batch.json").write_bytes(batch)
        with capabilities_file() as allowed:
            options = ["--format", "json", "--strict-builtin-errors", "--capabilities", str(allowed)]
            options += ["--data", str(folder / "policy"), "--input", str(folder / "batch.json")]
            completed = program.run(*options, f"data.{PACKAGE}.deny")
        try:
            answer = json.loads(completed.stdout)
            if errors := answer.get("errors"):
                where = errors[0]["location"]
                name = where["file"].removeprefix(f"{folder}/policy/")
                raise _stopped(errors[0], f"{self._policies.path(name)}:{where['row']}")
            results: list[Any] = answer["result"][0]["expressions"][0]["value"]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            lines = completed.stderr.decode("utf-8", "replace").strip().splitlines() or ["no result"]
            raise NoResultError(f"opa gave no result: {lines[0].strip()[:600]}", code="NOVA-B07") from None
        return results


def _stopped(error: Mapping[str, Any], place: str) -> EvaluationStoppedError | NoResultError:
    """Say what stopped opa in words of our own: its messages quote values."""
    code = error["code"]
    if not code.startswith("eval_"):
        return NoResultError(f"opa does not accept the policies: {code} at {place}", code="NOVA-B07")
    reason = {
        "eval_builtin_error": f"builtin {error['message'].partition(':')[0]} failed",
        "eval_conflict_error": "a rule has two values",
    }.get(code, f"opa stopped ({code})")
    return EvaluationStoppedError(f"{reason} at {place}", code="NOVA-E01")


class WithCustom:
    """Two engines as one: ours, and one for the user's own policies. It goes by the name of ours."""

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
    return tuple(policy for policy in policies if policy.startswith(f"{ORIGIN}/") is custom)
