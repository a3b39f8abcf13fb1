"""`nova-policy docs`: the generated pages of a checkout."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(name="docs")
def command() -> None:
    """Build the generated pages."""


@command.command()
@click.option("--cases", type=click.Path(path_type=Path), default="tests/cases", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default="docs/policies", show_default=True)
@click.option("--readme", type=click.Path(path_type=Path), default="README.md", show_default=True)
@click.option("--example", type=click.Path(path_type=Path), default="examples/nova", show_default=True)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when pages are stale.")
def build(cases: Path, output: Path, readme: Path, example: Path, *, check: bool) -> None:
    """Write a page per policy, with examples from the cases that the tests run, and the README's demo."""
    from nova_policy.bundle.load import load_bundle
    from nova_policy.pages.build import build_pages, stale_pages, write_pages
    from nova_policy.pages.readme import demo_output, with_demo

    pages = build_pages(load_bundle(), cases)
    shown = readme.read_text("utf-8")
    fresh = with_demo(shown, demo_output(example))
    if not check:
        write_pages(pages, output)
        readme.write_text(fresh, "utf-8")
        click.echo(f"{output}: {len(pages)} pages")
        return
    if stale := [*stale_pages(pages, output), *([str(readme)] if fresh != shown else [])]:
        click.echo(f"{output}: stale: {', '.join(stale[:10])}; run `nova-policy docs build` and commit", err=True)
        raise click.exceptions.Exit(1)
