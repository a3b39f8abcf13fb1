"""`nova-policy history`: how a repository's figures change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

_FILE = click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    default="nova-policy-history.jsonl",
    show_default=True,
    help="One line of JSON a run; keep it in the repository.",
)


@click.group(name="history")
def command() -> None:
    """Keep and show how a repository's figures change."""


@command.command()
@click.argument("result", type=click.Path(path_type=Path))
@click.option("--label", required=True, help="What was judged, such as a commit; its next run replaces this one.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="When.  [default: today, UTC]")
@_FILE
def add(result: Path, label: str, day: datetime | None, file: Path) -> None:
    """Add the figures of RESULT, a report in JSON that `nova-policy test` wrote; `-` is stdin."""
    from nova_policy.cli.report_command import read
    from nova_policy.errors import ToolError
    from nova_policy.report.history import HistoryEntry, add_to_history

    entry = HistoryEntry.of(read(result), label, day.date() if day else _today())
    try:
        add_to_history(file, entry)
    except OSError as error:
        raise ToolError(f"{file}: cannot be written: {error.strerror}", code="NOVA-O09") from None


@command.command()
@_FILE
def show(file: Path) -> None:
    """Show all runs, oldest first, and their figures as lines."""
    from nova_policy.cli.streams import write_out
    from nova_policy.errors import UsageError
    from nova_policy.report.history import read_history, render_history

    entries = read_history(file)
    if not entries:
        raise UsageError(f"{file}: no history yet; `nova-policy history add RESULT.json --label COMMIT` begins one")
    write_out(render_history(entries).encode("utf-8", "backslashreplace"))


def _today() -> date:
    return datetime.now(UTC).date()
