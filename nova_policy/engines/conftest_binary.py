"""The conftest binary, given the bundle's Rego and the batch envelope as one JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nova_policy.engines.batches import batches
from nova_policy.engines.protocol import Answer, Question, envelope, merge, read_answer
from nova_policy.errors import ToolError
from nova_policy.model import Json
from nova_policy.process import run

_BATCH_BYTES = 16 * 1024 * 1024


class ConftestEngine:
    """Starts conftest once per batch, in an empty private folder so that no configuration of the tree is read."""

    name = "conftest"

    def __init__(
        self, command: tuple[str, ...], rego: Mapping[str, bytes], *, timeout: float = 60.0, namespace: str = "main"
    ) -> None:
        self._namespace = namespace
        self._command = command
        self._rego = rego
        self._timeout = timeout

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions. Raises ToolError when conftest fails rather than answers."""
        with TemporaryDirectory(prefix="nova-policy-") as temporary:
            folder = Path(temporary)
            _write(folder / "policy", self._rego)
            return merge(
                read_answer(self._results(folder, envelope(batch, parameters)))
                for batch in batches(questions, _BATCH_BYTES)
            )

    def _results(self, folder: Path, batch: bytes) -> Iterable[Any]:
        (folder / "batch.json").write_bytes(batch)
        capabilities = files("nova_policy.bundle").joinpath("capabilities.json")
        with as_file(capabilities) as allowed:
            options = ["--parser", "json", "--namespace", self._namespace, "--output", "json", "--no-color"]
            options += ["--capabilities", str(allowed), "--show-builtin-errors", "--policy", str(folder / "policy")]
            command = [*self._command, "test", *options, str(folder / "batch.json")]
            completed = run(command, timeout=self._timeout)
        return _failures(completed.stdout, completed.stderr)


def _failures(stdout: bytes, stderr: bytes) -> list[Any]:
    """Conftest exits 1 for findings and for errors alike: only its JSON tells them apart."""
    try:
        (result,) = json.loads(stdout)
        return [{"msg": item["msg"], **item.get("metadata", {})} for item in result.get("failures", ())]
    except (ValueError, TypeError, KeyError):
        lines = stderr.decode("utf-8", "replace").strip().splitlines() or ["no result"]
        raise ToolError(f"conftest gave no result: {lines[0][:600]}") from None


def _write(folder: Path, members: Mapping[str, bytes]) -> None:
    for name, content in members.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
