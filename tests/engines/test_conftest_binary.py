"""The conftest engine: played by scripts that crash, hang, flood and lie, and the real one on policies that fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nova_policy.engines.conftest_binary import ConftestEngine
from nova_policy.engines.protocol import Answer, Failure, Question
from nova_policy.errors import ToolError, UsageError
from nova_policy.model import Denial
from nova_policy.tools.find import find_tool

Shim = Callable[..., ConftestEngine]
POLICIES = Path(__file__).parents[2] / "policies"
ENTRIES = {name: (POLICIES / name).read_bytes() for name in ("main.rego", "batch.rego")}
NAMED = b"""
package nova.a.named
deny contains {"msg": input.name, "path": ["name"]} if input.name
"""
ENDLESS = b"""
package nova.a.endless
deny contains {"msg": "never", "path": []} if {
    some a in numbers.range(1, 100000)
    some b in numbers.range(1, 100000)
    a * b < 0
}
"""
FAILING = b"""
package nova.a.failing

deny contains {"msg": "never", "path": []} if to_number(input.name) > 3
"""
JUDGED = {"msg": "judged", "metadata": {"document": "0", "judged": ["a/named"]}}


@pytest.fixture
def shim(tmp_path: Path) -> Shim:
    """Return a function that makes an engine of a shell script; it is given conftest's arguments."""

    def write(body: str, timeout: float = 60) -> ConftestEngine:
        path = tmp_path / "conftest"
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return ConftestEngine((str(path),), ENTRIES, timeout=timeout)

    return write


def real(timeout: float = 60, **policies: bytes) -> ConftestEngine:
    parameters = {"lib/parameters.rego": b"package lib.parameters\nsize := 1\n"}
    rego = {**ENTRIES, **parameters, **{f"a/{name}.rego": text for name, text in policies.items()}}
    return ConftestEngine(find_tool("conftest").command, rego, timeout=timeout)


def ask(*policies: str, count: int = 1) -> list[Question]:
    return [Question(str(number), policies, {"name": f"n{number}"}) for number in range(count)]


def printed(*results: object) -> str:
    return f"cat <<'END'\n{json.dumps([{'filename': 'batch.json', 'failures': results}])}\nEND\n"


def test_findings_are_told_from_errors_by_what_is_printed_and_not_by_the_code(shim: Shim) -> None:
    denial = {"msg": "n0", "metadata": {"document": "0", "policy": "a/named", "path": ["name"]}}
    expected = Answer({"0": (Denial("a/named", "n0", ("name",)),)}, {"0": frozenset({"a/named"})})
    for code in (0, 1):
        assert shim(printed(denial, JUDGED) + f"exit {code}").evaluate(ask("a/named"), {}) == expected


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("exit 0", "no result"),
        ("exit 1", "no result"),
        ("echo '[]'", "no result"),
        ("echo null", "no result"),
        ("echo '{\"failures\": []}'", "no result"),
        ("echo '[{\"failures\": [{}]}]'", "no result"),
        ("printf '[{\"failures\": ['", "no result"),
        ("echo 'Error: running test: load: unexpected' >&2; exit 1", "Error: running test: load: unexpected"),
        ("kill -SEGV $$", "no result"),
        ("echo 'Conftest: dev'", "no result"),
    ],
)
def test_what_is_no_answer_is_an_error_and_no_pass(shim: Shim, body: str, says: str) -> None:
    with pytest.raises(ToolError, match=f"^conftest gave no result: {says}$") as caught:
        shim(body).evaluate(ask("a/named"), {})
    assert (caught.value.code, caught.value.exit_code) == ("NOVA-B07", 4)


def test_a_dropped_account_is_missing_from_the_answer(shim: Shim) -> None:
    assert shim(printed(JUDGED)).evaluate(ask("a/named", count=2), {}).judged == {"0": {"a/named"}}
    assert shim(printed(JUDGED)).evaluate(ask("a/named", "a/other"), {}).judged == {"0": {"a/named"}}
    assert shim("echo '[{\"successes\": 1}]'").evaluate(ask("a/named"), {}) == Answer({}, {})


@pytest.mark.parametrize(
    ("body", "timeout", "says"),
    [
        ("sleep 999", 0.5, "conftest gave no answer within 0.5 s and was ended"),
        ("exec yes", 60, f"conftest wrote more than {64 * 1024 * 1024} bytes and was ended"),
    ],
)
def test_hanging_and_flooding_leave_all_without_a_verdict(shim: Shim, body: str, timeout: float, says: str) -> None:
    answer = shim(body, timeout).evaluate(ask("a/named"), {})
    assert answer == Answer({}, {}, {"0": {"a/named": Failure("NOVA-E07", says)}})


def test_it_sees_no_variable_of_ours_and_no_configuration(shim: Shim, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_TOKEN", "CONFTEST_POLICY", "OPA_X", "KUSTOMIZE_X", "GIT_DIR"):
        monkeypatch.setenv(name, "canary")
    with pytest.raises(ToolError) as caught:
        shim("(env; ls -A) | grep -v '^PWD=\\|^SHLVL=\\|^_=' | cut -d= -f1 | sort | tr '\\n' ' ' >&2").evaluate(
            ask("a/named"), {}
        )
    assert str(caught.value) == "conftest gave no result: HOME LANG PATH TMPDIR TZ"


def test_an_endless_policy_is_named_and_the_others_are_judged() -> None:
    answer = real(5, named=NAMED, endless=ENDLESS).evaluate(ask("a/endless", "a/named", count=3), {})
    out_of_time = Failure("NOVA-E07", "conftest gave no answer within 5 s and was ended")
    assert answer.judged == {str(number): {"a/named"} for number in range(3)}
    assert answer.failed == {str(number): {"a/endless": out_of_time} for number in range(3)}
    assert answer.denials == {str(number): (Denial("a/named", f"n{number}", ("name",)),) for number in range(3)}


def test_a_failing_builtin_is_named_with_its_place_and_without_the_value() -> None:
    questions = [*ask("a/failing", "a/named"), Question("good", ("a/failing",), {"name": "1"})]
    answer = real(named=NAMED, failing=FAILING).evaluate(questions, {})
    assert answer.judged == {"0": {"a/named"}, "good": {"a/failing"}}
    assert answer.failed == {"0": {"a/failing": Failure("NOVA-E01", "builtin to_number failed at a/failing.rego:4")}}


@pytest.mark.parametrize(
    "call",
    [
        'http.send({"url": "http://127.0.0.1:9", "method": "get"})',
        "opa.runtime()",
        'net.lookup_ip_addr("localhost")',
        'rand.intn("x", 3)',
        'uuid.rfc4122("x")',
        "time.now_ns()",
    ],
)
def test_a_forbidden_builtin_is_refused_by_name(call: str) -> None:
    name = call.partition("(")[0]
    with pytest.raises(UsageError, match=f"^the policies need builtins that are not allowed: {name}$"):
        real(reaching=f"package nova.a.reaching\ndeny contains x if x := {call}\n".encode()).evaluate(
            ask("a/reaching"), {}
        )
