"""Time requests to a real API server with and without Gatekeeper's webhook, which has all delivered templates.

    python -m benchmarks.admission [REQUESTS]

The objects are those of both examples, applied one after another without being stored, by one client over one
connection. Of these, workloads are asked the most policies.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles

from tests.e2e.api import Api, Object
from tests.e2e.cluster import running_cluster
from tests.e2e.examples import judged_objects
from tests.e2e.gatekeeper import DELIVERED, running_gatekeeper
from tests.e2e.programs import provide_programs
from tests.e2e.surroundings import prepare
from tests.e2e.webhook import Webhook

_WORKLOADS = {"CronJob", "DaemonSet", "Deployment", "Rollout", "StatefulSet"}


def main(requests: int) -> None:
    """Print a row for each choice of objects, with the webhook and without."""
    objects = [obj.contents for name in ("nova", "nova-fixed") for obj in judged_objects(name)]
    with tempfile.TemporaryDirectory() as folder, running_cluster(provide_programs(), Path(folder)) as cluster:
        prepare(cluster, objects)
        with running_gatekeeper(cluster) as gatekeeper:
            gatekeeper.policies.enforce(DELIVERED)
            gatekeeper.door.guard()
            _compare(gatekeeper.door, objects, requests)


def _compare(door: Webhook, objects: Sequence[Object], requests: int) -> None:
    choices = {"all objects": objects, "workloads": [obj for obj in objects if obj["kind"] in _WORKLOADS]}
    print(f"{'objects':12} {'count':>5} {'requests':>8} webhook  p50, p95, p99, max in ms")
    for name, chosen in choices.items():
        row = f"{name:12} {len(chosen):5} {requests:8}"
        print(row, "with    ", _figures(_milliseconds(door.cluster.api, chosen, requests)))
        with door.unguarded():
            print(row, "without ", _figures(_milliseconds(door.cluster.api, chosen, requests)))


def _milliseconds(api: Api, objects: Sequence[Object], requests: int) -> list[float]:
    for obj in objects:  # Warms up.
        api.apply(obj)
    return [_timed(api, obj) for obj in islice(cycle(objects), requests)]


def _timed(api: Api, obj: Object) -> float:
    start = time.perf_counter()
    api.apply(obj)
    return (time.perf_counter() - start) * 1000


def _figures(times: Sequence[float]) -> str:
    percentiles = quantiles(times, n=100, method="inclusive")
    return ", ".join(f"{one:.1f}" for one in (percentiles[49], percentiles[94], percentiles[98], max(times)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
