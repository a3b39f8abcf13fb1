"""Options that every command has which runs the main job."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nova_policy.config import Configuration, load_configuration, read_mapping
from nova_policy.engines.choose import ENGINES
from nova_policy.errors import UsageError

if TYPE_CHECKING:
    from nova_policy.run import Judge, Progress, Result


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What to examine and how, after the command line and the configuration were put together."""

    root: Path
    engine: str
    bundle_folder: Path | None
    configuration: Configuration
    policies: tuple[Path, ...] = ()

    def examine(self, progress: Progress) -> Result:
        """Run the main job."""
        from nova_policy.run import examine

        return examine(self.root, self._open_judge, self.configuration, progress)

    def _open_judge(self) -> Judge:
        from nova_policy.bundle.load import load_bundle
        from nova_policy.engines.choose import choose_engine
        from nova_policy.run import Judge

        bundle = load_bundle(self.bundle_folder)
        judge = Judge(choose_engine(self.engine, bundle, self.root), bundle, bundle.catalogue)
        if not self.policies:
            return judge
        from nova_policy.engines.custom import WithCustom, custom_engine, read_custom

        own = read_custom(self.policies)
        engine = WithCustom(judge.engine, custom_engine(own, self.root))
        return replace(judge, engine=engine, catalogue=own.extend(judge.catalogue))


def run_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add PATH and the options of a run to a command; it receives them as one RunOptions."""

    @click.argument("path", type=click.Path(path_type=Path), default=".")
    @click.option("--engine", type=click.Choice(ENGINES), help="Who judges.  [default: wasm]")
    @click.option(
        "--bundle", "bundle_folder", type=click.Path(path_type=Path), help="Folder with nova.tar.gz and nova.wasm."
    )
    @click.option(
        "--policy",
        "policies",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Folder with Rego of your own, as for conftest; repeatable.",
    )
    @click.option(
        "--config", type=click.Path(path_type=Path), help="Trusted configuration; the tree's own is then not read."
    )
    @click.option(
        "--data", multiple=True, type=click.Path(path_type=Path), help="YAML or JSON with parameters; repeatable."
    )
    @click.option("--exclude", multiple=True, help="Pattern, as in .gitignore, of files to leave out; repeatable.")
    @functools.wraps(function)
    def wrapped(
        path: Path,
        engine: str | None,
        bundle_folder: Path | None,
        config: Path | None,
        data: tuple[Path, ...],
        exclude: tuple[str, ...],
        policies: tuple[Path, ...],
        **others: Any,
    ) -> None:
        if not path.is_dir():
            raise UsageError(
                f"{path}: {'is not a folder' if path.exists() else 'does not exist'}; name a repository's root"
            )
        root = path.resolve()
        configuration = load_configuration(root, config)
        parameters: dict[str, Any] = dict(configuration.parameters)
        for file in data:
            parameters |= _parameters(read_mapping(file))
        merged = replace(configuration, parameters=parameters, exclude=(*configuration.exclude, *exclude))
        folders = (*(Path(folder) for folder in merged.policy), *policies)
        for folder in folders:
            if not folder.is_dir():
                raise UsageError(f"--policy {folder}: is no folder")
        options = RunOptions(root, engine or merged.engine or "wasm", bundle_folder, merged, folders)
        function(options, **others)

    return wrapped


def _parameters(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A data file holds parameters by name, or below a key `parameters` as conftest users keep them."""
    inner = value.get("parameters")
    return inner if isinstance(inner, dict) and len(value) == 1 else value
