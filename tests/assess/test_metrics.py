"""The figures that claims and success metrics are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.measurement import Measurement
from nova_policy.assess.metrics import measure, single_figures
from nova_policy.collect.facts import fact
from nova_policy.collect.project import Project
from nova_policy.engines.judge import Judgement
from nova_policy.model import Document, Environment, InputKind, Json, Location
from tests.assess.runs import Fixed, denial, judgement, manifest

NOBODY = judgement(())


def at(path: str, line: int) -> Json:
    return {"path": path, "line": line, "column": 1}


def step(line: int = 1, roles: Sequence[str] = (), commands: Sequence[Json] = (), **changes: Json) -> Json:
    value: dict[str, Json] = {"roles": list(roles), "commands": list(commands), "uses": None, "origin": "job"}
    return {**value, "can_fail": True, "runs": "always", "at": at("ci.yml", line), **changes}


def command(line: int, program: str, *arguments: str) -> Json:
    return {"program": program, "arguments": list(arguments), "at": at("ci.yml", line)}


def pipeline(*steps: Json, targets: Sequence[Json] = (), **changes: Json) -> Document:
    job: Json = {"id": "job", "steps": list(steps), "cargo_targets": list(targets)}
    fields: dict[str, Json] = {
        "disabled": None,
        "manual_only": False,
        "called_by": [],
        "jobs": [job],
        "images": [],
        "deployments": [],
    }
    return fact("Pipeline", "ci.yml", Location("ci.yml", 1), **{**fields, **changes})


def crate(name: str, routes: int = 1, unwraps: int = 0) -> Document:
    found: Json = {
        "count": unwraps,
        "total": unwraps + 5,
        "places": [{"at": at(f"{name}/main.rs", line)} for line in (7, 8)],
    }
    place = Location(f"{name}/Cargo.toml", 1)
    return fact("RustCrate", name, place, directory=name, routes=[{}] * routes, unwraps=found)


def workflow(**contents: Json) -> Document:
    return Document("ci.yml", InputKind.WORKFLOW, contents, Fixed(Location("ci.yml", 4)))


def measured(
    metric: str,
    *sources: Document,
    judged: Judgement = NOBODY,
    environments: Sequence[Environment] = (),
    assessment: Assessment,
) -> list[Any]:
    project = Project(sources, sources, tuple(environments), ())
    return [item.figure for item in measure(assessment, project, judged)[metric]]


@pytest.fixture
def figures(assessment: Assessment) -> Any:
    def found(metric: str, *sources: Document, **options: Any) -> list[Any]:
        return measured(metric, *sources, assessment=assessment, **options)

    return found


def test_every_metric_of_the_assessment_is_measured_and_no_other(assessment: Assessment) -> None:
    empty = Project((), (), (), ())
    assert sorted(measure(assessment, empty, NOBODY)) == sorted(metric.id for metric in assessment.metrics)


def test_an_empty_repository_has_no_figures_but_those_of_the_report(assessment: Assessment) -> None:
    found = measure(assessment, Project((), (), (), ()), NOBODY)
    assert {name: [item.figure for item in items] for name, items in found.items() if items} == {
        "maturity_average": [39.1],
        "maturity_levels": [{"current": 3, "target": 5}],
    }


def test_figures_that_are_one_number_answer_success_metrics() -> None:
    found = {"share": [Measurement(25.0)], "range": [Measurement({"lowest": 1})], "nothing": []}
    assert single_figures(found) == {"share": 25.0}


class TestAutoscalers:
    def test_each_is_measured_and_one_replica_is_the_least_by_default(self, figures: Any) -> None:
        specs: list[dict[str, Json]] = [{"minReplicas": 3, "maxReplicas": 10}, {"maxReplicas": 4}]
        found = [manifest("a.yaml", "HorizontalPodAutoscaler", str(n), spec=spec) for n, spec in enumerate(specs)]
        assert figures("autoscaler_range", *found) == [{"lowest": 3, "highest": 10}, {"lowest": 1, "highest": 4}]

    @pytest.mark.parametrize("spec", [None, [], {"maxReplicas": "ten"}, {"minReplicas": "${MIN}", "maxReplicas": 3}])
    def test_those_without_figures_are_left_out(self, spec: Json, figures: Any) -> None:
        assert figures("autoscaler_range", manifest("a.yaml", "HorizontalPodAutoscaler", spec=spec)) == []


class TestCertificateIssuers:
    def test_both_kinds_count(self, figures: Any) -> None:
        found = [manifest("a.yaml", kind, kind) for kind in ("ClusterIssuer", "Issuer", "Ingress")]
        assert figures("certificate_issuers", *found) == [2]

    def test_an_ingress_may_have_none(self, figures: Any) -> None:
        assert figures("certificate_issuers", manifest("a.yaml", "Ingress", "shop")) == [0]

    def test_nothing_is_asked_without_an_ingress(self, figures: Any) -> None:
        assert figures("certificate_issuers", manifest("a.yaml", "Service", "shop")) == []


class TestCargoParallelism:
    def test_counts_flags_and_variables(self, figures: Any) -> None:
        commands = [
            command(1, "cargo", "test", "-j4"),
            command(2, "cargo", "build", "--jobs", "2"),
            command(3, "make", "-j"),
        ]
        jobs: Json = {
            "a": {"strategy": {"max-parallel": 6}, "steps": [{"env": {"CARGO_BUILD_JOBS": 2}}]},
            "b": {"strategy": {"max-parallel": 2}},
        }
        found = figures("cargo_parallelism", pipeline(step(commands=commands)), workflow(jobs=jobs))
        assert found == [{"max_parallel": 6, "jobs_flags": 3}]

    def test_counts_a_reusable_workflow_once(self, figures: Any) -> None:
        commands = [command(1, "cargo", "test", "-j4")]
        own, called = pipeline(step(commands=commands)), pipeline(step(commands=commands, origin="workflow"))
        assert figures("cargo_parallelism", own, called) == [{"max_parallel": 0, "jobs_flags": 1}]

    @pytest.mark.parametrize(
        "jobs", [None, [], {"a": None}, {"a": {"strategy": {"max-parallel": "${{ x }}"}, "steps": [None]}}]
    )
    def test_takes_no_odd_value_for_a_width(self, jobs: Json, figures: Any) -> None:
        cargo = pipeline(step(commands=[command(1, "cargo", "test")]))
        assert figures("cargo_parallelism", cargo, workflow(jobs=jobs)) == [{"max_parallel": 0, "jobs_flags": 0}]


class TestIncrementalCompilation:
    def test_counts_workflows_and_profiles_that_turn_it_on(self, figures: Any) -> None:
        profiles: Json = {"profile": {"dev": {"incremental": True}, "release": {"incremental": False}, "odd": 1}}
        cargo = Document("Cargo.toml", InputKind.CARGO, profiles, Fixed(Location("Cargo.toml", 2)))
        on, off = workflow(env={"CARGO_INCREMENTAL": "1"}), workflow(jobs={"a": {"env": {"CARGO_INCREMENTAL": 0}}})
        assert figures("incremental_compilation", cargo, on, off) == [2]


def test_lines_are_those_of_rust_and_swift_and_tests_those_of_all_workspaces(figures: Any) -> None:
    root = Location("Cargo.toml", 1)
    languages: Json = [{"name": name, "lines": lines} for name, lines in (("rust", 100), ("swift", 20), ("go", 5))]
    files: Json = [{"path": "a.rs"}, {"path": "b.rs"}]
    found = figures(
        "source_lines_and_test_files",
        fact("RepositoryFiles", ".", root, languages=languages),
        fact("RustWorkspace", "one", root, totals={"test_files": 3}),
        fact("RustWorkspace", "two", root, totals={"test_files": 4}),
        fact("RustOrphanTests", "x", root, reason="no_package", files=files),
        fact("RustOrphanTests", "y", root, reason="manifest_unparsable", files=files),
    )
    assert found == [{"lines": 120, "test_files": 9}]


def test_unwraps_are_those_of_production_code(figures: Any) -> None:
    assert figures("unwrap_calls", crate("a", unwraps=3), crate("b", unwraps=4)) == [7]


class TestScanCoverage:
    @staticmethod
    def image(line: int, *scans: tuple[bool, bool | None], pushed: bool = True) -> Json:
        scanned: Json = [{"can_fail": can_fail, "same_image": same} for can_fail, same in scans]
        return {"pushed": pushed, "scanned_by": scanned, "at": at("ci.yml", line)}

    def test_counts_images_that_a_scan_of_theirs_can_stop(self, figures: Any) -> None:
        found = [
            self.image(1, (True, True)),
            self.image(2, (True, None)),
            self.image(3, (False, True), (True, False)),
            self.image(4),
        ]
        assert figures("security_scan_coverage", pipeline(images=[*found, self.image(5, pushed=False)])) == [50.0]

    def test_counts_an_image_that_two_pipelines_share_once(self, figures: Any) -> None:
        both = [pipeline(images=[self.image(1)]), pipeline(images=[self.image(1), self.image(2, (True, True))])]
        assert figures("security_scan_coverage", *both) == [50.0]


def deployment(job: str, line: int, **changes: Json) -> Json:
    value: dict[str, Json] = {
        "job": job,
        "runs": "always",
        "kind": "kubernetes",
        "gitops": False,
        "at": at("ci.yml", line),
    }
    return {**value, **changes}


DEPLOYMENTS: Sequence[Json] = (
    deployment("prod", 3),
    deployment("job", 9, runs="conditional"),
    deployment("old", 12, runs="never"),
    deployment("argo", 15, gitops=True),
    deployment("cloud", 18, kind="other"),
)


class TestRollbackShare:
    def test_counts_jobs_that_run_and_that_the_policy_passes(self, figures: Any) -> None:
        found = pipeline(deployments=DEPLOYMENTS)
        for path in (("deployments", 1), ("jobs", 0, "steps", 3)):
            judged = judgement(["pipeline/automatic_rollback"], [denial("pipeline/automatic_rollback", found, *path)])
            assert figures("automatic_rollback_share", found, judged=judged) == [50.0]

    def test_is_not_measured_without_the_policy(self, figures: Any) -> None:
        assert figures("automatic_rollback_share", pipeline(deployments=DEPLOYMENTS)) == []


class TestIncidentsCaught:
    proven = judgement(["rust/auth_tests"])

    @pytest.mark.parametrize(
        "gate",
        [
            step(roles=["image_scan"]),
            step(roles=["secret_scan"]),
            step(commands=[command(1, "conftest", "test", "k8s")]),
            step(uses={"action": "stackrox/kube-linter-action"}),
        ],
    )
    def test_a_step_that_runs_and_can_fail_catches_one_of_four(self, gate: Any, figures: Any) -> None:
        assert figures("p0_caught_in_ci", pipeline(gate)) == [25.0]
        for toothless in ({"can_fail": False}, {"runs": "never"}):
            assert figures("p0_caught_in_ci", pipeline({**gate, **toothless})) == [0.0]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"disabled": {"reason": "r"}}, 0.0),
            ({"manual_only": True}, 0.0),
            ({"manual_only": True, "called_by": [{}]}, 25.0),
        ],
    )
    def test_only_a_pipeline_that_starts_by_itself_catches_anything(
        self, changes: dict[str, Any], expected: float, figures: Any
    ) -> None:
        assert figures("p0_caught_in_ci", pipeline(step(roles=["image_scan"]), **changes)) == [expected]

    @pytest.mark.parametrize(
        ("targets", "expected"),
        [
            ([], 25.0),
            ([{"name": "web", "path": None}], 25.0),
            ([{"name": "x", "path": "web"}], 25.0),
            ([{"name": "library", "path": "library"}], 0.0),
        ],
    )
    def test_tests_of_services_catch_disabled_authentication(
        self, targets: list[Json], expected: float, figures: Any
    ) -> None:
        sources = [pipeline(step(roles=["cargo_test"]), targets=targets), crate("web"), crate("library", routes=0)]
        assert figures("p0_caught_in_ci", *sources, judged=self.proven) == [expected]

    def test_one_service_without_such_tests_lets_it_return(self, figures: Any) -> None:
        sources = [pipeline(step(roles=["cargo_test"])), crate("web"), crate("gateway")]
        judged = replace(self.proven, denials=(denial("rust/auth_tests", sources[2]),))
        assert figures("p0_caught_in_ci", *sources, judged=judged) == [0.0]


class TestZeroDowntime:
    judged = judgement(["environment/zero_downtime"])

    @staticmethod
    def workload(name: str, namespace: str = "a", kind: str = "Deployment") -> Document:
        made = manifest("a.yaml", kind, name, spec={"template": {"metadata": {"labels": {"app": name, "tier": "web"}}}})
        contents: Any = made.contents
        return replace(made, contents={**contents, "metadata": {"name": name, "namespace": namespace}})

    @staticmethod
    def service(selector: Json, namespace: str = "a") -> Document:
        made = manifest("a.yaml", "Service", "s", spec={"selector": selector})
        contents: Any = made.contents
        return replace(made, contents={**contents, "metadata": {"name": "s", "namespace": namespace}})

    def test_counts_workloads_behind_a_service_that_the_policy_passes(self, figures: Any) -> None:
        good, bad, other = self.workload("good"), self.workload("bad"), self.workload("other", "b")
        members = (good, bad, other, self.workload("job", kind="Job"), self.service({"tier": "web"}), self.service({}))
        judged = replace(self.judged, denials=(denial("environment/zero_downtime", bad, "spec"),))
        found = figures("zero_downtime_share", judged=judged, environments=[Environment("prod", "prod", members)])
        assert found == [50.0]

    @pytest.mark.parametrize("selector", [None, [], "app", {"app": ["x"]}, {"app": "else"}])
    def test_what_no_service_selects_does_not_count(self, selector: Json, figures: Any) -> None:
        members = (self.workload("web"), self.service(selector))
        environments = [Environment("prod", "prod", members)]
        assert figures("zero_downtime_share", judged=self.judged, environments=environments) == []
