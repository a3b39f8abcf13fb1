"""Time the review of one object by all delivered templates, with `gator bench`: what admission adds to a request.

    python -m benchmarks.gatekeeper [ITERATIONS]

The objects are those of the largest environment of each example. The webhook adds a connection and TLS to this.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.gatekeeper.yaml_text import to_yaml
from nova_policy.process import run
from nova_policy.tools.find import find_tool

_ROOT = Path(__file__).parents[1]
_LIBRARY = _ROOT / "bundles" / "gatekeeper" / "library"


def main(iterations: int) -> None:
    """Print a row per example: objects, violations per object, and the latencies as gator has them."""
    print(f"{'example':12} {'objects':>7} {'reviews':>7} {'violations':>10}  p50, p95, p99, max; loading all templates")
    for example in ("nova", "nova-fixed"):
        found = _bench(_ROOT / "examples" / example, iterations)
        latencies = ", ".join(found["latencies"][name] for name in ("p50", "p95", "p99", "max"))
        violations = found["violationCount"] // iterations
        print(
            f"{example:12} {found['objectCount']:7} {found['totalReviews']:7} {violations:10}  "
            f"{latencies}; {found['setupDuration']} ({found['templateCount']})"
        )


def _bench(example: Path, iterations: int) -> Any:
    with tempfile.TemporaryDirectory() as temporary:
        for name, text in _objects(example):
            (Path(temporary) / name).write_text(text)
        rules = [*_LIBRARY.glob("*/*/template.yaml"), *_LIBRARY.glob("*/*/samples/*/constraint.yaml")]
        options = [option for path in (*rules, Path(temporary)) for option in ("--filename", str(path))]
        bench = [*find_tool("gator", exact=True).command, "bench", "--engine", "rego", "--output", "json"]
        completed = run([*bench, "--iterations", str(iterations), *options], timeout=1800)
    (found,) = json.loads(completed.stdout)
    return found


def _objects(example: Path) -> Iterator[tuple[str, str]]:
    environments = collect(example, CollectSettings()).environments
    largest = max(environments, key=lambda environment: len(environment.documents))
    for index, document in enumerate(largest.documents):
        yield f"{index}.yaml", to_yaml(document.contents)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
