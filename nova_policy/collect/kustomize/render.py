"""Runs the real kustomize, away from the tree, with nothing it could fetch or start."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.limits import MIB, Limits
from nova_policy.errors import ToolError
from nova_policy.model import Json, Problem
from nova_policy.process import ToolFlood, ToolTimeout, run

_WORKERS = 2
_DEAD_PROXY = "http://127.0.0.1:1"
_ERRORS = (r"(?m)^Error: ", r"(?m)^error: ", r'"command failed" err=["<]')
_OUT_OF_MEMORY = (b"out of memory", b"cannot allocate memory", b"failed to reserve")


@dataclass(frozen=True, slots=True)
class Build:
    """How a build ended: with *output*, with kustomize's *error*, or with a *problem* of ours.

    *objects* stand for the output where an earlier run saw that they are what kustomize renders. Origins in the
    output, where they were asked for, count from *wrapper*, a folder that is gone since.
    """

    output: bytes | None = field(default=None, repr=False)
    objects: tuple[Json, ...] | None = field(default=None, repr=False)
    wrapper: str | None = None
    error: str | None = field(default=None, repr=False)
    problem: Problem | None = None

    @property
    def succeeded(self) -> bool:
        """Whether kustomize renders it."""
        return self.output is not None or self.objects is not None


Then = Callable[[Kustomization, Build], Iterable[Kustomization]]
"""Told what was built, and how that ended; says what is to be built next."""


def _nothing(_kustomization: Kustomization, _build: Build) -> Iterable[Kustomization]:
    return ()


@dataclass(frozen=True, slots=True)
class Renderer:
    """Builds kustomizations below *root* (resolved) with *command*, which takes a folder as its last argument."""

    root: Path
    command: tuple[str, ...]
    limits: Limits
    jobs: int = _WORKERS

    def build_all(
        self, kustomizations: Iterable[Kustomization], then: Then = _nothing, *, origins: bool = False
    ) -> Mapping[str, Build]:
        """Build several at a time, and what *then* names when one is done; return the builds by folder.

        With *origins* every object is annotated with the file that it comes from. That makes kustomize several
        times slower (5 s instead of 1 s for 63 objects with 22 patches), so it is only asked for where it is needed.
        """
        builds: dict[str, Build] = {}
        asked: set[str] = set()
        running: dict[Future[Build], Kustomization] = {}
        cancelled = Event()
        with ThreadPoolExecutor(max_workers=max(1, min(self.jobs, _WORKERS))) as pool:

            def begin(wanted: Iterable[Kustomization]) -> None:
                for kustomization in wanted:
                    if kustomization.folder not in asked:
                        asked.add(kustomization.folder)
                        running[pool.submit(self._build, kustomization, cancelled, origins=origins)] = kustomization

            try:
                begin(kustomizations)
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        kustomization = running.pop(future)
                        builds[kustomization.folder] = future.result()
                        begin(then(kustomization, builds[kustomization.folder]))
            except BaseException:
                cancelled.set()
                raise
        return dict(sorted(builds.items()))

    def _build(self, kustomization: Kustomization, cancelled: Event, *, origins: bool) -> Build:
        with TemporaryDirectory(prefix="nova-policy-") as directory:
            # A private directory, resolved: kustomize compares it with the resolved tree.
            private = Path(directory).resolve()
            folder = self.root / kustomization.folder
            if not origins:
                return self._run(kustomization, folder, private, cancelled)
            contents = {"resources": [os.path.relpath(folder, private)], "buildMetadata": ["originAnnotations"]}
            (private / "kustomization.yaml").write_text(json.dumps(contents), encoding="utf-8")
            return replace(self._run(kustomization, private, private, cancelled), wrapper=str(private))

    def _run(self, kustomization: Kustomization, folder: Path, private: Path, cancelled: Event) -> Build:
        command = [*self.command, "--load-restrictor=LoadRestrictionsRootOnly", str(folder)]
        # Without a PATH there is no git; without a proxy that answers, no network but loopback.
        environment = {"PATH": str(private), "HTTP_PROXY": _DEAD_PROXY, "HTTPS_PROXY": _DEAD_PROXY}
        # Collecting its garbage at eleven times the heap instead of two takes a third of the time off, for 60 MB.
        environment["GOGC"] = "1000"
        try:
            completed = run(
                command,
                timeout=self.limits.child_seconds,
                output_limit=self.limits.child_output_bytes,
                memory_limit=self.limits.child_memory_bytes,
                directory=private,
                environment=environment,
                cancelled=cancelled,
            )
        except (ToolTimeout, ToolFlood) as error:
            return Build(problem=Problem("NOVA-K11", str(error), "simplify it, or raise limits", kustomization.at))
        except ToolError as error:
            if error.exit_code != ToolError.exit_code:
                raise
            remedy = "run `nova-policy doctor`"
            return Build(problem=Problem("NOVA-B02", str(error), remedy, kustomization.at, ToolError.exit_code))
        if completed.returncode == 0:
            return Build(completed.stdout)
        if completed.returncode == 1 and (message := find_error(completed.stderr)) is not None:
            return Build(error=message)
        return Build(problem=self._collapse(kustomization, completed.stderr, completed.returncode))

    def _collapse(self, kustomization: Kustomization, stderr: bytes, returncode: int) -> Problem:
        if any(words in stderr for words in _OUT_OF_MEMORY):
            what = f"kustomize needed more than {self.limits.child_memory_bytes // MIB} MiB"
            return Problem("NOVA-K11", what, "simplify it, or raise limits.child_memory_bytes", kustomization.at)
        what = f"kustomize broke off with code {returncode}"
        return Problem("NOVA-B06", what, "run `kustomize build` on it yourself", kustomization.at)


def find_error(stderr: bytes) -> str | None:
    """Return what kustomize, or kubectl in its stead, complains about; None where nobody says so."""
    text = stderr.decode("utf-8", errors="replace")
    for beginning in _ERRORS:
        if (found := re.search(beginning, text)) is not None:
            # kubectl's log quotes the message.
            return text[found.end() :].replace('\\"', '"').strip()
    return None
