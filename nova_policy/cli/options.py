"""Options that every command has which runs the main job."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nova_policy.cli.engine_options import EngineOptions, engine_options
from nova_policy.config import Configuration, load_configuration, read_mapping
from nova_policy.engines.choose import EngineChoice
from nova_policy.errors import UsageError

if TYPE_CHECKING:
    from nova_policy.run import Judge, Progress, Result


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What to examine and how, after the command line and the configuration were put together."""

    root: Path
    engine: EngineChoice
    configuration: Configuration
    policies: tuple[Path, ...] = ()

    def examine(self, progress: Progress) -> Result:
        """Run the main job."""
        from nova_policy.run import examine

        with ExitStack() as stack:
            return examine(self.root, lambda: self._open_judge(stack), self.configuration, progress)

    def _open_judge(self, stack: ExitStack) -> Judge:
        from nova_policy.engines.choose import open_engine
        from nova_policy.run import Judge

        engine, contents = open_engine(self.engine, self.root, stack)
        judge = Judge(engine, contents, contents.catalogue)
        if not self.policies:
            return judge
        from nova_policy.bundle.opa import Opa
        from nova_policy.custom.engine import CustomEngine, WithCustom
        from nova_policy.custom.policies import load_custom
        from nova_policy.tools.find import find_tool

        opa = Opa(find_tool("opa", root=self.root).command)
        own = load_custom(opa, self.policies, contents.data["assessment"], self.configuration.namespace)
        asked = CustomEngine(opa, own, timeout=self.configuration.limits.child_seconds)
        return replace(judge, engine=WithCustom(engine, asked), catalogue=own.extend(judge.catalogue))


def run_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add PATH and the options of a run to a command; it receives them as one RunOptions."""

    @click.argument("path", type=click.Path(path_type=Path), default=".")
    @engine_options
    @click.option(
        "--policy",
        "policies",
        multiple=True,
        type=click.Path(path_type=Path),
        help="Folder with Rego of your own, as for conftest; repeatable.",
    )
    @click.option(
        "--namespace",
        "namespaces",
        multiple=True,
        help="Package of your own policies to ask, as for conftest; repeatable.  [default: main]",
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
        engine_options: EngineOptions,
        config: Path | None,
        data: tuple[Path, ...],
        exclude: tuple[str, ...],
        policies: tuple[Path, ...],
        namespaces: tuple[str, ...],
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
        merged = replace(
            configuration,
            parameters=parameters,
            exclude=(*configuration.exclude, *exclude),
            namespace=namespaces or configuration.namespace,
        )
        folders = (*(Path(folder) for folder in merged.policy), *policies)
        for folder in folders:
            if not folder.is_dir():
                raise UsageError(f"--policy {folder}: is no folder")
        if namespaces and not folders:
            raise UsageError("--namespace goes with --policy: the packages of our own policies are fixed")
        options = RunOptions(root, engine_options.choice(merged), merged, folders)
        function(options, **others)

    return wrapped


def _parameters(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A data file holds parameters by name, or below a key `parameters` as conftest users keep them."""
    inner = value.get("parameters")
    return inner if isinstance(inner, dict) and len(value) == 1 else value
