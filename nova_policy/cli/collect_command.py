"""`nova-policy collect`: documents and facts as JSON, to run conftest or opa on them by hand."""

from __future__ import annotations

import json
from pathlib import Path

import click

from nova_policy.cli.streams import write_out
from nova_policy.model import Problem


@click.command(name="collect")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option(
    "--envelope", is_flag=True, help="Print the batch envelope that engines get, instead of conftest's --combine list."
)
@click.option("--exclude", multiple=True, help="Pattern, as in .gitignore, of files to leave out; repeatable.")
def command(path: Path, exclude: tuple[str, ...], *, envelope: bool) -> None:
    """Print what is judged as JSON. It holds the values of the repository, secrets included: mind where it goes."""
    from nova_policy.collect.collector import CollectSettings, collect
    from nova_policy.config import load_configuration

    configuration = load_configuration(path, None)
    project = collect(path, CollectSettings((*configuration.exclude, *exclude), configuration.limits))
    if envelope:
        from nova_policy.bundle.load import load_bundle
        from nova_policy.engines.judge import questions_for
        from nova_policy.engines.protocol import envelope as as_envelope

        text = as_envelope(questions_for(project, load_bundle().catalogue), configuration.parameters)
    else:
        combined = [{"path": document.path, "contents": document.contents} for document in project.sources]
        text = json.dumps(combined, indent=2, ensure_ascii=False).encode("utf-8", "surrogatepass")
    write_out(text + b"\n")
    complain_and_fail(project.problems)


def complain_and_fail(problems: tuple[Problem, ...]) -> None:
    """Name on stderr what could not be read, and exit 4 if there is any."""
    from nova_policy.cli import complain

    for problem in problems:
        complain(str(problem))
    if problems:
        raise click.exceptions.Exit(4)
