"""Options of every command that writes reports."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nova_policy.model import Severity
from nova_policy.report.formats import FORMATS

if TYPE_CHECKING:
    from nova_policy.cli.deliver import Delivery


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """What to write where, and from which severity on a finding fails the run (None: not said)."""

    formats: tuple[str, ...]
    outputs: tuple[Path, ...]
    fail_on: Severity | None
    verbosity: int
    claims: bool
    history: Path | None

    def delivery(self, root: Path | None = None) -> Delivery:
        """Pair formats with targets, before any work is done. Raises UsageError for what cannot be written."""
        from nova_policy.cli.deliver import Delivery, pair

        targets = pair(self.formats or ("text",), self.outputs, root)
        return Delivery(targets, self.verbosity, claims=self.claims, history=self.history, root=root)


def output_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command; it receives them as one OutputOptions, named `output`."""

    @click.option(
        "--format",
        "formats",
        multiple=True,
        type=click.Choice(list(FORMATS)),
        help="Report format; repeat for several.",
    )
    @click.option(
        "--output",
        "outputs",
        multiple=True,
        type=click.Path(path_type=Path),
        help="File for the format at the same position; `-` is stdout.",
    )
    @click.option(
        "--fail-on", type=click.Choice([level.value for level in Severity]), help="Least severity that fails the run."
    )
    @click.option("--claims", is_flag=True, help="Also say which of the assessment's claims the repository bears out.")
    @click.option(
        "--history",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="File of `nova-policy history`, for formats that plot.",
    )
    @click.option("--quiet", "-q", is_flag=True, help="Only the findings.")
    @click.option("--verbose", "-v", is_flag=True, help="Also remedies, overlay chains, steps, what did not apply.")
    @functools.wraps(function)
    def wrapped(
        formats: tuple[str, ...],
        outputs: tuple[Path, ...],
        fail_on: str | None,
        history: Path | None,
        *,
        claims: bool,
        quiet: bool,
        verbose: bool,
        **others: Any,
    ) -> None:
        threshold = Severity(fail_on) if fail_on else None
        verbosity = -1 if quiet else int(verbose)
        function(output=OutputOptions(formats, outputs, threshold, verbosity, claims, history), **others)

    return wrapped
