"""Programs that judge: given their files, and waited for within reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nova_policy.engines.halving import OUT_OF_TIME
from nova_policy.engines.protocol import EvaluationStoppedError
from nova_policy.errors import ToolError
from nova_policy.process import Completed, ToolFlood, ToolTimeout, run

_SECOND_CHANCE = 15.0


class NoResultError(ToolError):
    """The program ended without an answer: nothing is known, so nothing has passed."""

    exit_code = 4


class Program:
    """Starts a program for one run. Once it was late, its next attempts get 15 seconds at most."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self._command = command
        self._timeout = timeout

    def run(self, *arguments: str) -> Completed:
        """Return how it ended; raises EvaluationStoppedError when it is late or writes more than it may."""
        try:
            return run([*self._command, *arguments], timeout=self._timeout)
        except (ToolTimeout, ToolFlood) as error:
            self._timeout = min(self._timeout, _SECOND_CHANCE)
            raise EvaluationStoppedError(str(error), code=OUT_OF_TIME) from None


def write_files(folder: Path, members: Mapping[str, bytes]) -> None:
    """Write *members*, relative names with `/`, below *folder*."""
    for name, content in members.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
