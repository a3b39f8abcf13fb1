"""`nova-policy gatekeeper` as its users run it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import nova_policy
from nova_policy.bundle.archive import BUNDLE_NAME, MODULE_NAME
from nova_policy.bundle.load import delivered_folder
from nova_policy.report.formats import FORMATS
from tests.cli.test_test_command import COMMAND, nova
from tests.gatekeeper.test_audit import constraint, listing

SCHEMA = Path(nova_policy.__file__).parent / "report" / "schema.json"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "constraints.json"
    path.write_text(json.dumps(listing(constraint())))
    return path


def audit(path: Path, value: Any) -> tuple[int, str, str]:
    path.write_text(json.dumps(value))
    completed = nova("gatekeeper", "audit", str(path))
    return completed.returncode, completed.stdout.decode(), completed.stderr.decode()


def test_a_build_says_what_it_wrote_and_what_is_not_for_admission(tmp_path: Path) -> None:
    output = tmp_path / "out"
    options = ("--select", "kubernetes/ingress_tls", "--select", "rust/unit_tests", "--output", str(output))
    completed = nova("gatekeeper", "build", *options, "--deny", "blocker")
    assert completed.returncode == 0
    assert completed.stdout.decode() == f"{output}: 1 templates; 1 policies are not for admission\n"
    assert completed.stderr.decode() == (
        "not for admission: rust/unit_tests: judges Rust sources, which never reach a cluster\n"
    )
    assert (output / "library/kubernetes/ingress_tls/suite.yaml").is_file()
    assert nova("gatekeeper", "build", *options, "--deny", "blocker", "--check").returncode == 0
    stale = nova("gatekeeper", "build", *options, "--check")
    assert stale.returncode == 1
    assert stale.stderr.decode().startswith(f"{output}: stale: ")


def test_a_bundle_without_cases_beside_it_has_no_suites(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere" / "bundles"
    folder.mkdir(parents=True)
    for name in (BUNDLE_NAME, MODULE_NAME):
        shutil.copy(delivered_folder() / name, folder)
    options = ("--select", "kubernetes/ingress_tls", "--bundle", str(folder), "--output", str(tmp_path / "out"))
    assert nova("gatekeeper", "build", *options).returncode == 0
    assert sorted(path.name for path in (tmp_path / "out/library/kubernetes/ingress_tls").iterdir()) == [
        "artifacthub-pkg.yml",
        "kustomization.yaml",
        "samples",
        "template.yaml",
    ]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--select", "rust/*"), "is not for admission: it judges Rust sources"),
        (("--select", "kubernetes/gone"), "--select kubernetes/gone: matches no policy"),
        (("--output", "."), "holds files that no build of ours wrote"),
        (("--config", "odd.yaml"), "unknown parameter 'ingres_rate_limit'; did you mean 'ingress_rate_limit'?"),
    ],
)
def test_what_cannot_be_built_exits_2(tmp_path: Path, options: tuple[str, ...], complaint: str) -> None:
    (tmp_path / "odd.yaml").write_text("parameters: {ingres_rate_limit: 7}\n")
    completed = nova("gatekeeper", "build", *options, cwd=tmp_path)
    assert completed.returncode == 2
    assert complaint in completed.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["odd.yaml"]


def test_an_audit_is_a_report_with_hours(saved: Path) -> None:
    completed = nova("gatekeeper", "audit", str(saved))
    assert completed.returncode == 1
    line = 'cluster/shop/Ingress/web:1:1  blocker  kubernetes/ingress_tls  Ingress "web" serves its hosts without TLS'
    assert f"{line}  (§3, P0-4, 2 h)" in completed.stdout.decode()


def test_an_audit_is_read_from_stdin(saved: Path) -> None:
    options = [*COMMAND, "gatekeeper", "audit", "-"]
    completed = subprocess.run(options, input=saved.read_bytes(), capture_output=True, timeout=120, check=False)
    assert (completed.returncode, completed.stdout) == (1, nova("gatekeeper", "audit", str(saved)).stdout)


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_audit_has_every_format(saved: Path, name: str) -> None:
    completed = nova("gatekeeper", "audit", str(saved), "--format", name)
    assert (completed.returncode, completed.stderr) == (1, b"")
    assert b"kubernetes/ingress_tls" in completed.stdout


def test_an_audits_json_follows_the_schema(saved: Path) -> None:
    completed = nova("gatekeeper", "audit", str(saved), "--format", "json")
    value = json.loads(completed.stdout)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(value)
    assert value["tool"]["engine"] == "gatekeeper"


def test_exit_codes_tell_verdicts_from_failures(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    clean = constraint(totalViolations=0, violations=[])
    assert audit(path, listing(clean))[0] == 0
    assert audit(path, listing(constraint()))[0] == 1
    assert audit(path, {"kind": "Pod"})[0] == 2
    assert audit(path, listing({**clean, "metadata": {"name": "of-others"}}))[0] == 3
    code, shown, _ = audit(path, listing(constraint(totalViolations=57)))
    assert code == 4
    assert "constraint NovaIngressTls/ingress-tls lists 1 of 57 violations" in shown
    assert nova("gatekeeper", "audit", str(tmp_path / "gone.json")).returncode == 2
