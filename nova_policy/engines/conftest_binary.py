"""The conftest binary, given the bundle's Rego and the batch envelope as one JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nova_policy.bundle.opa import capabilities_file
from nova_policy.engines.batches import batches
from nova_policy.engines.halving import Halving
from nova_policy.engines.program import NoResultError, Program, write_files
from nova_policy.engines.protocol import Answer, EvaluationStoppedError, Question, envelope, merge, read_answer
from nova_policy.errors import UsageError
from nova_policy.model import Json

_BATCH_BYTES = 16 * 1024 * 1024
_BUILTIN_ERROR = re.compile(r"Code:eval_builtin_error Message:([\w.]+)?.*?Location:(\S*?\.rego:\d+)", re.DOTALL)
_UNKNOWN_BUILTIN = re.compile(r"rego_type_error: undefined function ([\w.]+)")


class ConftestEngine:
    """Starts conftest once per batch, in an empty private folder so that no configuration of the tree is read.

    *timeout* is what a batch may take, in seconds.
    """

    name = "conftest"

    def __init__(self, command: tuple[str, ...], rego: Mapping[str, bytes], *, timeout: float = 60.0) -> None:
        self._command = command
        self._rego = rego
        self._timeout = timeout

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions.

        Raises ToolError when conftest fails rather than answers, UsageError when it may not run the policies.
        """
        program = Program((*self._command, "test"), self._timeout)
        with TemporaryDirectory(prefix="nova-policy-") as temporary:
            folder = Path(temporary)
            write_files(folder / "policy", self._rego)

            def evaluate(part: Sequence[Question]) -> Answer:
                return read_answer(_results(program, folder, envelope(part, parameters)))

            return merge(map(Halving(evaluate, slow=True).ask, batches(questions, _BATCH_BYTES)))


def _results(program: Program, folder: Path, batch: bytes) -> Iterable[Any]:
    (folder / "batch.json").write_bytes(batch)
    with capabilities_file() as allowed:
        options = ["--parser", "json", "--namespace", "main", "--output", "json", "--no-color", "--show-builtin-errors"]
        options += ["--capabilities", str(allowed), "--policy", str(folder / "policy")]
        completed = program.run(*options, str(folder / "batch.json"))
    return _failures(completed.stdout, completed.stderr)


def _failures(stdout: bytes, stderr: bytes) -> list[Any]:
    """Conftest exits 1 for findings and for errors alike: only its JSON tells them apart."""
    try:
        (result,) = json.loads(stdout)
        return [{"msg": item["msg"], **item.get("metadata", {})} for item in result.get("failures", ())]
    except (ValueError, TypeError, KeyError, AttributeError):
        text = stderr.decode("utf-8", "replace")
    if failed := _BUILTIN_ERROR.search(text):
        # Not conftest's own words, which quote the value.
        name, place = failed.groups()
        where = place.rpartition("/policy/")[2]
        raise EvaluationStoppedError(f"builtin {name or '?'} failed at {where}", code="NOVA-E01")
    if unknown := sorted(set(_UNKNOWN_BUILTIN.findall(text))):
        raise UsageError(f"the policies need builtins that are not allowed: {', '.join(unknown)}", code="NOVA-E09")
    lines = text.strip().splitlines() or ["no result"]
    raise NoResultError(f"conftest gave no result: {lines[0].strip()[:600]}", code="NOVA-B07")
