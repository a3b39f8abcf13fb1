"""Load tests: k6, Locust, Artillery, vegeta, Gatling and JMeter scripts, and the pipelines that start them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from nova_policy.collect.facts import Collected, fact, place
from nova_policy.collect.files import Files
from nova_policy.collect.load_plans import read_artillery, read_jmeter
from nova_policy.collect.load_scripts import Profile, read_script
from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Json, Location, Problem

_K6 = ("k6", b"k6", re.compile(r"""(?:from|require\()\s*['"]k6(?:/[\w\-/]+)?['"]"""))
_GATLING = ("gatling", b"Simulation", re.compile(r"\bextends Simulation\b|: Simulation\(\)"))
_ARTILLERY = ("artillery", b"\nscenarios:", re.compile(r"^config:", re.MULTILINE))
_TOOLS: Mapping[str, tuple[str, bytes, re.Pattern[str]]] = {
    ".js": _K6,
    ".ts": _K6,
    ".mjs": _K6,
    ".py": ("locust", b"locust", re.compile(r"^\s*(?:from locust\b|import locust\b)", re.MULTILINE)),
    ".scala": _GATLING,
    ".java": _GATLING,
    ".kt": _GATLING,
    ".jmx": ("jmeter", b"jmeterTestPlan", re.compile(r"<jmeterTestPlan\b")),
    ".yml": _ARTILLERY,
    ".yaml": _ARTILLERY,
    ".sh": ("vegeta", b"vegeta", re.compile(r"^[^#\n]*\bvegeta attack\b", re.MULTILINE)),
}
_RUNNERS: Mapping[str, frozenset[str]] = {
    "k6": frozenset({"k6"}),
    "locust": frozenset({"locust"}),
    "artillery": frozenset({"artillery"}),
    "vegeta": frozenset({"vegeta", "bash", "sh"}),
    "gatling": frozenset({"gatling", "mvn", "gradle", "gradlew", "sbt"}),
    "jmeter": frozenset({"jmeter"}),
}


def collect_load_tests(files: Files, facts: Sequence[Document]) -> Collected:
    """Return the fact LoadScript of each script; *facts* hold the facts Pipeline."""
    found: list[Document] = []
    pipelines = [mapping(item.contents) for item in facts if mapping(item.contents).get("kind") == "Pipeline"]
    for path in files.paths:
        tool = _tool(files, path)
        if tool is None:
            continue
        text = files.text(path)
        if not isinstance(text, Problem):
            found.append(_load_script(path, tool, text, files, pipelines))
    return Collected(tuple(found))


def _tool(files: Files, path: str) -> str | None:
    known = _TOOLS.get(posixpath.splitext(path)[1])
    if known is None:
        return None
    tool, hint, mark = known
    # Most files of a kind are no load tests: look at the bytes before the text.
    data = files.read(path)
    return tool if hint in data and mark.search(data.decode("utf-8", "replace")) else None


def _load_script(path: str, tool: str, text: str, files: Files, pipelines: Sequence[Mapping[str, Json]]) -> Document:
    readers: Mapping[str, Callable[[], Profile]] = {
        "artillery": lambda: read_artillery(path, files),
        "jmeter": lambda: read_jmeter(path, text),
    }
    profile = readers.get(tool, lambda: read_script(path, text, tool))()
    return fact(
        "LoadScript",
        path,
        Location(path, 1),
        tool=tool,
        vus=profile.vus,
        duration_seconds=profile.duration_seconds,
        stages=profile.stages,
        thresholds=[place(at, name=name) for name, at in profile.thresholds],
        targets=[place(at, host=host, path=target) for host, target, at in profile.targets],
        checks=profile.checks,
        posts_json=profile.posts_json,
        scenarios=[*profile.scenarios],
        run_by=[*_run_by(path, tool, pipelines)],
    )


def _run_by(path: str, tool: str, pipelines: Sequence[Mapping[str, Json]]) -> Iterator[Json]:
    """Yield the steps that run and start the script: by its path, or by its name from its folder."""
    for pipeline in pipelines:
        name = scalar(mapping(pipeline.get("metadata")).get("name"))
        for job in items(pipeline.get("jobs")):
            for step in items(mapping(job).get("steps")):
                entry = mapping(step)
                if entry.get("runs") != "never" and _starts(entry, path, tool):
                    yield {"pipeline": name, "can_fail": entry.get("can_fail"), "at": entry.get("at")}


def _starts(step: Mapping[str, Json], path: str, tool: str) -> bool:
    given = [scalar(value) for value in mapping(step.get("inputs")).values()]
    uses = scalar(mapping(step.get("uses")).get("action")).lower()
    if tool in uses and any(_names(value, path, step) for value in given):
        return True
    for command in items(step.get("commands")):
        words = [scalar(word) for word in items(mapping(command).get("arguments"))]
        program = scalar(mapping(command).get("program"))
        is_runner = program in _RUNNERS[tool] or (program in {"docker", "npx", "xk6"} and tool in " ".join(words))
        if is_runner and any(_names(word, path, step) for word in words):
            return True
    return False


def _names(written: str, path: str, step: Mapping[str, Json]) -> bool:
    clean = written.removeprefix("./")
    folder = scalar(step.get("working_directory")).removeprefix("./").strip("/")
    inside = f"{folder}/{clean}" if folder else clean
    # In a container the repository lies below some folder.
    return path in {clean, inside} or clean.endswith("/" + path)
