"""One cluster for all tests of this folder; each test says which constraints it wants there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cluster import Cluster, running_cluster
from tests.e2e.examples import Examples, judged_objects
from tests.e2e.gatekeeper import DELIVERED, Gatekeeper, running_gatekeeper
from tests.e2e.product import nova_policy
from tests.e2e.programs import provide_programs
from tests.e2e.surroundings import prepare


@pytest.fixture(scope="session")
def examples() -> Examples:
    """Return the objects of each example with what is wrong with them."""
    return {name: judged_objects(name) for name in ("nova", "nova-fixed")}


@pytest.fixture(scope="session")
def cluster(examples: Examples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return a cluster in which the objects of the examples could be created."""
    with running_cluster(provide_programs(), tmp_path_factory.mktemp("cluster")) as cluster:
        prepare(cluster, [obj.contents for objects in examples.values() for obj in objects])
        yield cluster


@pytest.fixture(scope="session")
def gatekeeper(cluster: Cluster) -> Iterator[Gatekeeper]:
    """Return a Gatekeeper that the API server asks, with our templates as they are delivered."""
    with running_gatekeeper(cluster) as gatekeeper:
        gatekeeper.policies.enforce(DELIVERED)
        gatekeeper.door.guard()
        yield gatekeeper


@pytest.fixture(scope="session")
def denying_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what `nova-policy gatekeeper build` writes for who wants every finding denied."""
    folder = tmp_path_factory.mktemp("library")
    nova_policy("gatekeeper", "build", "--deny=low", f"--output={folder}")
    return folder


@pytest.fixture
def delivered(gatekeeper: Gatekeeper) -> Gatekeeper:
    """Return Gatekeeper with the constraints as they are delivered."""
    gatekeeper.policies.enforce(DELIVERED)
    return gatekeeper


@pytest.fixture
def denying(gatekeeper: Gatekeeper, denying_library: Path) -> Gatekeeper:
    """Return Gatekeeper with constraints that deny every finding."""
    gatekeeper.policies.enforce(denying_library)
    return gatekeeper
