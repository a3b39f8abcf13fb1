"""The delivered bundle in the hands of conftest and OPA themselves, as docs/bundle-elsewhere.md tells."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from nova_policy.bundle.archive import BUNDLE_NAME, unpack
from nova_policy.bundle.load import delivered_folder, load_bundle
from nova_policy.engines.judge import questions_for
from nova_policy.engines.program import write_files
from nova_policy.engines.protocol import Question
from nova_policy.engines.server.local import local_server
from nova_policy.engines.wasm import WasmEngine
from nova_policy.model import Document, InputKind
from nova_policy.process import Completed, run
from nova_policy.tools.find import find_tool
from tests.cases_support import all_cases

PACKED = delivered_folder() / BUNDLE_NAME
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
  - host: web.example.com
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: web:1
"""
SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  selector: {app: web}\n"
WORKFLOW = """\
on: push
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
    - uses: actions/checkout@v4
"""
Found = tuple[str, str, list[str | int]]
NO_TLS: Found = ("kubernetes/ingress_tls", 'Ingress "web" serves its hosts without TLS', ["spec", "tls"])
FILES: Mapping[str, tuple[str, list[Found]]] = {
    "ingress.yaml": (INGRESS, [NO_TLS]),
    "two.yaml": (
        f"{DEPLOYMENT}---\n{SERVICE}",
        [
            (
                "kubernetes/dedicated_service_account",
                'Deployment "web" runs as the default service account with its token',
                ["spec", "template", "spec", "serviceAccountName"],
            ),
            (
                "kubernetes/non_root",
                'Deployment "web" lets containers run as root: web',
                ["spec", "template", "spec", "securityContext", "runAsNonRoot"],
            ),
            (
                "kubernetes/resource_limits",
                'Container "web" of "web" states no cpu request, memory limit, memory request',
                ["spec", "template", "spec", "containers", 0, "resources"],
            ),
            (
                "kubernetes/restricted_privileges",
                'Container "web" of Deployment "web" lacks allowPrivilegeEscalation: false',
                ["spec", "template", "spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"],
            ),
        ],
    ),
    ".github/workflows/ci.yml": (
        WORKFLOW,
        [
            ("workflow/job_timeout", 'Job "build" has no time limit of its own', ["jobs", "build", "timeout-minutes"]),
            ("workflow/least_permissions", "The workflow gives all jobs write access to everything", ["permissions"]),
            (
                "workflow/pinned_actions",
                "Action actions/checkout@v4 is not pinned to a commit",
                ["jobs", "build", "steps", 0, "uses"],
            ),
        ],
    ),
    "Dockerfile": (
        "FROM rust:1.88\nRUN cargo build --release\nUSER 1000\n",
        [("dockerfile/pinned_base", 'Base image "rust:1.88" has no digest', [0])],
    ),
    "Cargo.toml": ('[package]\nname = "web"\nversion = "0.1.0"\n', []),
}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere") / "bundle"
    write_files(folder, unpack(PACKED.read_bytes()))
    return folder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write_files(tmp_path, {name: text.encode() for name, (text, _) in FILES.items()})
    return tmp_path


def conftest(*arguments: str, cwd: Path) -> Completed:
    return run([*find_tool("conftest").command, "test", *arguments, "--no-color"], directory=cwd, timeout=300)


def denials(items: Sequence[Mapping[str, Any]]) -> list[Found]:
    """Return what conftest or OPA printed as (policy, message, path), sorted."""
    flat = [{**item, **item.get("metadata", {})} for item in items]
    return sorted((item["policy"], item["msg"], item["path"]) for item in flat)


@pytest.mark.parametrize("name", FILES)
def test_conftest_judges_a_file_as_it_stands(unpacked: Path, files: Path, name: str) -> None:
    expected = FILES[name][1]
    completed = conftest(name, "--policy", str(unpacked), "--output", "json", cwd=files)
    assert completed.stderr == b""
    results = json.loads(completed.stdout)
    assert {result["filename"] for result in results} == {name}
    assert denials([item for result in results for item in result.get("failures", ())]) == sorted(expected)
    assert [result["warnings"] for result in results if "warnings" in result] == []
    assert completed.returncode == int(bool(expected))


def test_conftest_judges_what_an_environment_lacks_in_a_combined_list(unpacked: Path, files: Path) -> None:
    options = ["--combine", "--policy", str(unpacked), "--output", "json"]
    (result,) = json.loads(conftest("ingress.yaml", "two.yaml", *options, cwd=files).stdout)
    assert denials(result["failures"]) == [
        (
            "environment/default_deny_network_policy",
            'Namespace "shop" has workloads and no NetworkPolicy that denies ingress by default',
            [1, "contents"],
        ),
        (
            "environment/log_shipping",
            'Nothing ships the logs of Deployment "web" and its environment',
            [1, "contents"],
        ),
        (
            "environment/zero_downtime",
            'Deployment "web" runs as one replica',
            [1, "contents", "spec", "replicas"],
        ),
    ]


