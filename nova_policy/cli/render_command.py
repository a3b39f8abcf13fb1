"""`nova-policy render`: the rendered environments, as they are judged."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="render")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--environment", "-e", "names", multiple=True, help="Only the environment of this name; repeatable.")
@click.option("--exclude", multiple=True, help="Pattern, as in .gitignore, of files to leave out; repeatable.")
def command(path: Path, names: tuple[str, ...], exclude: tuple[str, ...]) -> None:
    """Print the objects of all rendered environments as YAML, each with the file and line it comes from.

    They hold the values of the repository, secrets included: mind where they go.
    """
    import yaml

    from nova_policy.cli.collect_command import complain_and_fail
    from nova_policy.cli.streams import write_out
    from nova_policy.collect.collector import CollectSettings, collect
    from nova_policy.config import load_configuration
    from nova_policy.errors import UsageError

    configuration = load_configuration(path, None)
    project = collect(path, CollectSettings((*configuration.exclude, *exclude), configuration.limits))
    rendered = [
        environment for environment in project.environments if any(d.environment for d in environment.documents)
    ]
    known = {environment.name for environment in rendered}
    for name in names:
        if name not in known:
            raise UsageError(f"no environment {name!r}; there are {', '.join(sorted(known)) or 'none'}")
    for environment in rendered:
        if names and environment.name not in names:
            continue
        for document in environment.documents:
            origin = document.locator.locate(())[0]
            text = yaml.dump(document.contents, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
            write_out(f"--- # {environment.name}: {origin}\n{text}".encode("utf-8", "backslashreplace"))
    complain_and_fail(project.problems)
