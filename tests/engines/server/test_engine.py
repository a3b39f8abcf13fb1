"""Judging by a real OPA server, and by a scripted one where OPA would not do what is wrong."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from nova_policy.bundle.archive import pack
from nova_policy.bundle.load import Contents
from nova_policy.engines.protocol import Answer, Failure, Question
from nova_policy.engines.server.address import read_address
from nova_policy.engines.server.client import OpaServer
from nova_policy.engines.server.engine import OpaEngine
from nova_policy.engines.server.local import LocalServer, local_server
from nova_policy.engines.server.served import ServedBundle
from nova_policy.engines.server.settings import ServerSettings
from nova_policy.errors import RevisionChangedError, ToolError
from nova_policy.model import Denial
from nova_policy.tools.find import find_tool
from tests.played_opa import account
from tests.scripted_server import Reply, Script, Scripted, opa_reply, scripted
from tests.standing_still import stand_still

ENTRY = {name: (Path(__file__).parents[3] / "policies" / name).read_bytes() for name in ("main.rego", "batch.rego")}
POLICIES = {
    "named": 'deny contains {"msg": sprintf("%s %d", [input.name, data.lib.parameters.size]), "path": ["name"]}',
    "numeric": 'deny contains {"msg": "big", "path": []} if to_number(input.name) > 1',
    "endless": """deny contains {"msg": "never", "path": []} if {
    some a in numbers.range(1, 100000)
    some b in numbers.range(1, 100000)
    a * b == input.never
}""",
}


@pytest.fixture(scope="module")
def opa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """Return a real OPA with three small policies."""
    rego = {f"a/{name}.rego": f"package nova.a.{name}\n\n{rule}\n".encode() for name, rule in POLICIES.items()}
    parameters = b"package lib.parameters\n\nsize := 1\n"
    manifest = json.dumps({"revision": "r1", "roots": ["batch", "main", "lib", "nova"], "rego_version": 1}).encode()
    members = {**ENTRY, "parameters.rego": parameters, ".manifest": manifest, **rego}
    bundle = tmp_path_factory.mktemp("bundle") / "small.tar.gz"
    bundle.write_bytes(pack(members))
    with local_server(find_tool("opa").command, bundle) as server:
        yield server


@contextmanager
def engine(url: str, name: str = "nova", *, timeout: float = 60) -> Iterator[OpaEngine]:
    with closing(OpaServer(ServerSettings(read_address(url), timeout=timeout))) as server:
        yield OpaEngine(server, ServedBundle(name, Contents("r1", {})))


@contextmanager
def asking(opa: LocalServer, *, timeout: float = 60) -> Iterator[OpaEngine]:
    with closing(OpaServer(ServerSettings(opa.address))) as server:
        (name,) = server.ask("system.bundles", {}).value
    with engine(str(opa.address), name, timeout=timeout) as found:
        yield found


def ask(count: int, *policies: str) -> list[Question]:
    return [Question(str(index), policies, {"name": f"n{index}"}) for index in range(count)]


def test_denials_come_with_their_document_and_an_account(opa: LocalServer) -> None:
    with asking(opa) as server:
        answer = server.evaluate(ask(2, "a/named", "a/missing"), {"size": 7})
    denials = {str(index): (Denial("a/named", f"n{index} 7", ("name",)),) for index in range(2)}
    assert answer == Answer(denials, {"0": frozenset({"a/named"}), "1": frozenset({"a/named"})})


def test_many_batches_are_answered_whole_each_by_its_own(opa: LocalServer) -> None:
    questions = [Question(str(index), ("a/named",), {"name": f"{index:06}" * 20_000}) for index in range(40)]
    with asking(opa) as server:
        answer = server.evaluate(questions, {})
    assert answer.judged == {question.id: frozenset({"a/named"}) for question in questions}
    said = {key: [denial.message[:6] for denial in denials] for key, denials in answer.denials.items()}
    assert said == {str(index): [f"{index:06}"] for index in range(40)}


def test_names_that_are_no_utf8_are_judged_as_by_every_engine(opa: LocalServer) -> None:
    with asking(opa) as server:
        answer = server.evaluate([Question("0", ("a/named",), {"name": os.fsdecode(b"\xff")})], {})
    assert answer.denials["0"] == (Denial("a/named", "? 1", ("name",)),)


def test_a_builtin_that_fails_is_named_and_the_others_are_judged(opa: LocalServer) -> None:
    with asking(opa) as server:
        answer = server.evaluate([Question("0", ("a/named", "a/numeric"), {"name": "hunter2"})], {})
    assert answer.judged == {"0": frozenset({"a/named"})}
    assert answer.failed == {"0": {"a/numeric": Failure("NOVA-E01", "builtin to_number failed at a/numeric.rego:3")}}


def test_a_policy_without_end_is_named_and_the_others_are_judged(opa: LocalServer) -> None:
    with asking(opa, timeout=1) as server:
        questions = [Question(key, ("a/endless", "a/named"), {"name": key, "never": -1}) for key in ("0", "1")]
        answer = server.evaluate(questions, {})
    assert answer.judged == {"0": frozenset({"a/named"}), "1": frozenset({"a/named"})}
    endless = {"a/endless": Failure("NOVA-E07", "not done after 1 s")}
    assert answer.failed == {"0": endless, "1": endless}


def test_a_server_that_stands_still_is_no_slow_policy(tmp_path: Path) -> None:
    bundle = tmp_path / "empty.tar.gz"
    bundle.write_bytes(pack({".manifest": b'{"revision": "r1", "roots": ["batch", "main"]}', **ENTRY}))
    with local_server(find_tool("opa").command, bundle) as opa, asking(opa, timeout=0.5) as server:
        stand_still(opa.program.pid)
        with pytest.raises(ToolError, match=r"no answer within 0\.5 s") as caught:
            server.evaluate(ask(1, "a/named"), {})
    assert caught.value.code == "NOVA-S02"


def evaluated(script: Script, questions: Sequence[Question]) -> tuple[Answer | Exception, Scripted]:
    with scripted(script) as server, engine(server.url) as opa:
        try:
            return opa.evaluate(questions, {}), server
        except (RevisionChangedError, ToolError) as error:
            return error, server


def test_two_revisions_in_one_run_are_no_answer() -> None:
    revisions = iter(["r1", "r2"])
    big = [Question(str(index), ("a/b",), {"x": "x" * 600_000}) for index in range(2)]
    error, _ = evaluated(lambda asked: opa_reply(account(asked), revision=next(revisions)), big)
    assert isinstance(error, RevisionChangedError)
    assert "bundle nova changed during the run" in str(error)


def test_what_a_server_leaves_out_is_not_judged() -> None:
    answer, _ = evaluated(lambda asked: opa_reply(account(asked)[1:]), ask(3, "a/b"))
    assert answer == Answer({}, {"1": frozenset({"a/b"}), "2": frozenset({"a/b"})})


@pytest.mark.parametrize(
    "result",
    [
        1,
        {"a": 1},
        ["a"],
        [None],
        [{"msg": "judged", "document": "0", "judged": 1}],
        [{"msg": "x", "path": [], "document": "0", "policy": "b/unknown"}],
        [{"msg": "x", "path": [], "document": "9", "policy": "a/b"}],
    ],
)
def test_a_decision_of_another_shape_is_refused(result: Any) -> None:
    error, _ = evaluated(lambda _asked: opa_reply(result), ask(1, "a/b"))
    assert isinstance(error, ToolError)
    assert (error.code, error.exit_code) == ("NOVA-S05", 6)


def test_who_fails_once_is_not_asked_all_the_rest() -> None:
    big = [Question(str(index), ("a/b",), {"x": "x" * 600_000}) for index in range(30)]
    error, server = evaluated(lambda _asked: Reply(b"", 400), big)
    assert isinstance(error, ToolError)
    assert len(server.asked) < len(big)
