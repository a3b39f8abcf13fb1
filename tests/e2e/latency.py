"""Measures what the webhook adds to a request: `python -m tests.e2e.latency` prints a table for docs/benchmarks.md."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from tests.e2e.api import Api, Object
from tests.e2e.cluster import running_cluster
from tests.e2e.examples import judged_objects
from tests.e2e.gatekeeper import DELIVERED, Gatekeeper, running_gatekeeper
from tests.e2e.programs import provide_programs
from tests.e2e.surroundings import prepare

_REQUESTS = 600
_PERCENTILES = (50, 95, 99)
_WORKLOADS = {"CronJob", "DaemonSet", "Deployment", "Rollout", "StatefulSet"}


def main() -> None:
    """Apply the objects of both examples again and again, with and without the webhook, none of them to stay."""
    objects = [obj.contents for name in ("nova", "nova-fixed") for obj in judged_objects(name)]
    with TemporaryDirectory() as folder, running_cluster(provide_programs(), Path(folder)) as cluster:
        prepare(cluster, objects)
        with running_gatekeeper(cluster) as gatekeeper:
            gatekeeper.policies.enforce(DELIVERED)
            gatekeeper.door.guard()
            _report(gatekeeper, objects)


def _report(gatekeeper: Gatekeeper, objects: Sequence[Object]) -> None:
    workloads = [obj for obj in objects if obj["kind"] in _WORKLOADS]
    print("| requests | objects | webhook | " + " | ".join(f"p{one}" for one in _PERCENTILES) + " | worst |")
    for name, chosen in (("all kinds", objects), ("workloads", workloads)):
        api = gatekeeper.cluster.api
        asked = _milliseconds(api, chosen)
        with gatekeeper.door.unguarded():
            unasked = _milliseconds(api, chosen)
        print(f"| {name} | with | {_figures(asked)} |\n| {name} | without | {_figures(unasked)} |")


def _milliseconds(api: Api, objects: Sequence[Object]) -> list[float]:
    rounds = -(-_REQUESTS // len(objects))
    repeated = list(objects) * (rounds + 1)
    times = [_timed(api, obj) for obj in repeated]
    # The first round only warms up.
    return times[len(objects) :]


def _timed(api: Api, obj: Object) -> float:
    start = time.perf_counter()
    api.apply(obj)
    return (time.perf_counter() - start) * 1000


def _figures(times: Iterable[float]) -> str:
    ordered = sorted(times)
    cuts = quantiles(ordered, n=100, method="inclusive")
    return " | ".join(f"{one:.1f}" for one in (*(cuts[percent - 1] for percent in _PERCENTILES), ordered[-1]))


if __name__ == "__main__":
    main()