def test_what_nothing_judges_is_a_warning(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {web: {}}\n")
    options = ["--policy", str(unpacked), "--output", "json"]
    completed = conftest("compose.yaml", *options, cwd=tmp_path)
    (result,) = json.loads(completed.stdout)
    assert [item["msg"] for item in result["warnings"]] == ["No policy judges a document of this shape"]
    assert completed.returncode == 0
    assert conftest("compose.yaml", *options, "--fail-on-warn", cwd=tmp_path).returncode == 1


def test_the_silences_of_conftest_are_as_the_page_says(unpacked: Path, files: Path) -> None:
    policy = ("--policy", str(unpacked))
    other = conftest("ingress.yaml", *policy, "--namespace", "nova", cwd=files)
    assert (other.returncode, other.stdout.strip()[:8]) == (0, b"0 tests,")
    packed = conftest("ingress.yaml", "--policy", str(PACKED), cwd=files)
    assert (packed.returncode, b"no policies found" in packed.stderr) == (1, True)
    (files / "hidden.yaml").write_text(f"{SERVICE}--- # a comment\n{INGRESS}")
    hidden = conftest("hidden.yaml", *policy, cwd=files)
    assert (hidden.returncode, b"0 failures" in hidden.stdout) == (0, True)


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "unpacked"])
def test_opa_eval_answers_for_a_raw_object(unpacked: Path, files: Path, *, packed: bool) -> None:
    (files / "ingress.yaml").write_text(INGRESS)
    bundle = PACKED if packed else unpacked
    options = ["--format", "json", "--bundle", str(bundle), "--input", str(files / "ingress.yaml")]
    completed = run([*find_tool("opa").command, "eval", *options, "data.main"])
    (result,) = json.loads(completed.stdout)["result"]
    value = result["expressions"][0]["value"]
    assert (denials(value["deny"]), value["warn"]) == ([NO_TLS], [])


def test_an_opa_server_answers_for_a_raw_object() -> None:
    manifest = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web"}}
    asked = json.dumps({"input": {**manifest, "spec": {"rules": [{"host": "web.example.com"}]}}}).encode()
    with local_server(find_tool("opa").command, PACKED) as server:
        request = urllib.request.Request(f"{server.address}/v1/data/main/deny", asked)
        with urllib.request.urlopen(request, timeout=60) as response:
            assert denials(json.load(response)["result"]) == [NO_TLS]


ROOMS = {
    InputKind.KUBERNETES: "kubernetes",
    InputKind.WORKFLOW: "workflow",
    InputKind.ACTION: "workflow",
    InputKind.DOCKERFILE: "dockerfile",
    InputKind.CARGO: "cargo",
}
KNOWN = (".yaml", ".yml", ".json", ".toml", "/Dockerfile")


def in_files() -> dict[str, list[Document]]:
    """Return the documents of all cases by the file they stand in, where conftest knows its name."""
    found: dict[str, list[Document]] = {}
    for case in all_cases():
        for document in case.collect().sources:
            path = f"{case.folder}/{document.path}"
            if document.kind in ROOMS and path.endswith(KNOWN):
                found.setdefault(path, []).append(document)
    return found


def test_every_file_of_the_cases_is_judged_raw_as_we_judge_it(unpacked: Path, tmp_path: Path) -> None:
    by_file, catalogue = in_files(), load_bundle().catalogue
    questions = {
        f"{path} {number}": Question(
            f"{path} {number}",
            tuple(
                name
                for name, policy in catalogue.policies.items()
                if policy.room == ROOMS[document.kind] and policy.applies_to(document)
            ),
            document.contents,
        )
        for path, documents in by_file.items()
        for number, document in enumerate(documents)
    }
    answer = WasmEngine(load_bundle().module).evaluate([q for q in questions.values() if q.policies], {})
    ours: dict[str, list[tuple[str, str]]] = {path: [] for path in by_file}
    for key, found in answer.denials.items():
        ours[key.rpartition(" ")[0]] += [(denial.policy, denial.message) for denial in found]
    completed = conftest("--policy", str(unpacked), "--output", "json", *by_file, cwd=tmp_path)
    theirs: dict[str, list[tuple[str, str]]] = {path: [] for path in by_file}
    for result in json.loads(completed.stdout):
        theirs[result["filename"]] += [item[:2] for item in denials(result.get("failures", ()))]
    assert len(by_file) > 500
    assert {path: sorted(found) for path, found in theirs.items()} == {path: sorted(o) for path, o in ours.items()}


def test_parameters_come_with_conftests_data(unpacked: Path, tmp_path: Path) -> None:
    limited = "metadata:\n  name: web\n  annotations: {nginx.ingress.kubernetes.io/limit-rps: '50'}\n"
    (tmp_path / "ingress.yaml").write_text(INGRESS.replace("metadata:\n  name: web\n", limited))
    (tmp_path / "data.json").write_text('{"parameters": {"ingress_rate_limit": 100}}')
    said = [
        b"lets one client make 50 requests per second"
        in conftest("ingress.yaml", "--policy", str(unpacked), *data, cwd=tmp_path).stdout
        for data in ([], ["--data", "data.json"])
    ]
    assert said == [True, False]


def of_environments(items: Sequence[Found]) -> list[tuple[str, str]]:
    return sorted(item[:2] for item in items if item[0].startswith("environment/"))


def test_environments_of_the_cases_are_judged_combined_as_we_judge_them(unpacked: Path) -> None:
    engine, catalogue, compared = WasmEngine(load_bundle().module), load_bundle().catalogue, 0
    for case in all_cases():
        project = case.collect() if case.policy.startswith("environment/") and "/bad/" in case.name else None
        if project is None or len(project.environments) != 1 or any(case.folder.rglob("kustomization.y*ml")):
            continue
        files = {document.path for document in project.environments[0].documents}
        answer = engine.evaluate(questions_for(project, catalogue), {})
        ours = [(d.policy, d.message, list(d.path)) for found in answer.denials.values() for d in found]
        combined = conftest("--combine", "--policy", str(unpacked), "--output", "json", *sorted(files), cwd=case.folder)
        results = json.loads(combined.stdout)
        theirs = denials([item for result in results for item in result.get("failures", ())])
        assert (case.name, of_environments(theirs)) == (case.name, of_environments(ours))
        compared += 1
    assert compared > 20
