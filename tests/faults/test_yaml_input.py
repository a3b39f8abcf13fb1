"""Rows Y of the fault table: YAML and JSON that is broken, hostile or merely odd, beside a file that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.trees import INGRESS, NAMESPACE, OTHER, Verdict, nova, plant, verdict

GOOD = {"good.yaml": INGRESS}
TLS = "good.yaml:5 kubernetes/ingress_tls"
BOMB = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\na0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)
SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"

UNREADABLE = {
    "Y01 syntax": (SERVICE + "  name: [1,\n", "NOVA-Y01 bad.yaml:5:1: YAML syntax: did not find expected node content"),
    "Y05 alias bomb": (BOMB, "NOVA-Y05 bad.yaml:8:5: aliases expand to more than 250000 nodes"),
    "Y07 tab": (SERVICE + "\tname: x\n", "NOVA-Y07 bad.yaml:4:1: a tab indents this line"),
    "Y08 latin-1": (SERVICE.encode() + b"  name: caf\xe9\n", "NOVA-Y08 bad.yaml:4:12: byte 50 is not UTF-8"),
    "Y11 control character": (SERVICE + "  name: \x00x\n", "NOVA-Y11 bad.yaml:4:9: a control character"),
    "Y12 tag": (SERVICE + "  name: !vault x\n", "NOVA-Y12 bad.yaml:4:9: a tag that is not known here"),
    "Y18 number as key": (CONFIG + "data: {1: a, true: b}\n", "NOVA-Y18 bad.yaml:4:8: a key that is no string"),
    "Y18 null as key": (CONFIG + "~: x\n", "NOVA-Y18 bad.yaml:4:1: a key that is no string"),
    "Y18 not a number": (CONFIG + "x: .nan\n", "NOVA-Y18 bad.yaml:4:4: a number that JSON cannot hold"),
}


@pytest.mark.parametrize(("content", "problem"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_named_and_the_rest_is_judged(
    tmp_path: Path, content: str | bytes, problem: str
) -> None:
    assert verdict(plant(tmp_path, {**GOOD, "bad.yaml": content})) == Verdict(4, (problem,), (TLS,))


def test_y02_one_bad_document_among_good_ones(tmp_path: Path) -> None:
    plant(tmp_path, {"a.yaml": f"{INGRESS}---\n{SERVICE}  name: [\n---\n{OTHER}"})
    problem = "NOVA-Y01 a.yaml:13:1: YAML syntax: did not find expected node content"
    found = ("a.yaml:5 kubernetes/ingress_tls", "a.yaml:18 kubernetes/ingress_tls")
    assert verdict(tmp_path) == Verdict(4, (problem,), found)


@pytest.mark.parametrize("separator", ["---", "--- # c", "--- ", "---\t", "---\r", "...\n---"])
def test_y03_documents_behind_odd_separators_are_judged(tmp_path: Path, separator: str) -> None:
    plant(tmp_path, {"a.yaml": f"{INGRESS}{separator}\n{OTHER}"})
    line = 13 + separator.count("\n")
    found = ("a.yaml:5 kubernetes/ingress_tls", f"a.yaml:{line} kubernetes/ingress_tls")
    assert verdict(tmp_path) == Verdict(1, (), found)


def test_y03_a_document_on_the_line_of_its_marker_is_an_error_since_kustomize_drops_it(tmp_path: Path) -> None:
    plant(tmp_path, {"good.yaml": INGRESS + "--- {apiVersion: v1, kind: Namespace, metadata: {name: a}}\n"})
    problem = "NOVA-Y03 good.yaml:8:1: a document begins on the line of its --- marker"
    assert verdict(tmp_path) == Verdict(4, (problem,), (TLS,))


def test_y03_lines_that_end_in_carriage_returns_only_are_an_error(tmp_path: Path) -> None:
    plant(tmp_path, {"good.yaml": INGRESS, "old.yaml": NAMESPACE.replace("\n", "\r")})
    problem = "NOVA-Y03 old.yaml:1:1: lines end in carriage returns only"
    assert verdict(tmp_path) == Verdict(4, (problem,), (TLS,))


def test_y04_a_key_given_twice_is_a_finding_and_the_last_value_is_judged(tmp_path: Path) -> None:
    plant(tmp_path, {"a.yaml": INGRESS + "spec:\n  tls: [{hosts: [web.example.com], secretName: x}]\n"})
    assert verdict(tmp_path) == Verdict(1, (), ("a.yaml:8 manifest/unique_keys",))
    assert b'Key "spec" is given twice, first in line 5; the last one wins' in nova("test", str(tmp_path)).stdout


def test_y05_a_bomb_among_resources_never_reaches_kustomize(tmp_path: Path) -> None:
    plant(tmp_path, {**GOOD, "bad.yaml": BOMB, "kustomization.yaml": "resources: [good.yaml, bad.yaml]\n"})
    problem = "NOVA-Y05 bad.yaml:8:5: aliases expand to more than 250000 nodes"
    assert verdict(tmp_path) == Verdict(4, (problem,), (TLS,))


@pytest.mark.parametrize("ends", [INGRESS.replace("\n", "\r\n"), INGRESS.replace("Ingress\n", "Ingress\r\n")])
def test_y10_line_ends_move_no_finding(tmp_path: Path, ends: str) -> None:
    assert verdict(plant(tmp_path, {"good.yaml": ends})) == Verdict(1, (), (TLS,))


def test_y12_tags_never_run_and_cloudformation_is_left_alone(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    attack = f"{SERVICE}  name: !!python/object/apply:os.system ['touch {canary}']\n"
    plant(tmp_path, {**GOOD, "bad.yaml": attack, "stack.yaml": "Resources:\n  Bucket: !Ref other\n"})
    assert verdict(tmp_path) == Verdict(4, ("NOVA-Y12 bad.yaml:4:9: a tag that is not known here",), (TLS,))
    assert not canary.exists()


def test_y14_a_huge_file_is_refused_by_its_size_and_the_limit_can_be_raised(tmp_path: Path) -> None:
    size = 2_000_000
    root = plant(tmp_path / "tree", {**GOOD, "big.yaml": f"{CONFIG}data: {{x: '{'x' * size}'}}\n"})
    small, large = (
        plant(tmp_path, {"s.yaml": "limits: {file_bytes: 1000000}", "l.yaml": "limits: {file_bytes: 9000000}"}),
        tmp_path,
    )
    problem = f"NOVA-Y14 big.yaml:1:1: {(root / 'big.yaml').stat().st_size} bytes, more than 1000000"
    assert verdict(root, "--config", str(small / "s.yaml")) == Verdict(4, (problem,), (TLS,))
    assert verdict(root, "--config", str(large / "l.yaml")) == Verdict(1, (), (TLS,))


def test_y15_ten_thousand_documents_are_all_judged(tmp_path: Path) -> None:
    plant(tmp_path, {"a.yaml": "---\n".join(INGRESS.replace("web", f"web{n}") for n in range(10_000))})
    found = verdict(tmp_path)
    assert (found.code, found.not_assessed, len(found.findings)) == (1, (), 10_000)


@pytest.mark.parametrize("content", ["", "# nothing\n", "---\n", "just text\n"])
def test_y16_files_without_an_object_are_no_passed_test(tmp_path: Path, content: str) -> None:
    completed = nova("test", str(plant(tmp_path, {"a.yaml": content})))
    assert (completed.returncode, completed.stdout) == (3, b"")
    assert b"in 1 files" in completed.stderr


def test_y20_merge_keys_are_merged_and_anchors_end_with_their_document(tmp_path: Path) -> None:
    tls = "x: &x {tls: [{hosts: [web.example.com]}]}\nspec:\n  <<: *x\n"
    assert verdict(plant(tmp_path / "a", {"a.yaml": INGRESS.replace("spec:\n", tls)})) == Verdict(0)
    across = f"{INGRESS}---\n{CONFIG}x: &x {{}}\n---\n{CONFIG}y: *x\n"
    problem = "NOVA-Y01 good.yaml:17:4: YAML syntax: found undefined alias"
    assert verdict(plant(tmp_path / "b", {"good.yaml": across})) == Verdict(4, (problem,), (TLS,))
