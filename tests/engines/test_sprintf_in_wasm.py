"""sprintf as policies meet it: called by a real module, against the real opa, with all that Rego can hand over."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nova_policy.bundle.archive import unpack
from nova_policy.bundle.opa import Opa
from nova_policy.engines.protocol import EvaluationStoppedError
from nova_policy.engines.wasm_module import WasmModule
from nova_policy.process import run
from nova_policy.tools.find import find_tool

Call = dict[str, Any]
Engines = tuple[Callable[[Call], str | None], Callable[[Sequence[Call]], list[str]]]

# An object with the one key `set` stands for a set, which JSON has not.
PROBE = """\
package probe

formatted := sprintf(input.template, [_value(argument) | some argument in input.arguments])

all_formatted := [sprintf(call.template, [_value(argument) | some argument in call.arguments]) | some call in input]

_value(argument) := {member | some member in argument.set} if argument.set

_value(argument) := argument if not argument.set
"""
TABLE = [
    ("%v", [{"set": ["b", 1, None, "a", True, [2], {"x": 1}, -1.5, False]}]),
    ("%v", [{"b": {"d": 1, "c": {"set": [2, 1]}}, "a": [], "": None}]),
    ("%s and %s", [{"b": 1, "a": 2}, {"set": ["z", "y"]}]),
    ("%q %v", [[{"é": "\u200b", "b": '"'}], {"set": [10, 9, 8.5, 1e21]}]),
    ("%d", [{"b": 1, "a": 2}]),
    ("plain", [{"b": 1, "a": 2}, {"set": [2, 1]}]),
    ("%v", [{"\U0001f600": 1, "\uff5e": 2, "z": 3}]),
    ("%v %v %v", [[], {}, {"set": [{}]}]),
    ("%v|%d|%d", [1.0, 2**63, -(2**63) - 1]),
    ("%v", [[1.50, 100000, 1e5, 1e-7, 123456789012345678901234567890]]),
]

scalars = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none()
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=2), inner, max_size=3)
        | st.lists(scalars, min_size=1, max_size=3).map(lambda members: {"set": members})
    ),
    max_leaves=6,
)
forms = st.sampled_from(["%s", "%v", "%d", "%q", "%5d|", "%-6s|", "%06d", "%.2f", "%%", "%", "name "])
calls = st.fixed_dictionaries(
    {"template": st.lists(forms, min_size=1, max_size=3).map("".join), "arguments": st.lists(values, max_size=3)}
)


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Engines:
    """Return sprintf by our module, None where it refuses, and by opa for many calls at once."""
    folder = tmp_path_factory.mktemp("sprintf")
    (folder / "probe").mkdir()
    (folder / "probe" / "probe.rego").write_text(PROBE)
    opa = Opa(find_tool("opa").command)
    opa.compile_wasm([folder / "probe"], folder / "bundle.tar.gz", entry="probe/formatted")
    module = WasmModule(unpack((folder / "bundle.tar.gz").read_bytes())["policy.wasm"], None, memory_bytes=2**28)

    def ours(call: Call) -> str | None:
        try:
            return str(module.evaluate(json.dumps(call, ensure_ascii=False).encode(), 10**9))
        except EvaluationStoppedError:
            return None

    def theirs(asked: Sequence[Call]) -> list[str]:
        options = ["--format", "json", "--data", str(folder / "probe"), "--stdin-input", "data.probe.all_formatted"]
        completed = run([*opa.command, "eval", *options], stdin=json.dumps(asked).encode())
        formatted: list[str] = json.loads(completed.stdout)["result"][0]["expressions"][0]["value"]
        return formatted

    return ours, theirs


def test_sets_and_objects_are_printed_in_gos_order(engines: Engines) -> None:
    ours, theirs = engines
    asked = [{"template": template, "arguments": arguments} for template, arguments in TABLE]
    assert [ours(call) for call in asked] == theirs(asked)


@given(asked=st.lists(calls, min_size=30, max_size=60))
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_whatever_is_handed_over_is_formatted_as_opa_does_or_refused(engines: Engines, asked: list[Call]) -> None:
    ours, theirs = engines
    differing = [
        (call, own, other)
        for call, other in zip(asked, theirs(asked), strict=True)
        if (own := ours(call)) not in (other, None)
    ]
    assert differing == []
