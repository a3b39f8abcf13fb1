"""The WebAssembly engine on small policies of its own, compiled by the real opa."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nova_policy.bundle.archive import unpack
from nova_policy.bundle.opa import Opa
from nova_policy.engines.batches import batches
from nova_policy.engines.protocol import EvaluationStoppedError, Failure, Question, envelope, read_answer
from nova_policy.engines.wasm import WasmEngine
from nova_policy.engines.wasm_module import WasmModule
from nova_policy.errors import UsageError
from nova_policy.model import Denial
from nova_policy.tools.find import find_tool

BATCH = Path(__file__).parents[2] / "policies" / "batch.rego"
NAMED = """
package nova.a.named
import data.lib.parameters
deny contains {"msg": sprintf("%s %d", [input.name, parameters.size]), "path": ["name"]} if input.name
"""
ENDLESS = """
package nova.a.endless
deny contains {"msg": "never", "path": []} if {
    some a in numbers.range(1, 100000)
    some b in numbers.range(1, 100000)
    a * b == input.never
}
"""
ODD_MESSAGE = """
package nova.a.odd
deny contains {"msg": 1, "path": []} if input.name
"""
ODD_FORMAT = """
package nova.a.format
deny contains {"msg": sprintf("%x", [input.name]), "path": []} if input.name
"""
PARAMETERS = "package lib.parameters\nsize := 1\n"


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[..., bytes]:
    def compile_policies(*sources: str) -> bytes:
        folder = tmp_path / "policies"
        (folder / "a").mkdir(parents=True)
        (folder / "batch.rego").write_bytes(BATCH.read_bytes())
        (folder / "parameters.rego").write_text(PARAMETERS)
        for index, source in enumerate(sources):
            (folder / "a" / f"{index}.rego").write_text(source)
        Opa(find_tool("opa").command).compile_wasm([folder], tmp_path / "bundle.tar.gz")
        return unpack((tmp_path / "bundle.tar.gz").read_bytes())["policy.wasm"]

    return compile_policies


def ask(count: int, *policies: str) -> list[Question]:
    return [Question(str(index), policies, {"name": f"n{index}"}) for index in range(count)]


def test_denials_come_with_their_document_and_an_account(compiled: Callable[..., bytes]) -> None:
    answer = WasmEngine(compiled(NAMED)).evaluate(ask(2, "a/named", "a/missing"), {"size": 7})
    assert answer.denials == {
        "0": (Denial("a/named", "n0 7", ("name",)),),
        "1": (Denial("a/named", "n1 7", ("name",)),),
    }
    assert answer.judged == {"0": {"a/named"}, "1": {"a/named"}}


def test_an_endless_policy_is_left_out_of_the_account_and_the_others_are_judged(compiled: Callable[..., bytes]) -> None:
    engine = WasmEngine(compiled(NAMED, ENDLESS), fuel=10_000_000)
    answer = engine.evaluate(ask(3, "a/endless", "a/named"), {})
    assert answer.judged == {str(index): {"a/named"} for index in range(3)}
    assert sorted(answer.denials) == ["0", "1", "2"]
    used_up = Failure("NOVA-E07", "the time allowance is used up")
    assert answer.failed == {str(index): {"a/endless": used_up} for index in range(3)}


def test_memory_is_limited_and_what_exceeds_it_is_not_judged(compiled: Callable[..., bytes]) -> None:
    engine = WasmEngine(compiled(NAMED), memory_bytes=2 * 1024 * 1024)
    big = Question("big", ("a/named",), {"name": "x", "pad": ["y" * 1000] * 4000})
    answer = engine.evaluate([*ask(1, "a/named"), big], {})
    assert answer.judged == {"0": {"a/named"}}
    assert list(answer.failed) == ["big"]


def test_a_form_of_sprintf_that_is_not_matched_is_not_judged(compiled: Callable[..., bytes]) -> None:
    answer = WasmEngine(compiled(ODD_FORMAT, NAMED)).evaluate(ask(1, "a/format", "a/named"), {})
    assert answer.judged == {"0": {"a/named"}}
    refused = Failure("NOVA-E11", "sprintf does not support '%x' here; use %s, %d, %q or %v")
    assert answer.failed == {"0": {"a/format": refused}}


def test_a_message_that_is_no_string_is_no_verdict_and_the_others_are_judged(compiled: Callable[..., bytes]) -> None:
    answer = WasmEngine(compiled(ODD_MESSAGE, NAMED)).evaluate(ask(1, "a/odd", "a/named"), {})
    assert answer.judged == {"0": {"a/named"}}
    assert answer.failed["0"]["a/odd"].code == "NOVA-E14"


def test_the_native_code_is_cached_and_gives_the_same_answer(compiled: Callable[..., bytes], tmp_path: Path) -> None:
    module, cache = compiled(NAMED), tmp_path / "cache"
    first = WasmEngine(module, cache).evaluate(ask(1, "a/named"), {})
    (entry,) = cache.iterdir()
    assert entry.stat().st_mode & 0o077 == 0
    assert WasmEngine(module, cache).evaluate(ask(1, "a/named"), {}) == first


@pytest.mark.parametrize("damage", [b"", b"garbage"])
def test_a_damaged_cache_entry_is_replaced(compiled: Callable[..., bytes], tmp_path: Path, damage: bytes) -> None:
    module, cache = compiled(NAMED), tmp_path / "cache"
    WasmEngine(module, cache)
    (entry,) = cache.iterdir()
    entry.write_bytes(damage)
    assert WasmEngine(module, cache).evaluate(ask(1, "a/named"), {}).judged == {"0": {"a/named"}}


def test_a_cache_that_others_can_write_is_not_used(compiled: Callable[..., bytes], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    WasmEngine(compiled(NAMED), cache)
    assert list(cache.iterdir()) == []


def test_a_builtin_that_no_engine_here_has_is_refused_by_name(compiled: Callable[..., bytes], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "main.rego").write_text(
        'package main\ndeny contains x if x := http.send({"url": input.u, "method": "get"})\n'
    )
    command = find_tool("opa").command
    Opa(command).run("build", "-t", "wasm", "-e", "main/deny", "-o", str(tmp_path / "b.tar.gz"), str(folder))
    module = unpack((tmp_path / "b.tar.gz").read_bytes())["policy.wasm"]
    with pytest.raises(UsageError, match=r"^the policy module needs builtins that are not allowed: http\.send$"):
        WasmModule(module, None, memory_bytes=2**24)


def test_a_forbidden_builtin_does_not_compile(compiled: Callable[..., bytes]) -> None:
    with pytest.raises(UsageError, match=r"http\.send"):
        compiled('package nova.a.x\ndeny contains x if x := http.send({"url": input.u, "method": "get"})\n')


def test_batches_keep_order_and_split_by_size() -> None:
    questions = ask(10, "a/named")
    parts = list(batches(questions, 50))
    assert len(parts) > 1
    assert [question for part in parts for question in part] == questions


def test_questions_of_several_batches_are_all_answered_whoever_judges_them(compiled: Callable[..., bytes]) -> None:
    pad = "y" * 300_000
    questions = [Question(str(index), ("a/named",), {"name": f"n{index}", "pad": pad}) for index in range(7)]
    answer = WasmEngine(compiled(NAMED)).evaluate(questions, {})
    assert {key: [denial.message for denial in found] for key, found in answer.denials.items()} == {
        str(index): [f"n{index} 1"] for index in range(7)
    }
    assert answer.judged == {str(index): {"a/named"} for index in range(7)}


def test_a_twin_keeps_answering_after_the_other_was_stopped(compiled: Callable[..., bytes]) -> None:
    module = WasmModule(compiled(NAMED), None, memory_bytes=1 << 30)
    twin = module.twin()
    asked = envelope(ask(1, "a/named"), {})
    with pytest.raises(EvaluationStoppedError):
        module.evaluate(asked, 10)
    assert read_answer(twin.evaluate(asked, 10_000_000)).judged == {"0": {"a/named"}}
