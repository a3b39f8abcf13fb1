"""The formats by name; each is imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from nova_policy.assess.report import Report
    from nova_policy.report.history import HistoryEntry


@dataclass(frozen=True, slots=True)
class Context:
    """How to show a report. *sources* gives the lines of a file; *width* is a terminal's, None for anything else.

    *verbosity* is -1 for findings only, 0, or 1 for all there is to say. *history* are the runs to plot, oldest first.
    *root* is the folder on this machine that places are relative to, for links to files.
    """

    sources: Callable[[str], list[str]]
    color: bool = False
    links: bool = False
    width: int | None = None
    verbosity: int = 0
    claims: bool = False
    history: Sequence[HistoryEntry] = ()
    root: Path | None = None


Format = Callable[["Report", Context], "str | bytes"]


class _Formats(Mapping[str, Format]):
    _modules: Mapping[str, str] = {
        "text": "text",
        "json": "json_format",
        "markdown": "markdown",
        "sarif": "sarif",
        "junit": "junit",
        "github": "github",
        "gitlab": "gitlab",
        "sonarqube": "sonarqube",
        "html": "html_format",
    }

    def __getitem__(self, name: str) -> Format:
        function: Format = importlib.import_module(f"nova_policy.report.{self._modules[name]}").render
        return function

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


FORMATS = _Formats()
