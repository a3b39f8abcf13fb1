"""Load tests that are configuration: Artillery's YAML and JMeter's XML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nova_policy.collect.files import Files
from nova_policy.collect.load_scripts import Profile, place_at, seconds, targets_in
from nova_policy.collect.yaml_source import Source, items, mapping, read_source, scalar
from nova_policy.model import Json, Location


def read_artillery(path: str, files: Files) -> Profile:
    """Read an Artillery script: arrival rates stand for users."""
    source, _ = read_source(files, path)
    config = mapping(source.contents.get("config")) if source else {}
    phases = [mapping(phase) for phase in items(config.get("phases"))]
    durations = [_duration(phase.get("duration")) for phase in phases]
    keys = ("arrivalRate", "rampTo", "maxVusers", "arrivalCount")
    rates = [value for phase in phases for key in keys if isinstance(value := phase.get(key), int)]
    total = sum(found for found in durations if found is not None)
    text = "\n".join(source.lines) if source else ""
    return Profile(
        vus=max(rates, default=None),
        duration_seconds=total or None,
        stages=len(phases),
        thresholds=tuple(_ensured(source)) if source else (),
        targets=tuple(targets_in(path, text)),
        checks=len(re.findall(r"^\s*-?\s*expect:", text, re.MULTILINE)),
        posts_json=True if re.search(r"^\s*json:", text, re.MULTILINE) else None,
        scenarios=("concurrency",) if max(rates, default=0) > 1 else (),
    )


def _duration(value: Json) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return seconds(scalar(value))


def _ensured(source: Source) -> Iterator[tuple[str, Location]]:
    ensure = mapping(mapping(source.contents.get("config")).get("ensure"))
    for key, value in ensure.items():
        names = [name for entry in items(value) for name in mapping(entry)] if isinstance(value, list) else [key]
        for name in names:
            yield name, source.at(("config", "ensure", key))


def read_jmeter(path: str, text: str) -> Profile:
    """Read a JMeter plan: threads, duration and assertions of its thread groups."""

    def numbers(name: str) -> list[int]:
        return [int(found) for found in re.findall(rf'name="{re.escape(name)}">(\d+)<', text)]

    vus = max(numbers("ThreadGroup.num_threads"), default=None)
    assertions = [match.start() for match in re.finditer(r"<(?:Response|Duration|JSONPath)Assertion\b", text)]
    domains = re.finditer(r'name="HTTPSampler\.domain">([^<]+)<', text)
    return Profile(
        vus=vus,
        duration_seconds=float(max(numbers("ThreadGroup.duration"), default=0)) or None,
        stages=0,
        thresholds=tuple(
            ("DurationAssertion", place_at(path, text, offset))
            for offset in assertions
            if text.startswith("<Duration", offset)
        ),
        targets=tuple((match[1], "/", place_at(path, text, match.start())) for match in domains),
        checks=len(assertions),
        posts_json=None,
        scenarios=("concurrency",) if vus is not None and vus > 1 else (),
    )
