from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from nova_policy.tools.cache import Places
from nova_policy.tools.doctor import ToolStatus, examine
from nova_policy.tools.find import FoundTool, Origin
from nova_policy.tools.pins import load_pins

Shim = Callable[[str, str], Path]


def by_name(places: Places) -> dict[str, ToolStatus]:
    return {status.name: status for status in examine(places=places)}


def test_every_program_has_a_state_in_the_order_of_the_pins(places: Places) -> None:
    assert [status.name for status in examine(places=places)] == list(load_pins())


def test_what_is_there(shim: Shim, places: Places) -> None:
    program = shim("opa", "echo Version: 1.20.1")
    status = by_name(places)["opa"]
    assert status.found == FoundTool("opa", (str(program),), "1.20.1", Origin.PATH)
    assert (status.pinned, status.minimum) == ("1.22.2", "1.19.0")
    assert (status.problem, status.remedy) == (None, None)


def test_what_is_missing_and_how_to_get_it(places: Places) -> None:
    status = by_name(places)["conftest"]
    assert status.found is None
    assert status.problem is not None
    assert "not found" in status.problem
    assert status.remedy == "nova-policy tools install conftest"
    assert status.needed_by == ("test --engine conftest",)


def test_what_is_too_old(shim: Shim, places: Places) -> None:
    shim("kustomize", "echo v3.8.7")
    problem = by_name(places)["kustomize"].problem
    assert problem is not None
    assert "3.8.7, but at least 5.4.0" in problem


def test_what_cannot_be_told(shim: Shim, places: Places) -> None:
    shim("conftest", "echo Conftest: dev")
    status = by_name(places)["conftest"]
    assert status.found is not None
    assert status.problem == status.found.warning


def test_it_changes_nothing_on_a_bare_machine(places: Places) -> None:
    examine(places=places)
    assert not places.cache.exists()


def test_json(shim: Shim, places: Places) -> None:
    program = shim("opa", "echo Version: 1.22.2")
    states = by_name(places)
    assert json.loads(json.dumps(states["opa"].to_json())) == {
        "name": "opa",
        "pinned": "1.22.2",
        "minimum": "1.19.0",
        "needed_by": ["verify", "bundle build", "gatekeeper build", "serve", "test --policy"],
        "found": {"command": [str(program)], "version": "1.22.2", "origin": "path"},
        "problem": None,
        "remedy": None,
    }
    assert states["gator"].to_json()["found"] is None
