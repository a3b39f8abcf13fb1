from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_policy.collect.load_scripts import read_script, seconds
from nova_policy.collect.load_tests import collect_load_tests
from nova_policy.collect.workflows import collect_pipelines
from tests.collect.file_trees import contents_of, files_of, line_of

K6 = """\
import http from 'k6/http';
import { check } from "k6";
// vus: 9999, http.post(x, {a: 1})
export const options = {
  stages: [{ duration: '1m30s', target: 50 }, { duration: '5m', target: 200 }],
  thresholds: { http_req_duration: ['p(95)<500'], 'http_req_failed{a:b}': ['rate<0.01'] },
};
const BASE = 'https://api.example.com/graphql';
export default function () {
  const r = http.post(`${BASE}/users`, JSON.stringify({ query: '{ a }' }), { headers: {} });
  check(r, { ok: (x) => x.status === 200 });
}
"""

JMETER = """\
<jmeterTestPlan>
<intProp name="ThreadGroup.num_threads">20</intProp>
<stringProp name="ThreadGroup.duration">300</stringProp>
</jmeterTestPlan>
"""
ARTILLERY = """\
config:
  target: https://x.example
  phases:
  - {duration: 60, arrivalRate: 5}
  - {duration: 2m, rampTo: 9}
  ensure: {thresholds: [{http.p95: 500}]}
scenarios: []
"""


def facts_of(tree: Mapping[str, str]) -> list[Any]:
    files = files_of(tree)
    return [contents_of(item) for item in collect_load_tests(files, collect_pipelines(files).documents).documents]


def test_a_k6_script_is_described() -> None:
    (fact,) = facts_of({"tests/load/a.js": K6})
    assert (fact["tool"], fact["vus"], fact["duration_seconds"], fact["stages"], fact["checks"]) == (
        "k6",
        200,
        390,
        2,
        1,
    )
    assert [(item["name"], line_of(item)) for item in fact["thresholds"]] == [
        ("http_req_duration", 6),
        ("http_req_failed{a:b}", 6),
    ]
    assert [(item["host"], item["path"], line_of(item)) for item in fact["targets"]] == [
        ("api.example.com", "/graphql", 8),
        (None, "/users", 10),
    ]
    assert (fact["posts_json"], fact["scenarios"], fact["run_by"]) == (True, ["concurrency"], [])


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("http.get(url)", None),
        ("http.post(url)", None),
        ("http.post(url, JSON.stringify(x))", True),
        ("http.post(url, {query: 'x, y'})", False),
        ("const body = { a: 1 };\nhttp.post(url, body, {headers})", False),
        ("const body = JSON.stringify({ a: 1 });\nhttp.post(url, body)", True),
        ("http.post(url, someFunction())", True),
    ],
)
def test_an_object_that_is_no_json_is_told(call: str, expected: bool | None) -> None:
    assert read_script("a.js", f"import http from 'k6/http';\n{call}\n", "k6").posts_json is expected


@pytest.mark.parametrize(
    ("path", "text", "tool"),
    [
        (
            "locustfile.py",
            "from locust import HttpUser\nclass U(HttpUser):\n    def t(self): self.client.get('/a')\n",
            "locust",
        ),
        (
            "load.yml",
            "config:\n  target: https://x.example\n  phases: [{duration: 60, arrivalRate: 5}]\nscenarios: []\n",
            "artillery",
        ),
        ("attack.sh", "echo GET https://x.example/a | vegeta attack -rate=50 -duration=5m | vegeta report\n", "vegeta"),
        ("Load.scala", "class Load extends Simulation { setUp(s.inject(rampUsers(10).during(5))) }\n", "gatling"),
        (
            "plan.jmx",
            JMETER,
            "jmeter",
        ),
        ("ws.ts", "import ws from 'k6/ws';\nexport const options = { vus: 5, duration: '10m' };\n", "k6"),
    ],
)
def test_other_tools_are_known(path: str, text: str, tool: str) -> None:
    (fact,) = facts_of({path: text})
    assert fact["tool"] == tool


def test_what_the_environment_may_say_has_a_default() -> None:
    text = """\
import http from 'k6/http'
const URL = __ENV.TARGET || 'http://shop:8080'
export const options = { scenarios: { load: {
  vus: parseInt(__ENV.USERS || '10'),
  duration: __ENV.DURATION || '30m',
} } }
"""
    profile = read_script("load.js", text, "k6")
    assert (profile.vus, profile.duration_seconds) == (10, 1800)
    assert [(path, at.line, at.column) for _, path, at in profile.targets] == [("/", 2, 30)]


def test_figures_of_other_tools() -> None:
    (fact,) = facts_of({"load.yml": ARTILLERY})
    assert (fact["vus"], fact["duration_seconds"], fact["stages"]) == (9, 180, 2)
    assert [item["name"] for item in fact["thresholds"]] == ["http.p95"]
    (fact,) = facts_of({"a.sh": "vegeta attack -rate=50 -duration=5m -targets=t\n"})
    assert (fact["vus"], fact["duration_seconds"]) == (50, 300)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tests/performance_benchmark_test.rs", "use k6; // k6/http"),
        ("a.js", "// from 'k6-like'\nimport x from 'k6-reporter';"),
        ("a.py", "# import locust\n"),
        ("a.sh", "# vegeta attack\n"),
        ("scenarios.yml", "scenarios: []\n"),
        ("k6.md", "import http from 'k6/http'"),
    ],
)
def test_what_only_mentions_a_tool_is_no_load_test(path: str, text: str) -> None:
    assert facts_of({path: text}) == []


@pytest.mark.parametrize(
    ("step", "runs"),
    [
        ("run: k6 run tests/load/a.js", True),
        ("run: k6 run ./tests/load/a.js --out json", True),
        ("run: docker run --rm -i grafana/k6 run /src/tests/load/a.js", True),
        ("{run: k6 run load/a.js, working-directory: tests}", True),
        ("{uses: grafana/k6-action@v0, with: {filename: tests/load/a.js}}", True),
        ("{run: k6 run tests/load/a.js, if: false}", False),
        ("run: k6 run tests/load/other.js", False),
        ("run: cat tests/load/a.js", False),
    ],
)
def test_pipelines_that_start_a_script_are_named(step: str, runs: bool) -> None:
    step = step if step.startswith("{") else "{" + step + "}"
    workflow = f"on: push\njobs:\n  a:\n    steps:\n    - {step}\n"
    (fact,) = facts_of({"tests/load/a.js": K6, ".github/workflows/load.yml": workflow})
    assert [(item["pipeline"], line_of(item)) for item in fact["run_by"]] == (
        [(".github/workflows/load.yml", 5)] if runs else []
    )


def test_durations() -> None:
    assert [seconds(text) for text in ("30s", "1m30s", "2h", "500ms", "x")] == [30, 90, 7200, 0.5, None]


@given(st.text(alphabet="stages:[]{}()'\"`/*, \nhtp.o0$5mvu", max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for tool in ("k6", "locust", "vegeta"):
        read_script("x", text, tool)
