"""`nova-policy report` and `history`, as their users run them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nova_policy.assess.report import Report
from nova_policy.report.formats import FORMATS, Context
from tests.cli.test_test_command import nova
from tests.report.sample import HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile

PLAIN = Context(lambda _path: [])


def save(path: Path, report: Report) -> str:
    content = FORMATS["json"](report, PLAIN)
    assert isinstance(content, str)
    path.write_text(content)
    return str(path)


@pytest.fixture
def saved(tmp_path: Path) -> str:
    return save(tmp_path / "result.json", SAMPLE)


@pytest.mark.parametrize("name", FORMATS)
def test_a_saved_result_is_shown_as_the_run_would_have_shown_it(saved: str, name: str) -> None:
    completed = nova("report", saved, "--format", name)
    expected = FORMATS[name](SAMPLE, PLAIN)
    assert (completed.returncode, completed.stderr) == (0, b"")
    assert completed.stdout == (expected if isinstance(expected, bytes) else expected.encode())


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_names_survive_the_trip_through_json(tmp_path: Path, text: str) -> None:
    completed = nova("report", save(tmp_path / "result.json", hostile(text)), "--format", "json")
    assert completed.stdout.decode() == FORMATS["json"](hostile(text), PLAIN)
    assert completed.returncode == 4


def test_findings_fail_only_when_asked_and_an_incomplete_run_always(tmp_path: Path, saved: str) -> None:
    assert nova("report", saved, "--fail-on", "blocker").returncode == 1
    fewer = save(tmp_path / "fewer.json", replace(SAMPLE, findings=SAMPLE.findings[:1]))
    assert nova("report", fewer, "--fail-on", "medium").returncode == 0
    assert nova("report", save(tmp_path / "incomplete.json", INCOMPLETE)).returncode == 6


def test_it_reads_stdin_and_writes_several_files(tmp_path: Path, saved: str) -> None:
    text, page = tmp_path / "a.md", tmp_path / "a.html"
    completed = nova(
        "report", saved, "--format", "markdown", "--output", str(text), "--format", "html", "--output", str(page)
    )
    assert (completed.returncode, completed.stdout) == (0, b"")
    assert text.read_text() == FORMATS["markdown"](SAMPLE, PLAIN)
    assert page.read_text().startswith("<!doctype html>")


def test_two_results_are_compared(tmp_path: Path, saved: str) -> None:
    new = finding("kubernetes/ingress_tls", "new.yaml", 1, 'Ingress "new" serves its hosts without TLS')
    later = save(tmp_path / "later.json", replace(SAMPLE, findings=(*SAMPLE.findings[1:], new)))
    completed = nova("report", saved, later)
    assert completed.returncode == 0
    assert b"1 finding appeared\n+ new.yaml:1:3  blocker" in completed.stdout
    assert b"1 finding disappeared\n- .github/workflows/ci.yml:3:3" in completed.stdout
    assert nova("report", saved, later, "--fail-on", "high").returncode == 1
    assert nova("report", later, saved, "--fail-on", "high").returncode == 0
    value = json.loads(nova("report", saved, later, "--format", "json").stdout)
    assert [item["fingerprint"] for item in value["appeared"]] == [new.fingerprint]
    assert nova("report", saved, later, "--format", "markdown").stdout.startswith(b"<!-- nova-policy-comparison -->")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope.json"], "nope.json: cannot be read: No such file or directory"),
        (["{saved}", "{saved}", "{saved}"], "more than two results"),
        (
            ["{saved}", "{saved}", "--format", "sarif"],
            "--format sarif shows one result; two are compared as text, json",
        ),
        (["{saved}", "--format", "json", "--output", "/"], "is a folder"),
        (["{saved}", "--format", "text", "--output", "a", "--format", "json", "--output", "a"], "to one file"),
    ],
)
def test_wrong_usage_is_one_line_and_exits_2(saved: str, tmp_path: Path, arguments: list[str], message: str) -> None:
    completed = nova("report", *(part.replace("{saved}", saved) for part in arguments), cwd=tmp_path)
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert message in completed.stderr.decode()
    assert completed.stderr.count(b"\n") == 1


def _without_policies(value: Any) -> None:
    value["policies"] = []


def _line_zero(value: Any) -> None:
    value["findings"][0]["location"]["line"] = 0


def _unknown_recommendation(value: Any) -> None:
    value["roadmap"][0]["open"] = ["P9-9"]


def _other_version(value: Any) -> None:
    value["schema_version"] = 2


@pytest.mark.parametrize("spoil", [_without_policies, _line_zero, _unknown_recommendation, _other_version])
def test_what_is_no_result_is_refused_in_one_line(tmp_path: Path, saved: str, spoil: Any) -> None:
    value = json.loads(Path(saved).read_text())
    spoil(value)
    (tmp_path / "spoilt.json").write_text(json.dumps(value))
    completed = nova("report", str(tmp_path / "spoilt.json"))
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert completed.stderr.startswith(b"nova: error NOVA-R01: ")
    assert completed.stderr.count(b"\n") == 1


def test_a_history_grows_by_runs_and_is_shown_with_lines(tmp_path: Path, saved: str) -> None:
    assert nova("history", "show", cwd=tmp_path).returncode == 2
    later = save(tmp_path / "later.json", replace(SAMPLE, findings=()))
    for result, label, day in ((later, "b", "2025-11-17"), (saved, "a", "2025-11-10"), (later, "b", "2025-11-18")):
        assert nova("history", "add", result, "--label", label, "--date", day, cwd=tmp_path).returncode == 0
    shown = nova("history", "show", cwd=tmp_path).stdout.decode()
    assert shown.splitlines()[1:3] == [
        "2025-11-10   45.0      4        1     1       0    1  a",
        "2025-11-18   45.0      4        0     0       0    0  b",
    ]
    assert "open findings   3 to 0          █▁" in shown


def test_a_history_that_cannot_be_written_exits_6_in_one_line(tmp_path: Path, saved: str) -> None:
    completed = nova("history", "add", saved, "--label", "a", "--file", "missing/history.jsonl", cwd=tmp_path)
    assert (completed.returncode, completed.stdout) == (6, b"")
    expected = b"nova: error NOVA-O09: missing/history.jsonl: cannot be written: No such file or directory\n"
    assert completed.stderr == expected


def test_a_history_goes_into_the_page(tmp_path: Path, saved: str) -> None:
    for label, day in (("a", "2025-11-10"), ("b", "2025-11-17")):
        nova("history", "add", saved, "--label", label, "--date", day, cwd=tmp_path)
    page = nova("report", saved, "--history", "nova-policy-history.jsonl", "--format", "html", cwd=tmp_path).stdout
    assert page.count(b"<polyline") > nova("report", saved, "--format", "html").stdout.count(b"<polyline")
