"""A small report built in code: every kind of finding, status and gap once, so that formats can be compared whole."""

from __future__ import annotations

from dataclasses import replace

from nova_policy.assess.contradictions import Contradiction
from nova_policy.assess.effort import Progress
from nova_policy.assess.entries import PolicyEntry, RecommendationEntry, StepEntry
from nova_policy.assess.outcome import Claim, Evidence, MetricOutcome, Verdict
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.report import Report
from nova_policy.assess.roadmap import Stage
from nova_policy.assess.scope import Scope, Subject, Tool
from nova_policy.assess.score import CapabilityScore, HeldBack, Reason
from nova_policy.model import Finding, Location, ObjectReference, Problem, Severity, Status

CANARY = "canary-7d1f"
"""Stands for a secret's value: it is in the sources and must be in no report."""

SOURCES = {
    "k8s/graphql-gateway/ingress.yaml": [
        "apiVersion: networking.k8s.io/v1",
        "kind: Ingress",
        "metadata:",
        "  name: graphql-gateway",
        "  annotations:",
        "    # cert-manager.io/cluster-issuer: letsencrypt",
        "spec:",
        "  rules:",
        "  - host: api.example.org",
    ],
    "k8s/secret.yaml": [
        "apiVersion: v1",
        "kind: Secret",
        "metadata:",
        "  name: jwt",
        "stringData:",
        f"  JWT: {CANARY}",
    ],
    ".github/workflows/ci.yml": ["on: push", "jobs:", "  build:", "    runs-on: ubuntu-latest"],
}


def sources(path: str) -> list[str]:
    """The lines of a file of the sample, none for others."""
    return SOURCES.get(path, [])


def finding(policy: str, path: str, line: int, message: str, **changes: object) -> Finding:
    """A finding of one of the sample's policies."""
    entry = POLICIES[policy]
    value = Finding(
        policy=policy,
        severity=entry.severity,
        message=message,
        location=Location(path, line, 3),
        related_locations=(),
        object=None,
        environments=(),
        section=entry.section,
        recommendation=entry.recommendation,
        capability=entry.capability,
        status=Status.OPEN,
        fingerprint=f"{abs(hash_of(policy, path, line)):032x}",
    )
    return replace(value, **changes)  # type: ignore[arg-type]


def hash_of(policy: str, path: str, line: int) -> int:
    """A number that is the same in every run, as hash() of a string is not."""
    text = f"{policy}{path}{line}".encode("utf-8", "surrogatepass")
    return int.from_bytes(text, "big") % 16**32


def _policy(
    name: str, severity: Severity, section: str | None, recommendation: str | None, **changes: object
) -> PolicyEntry:
    value = PolicyEntry(
        id=name,
        title=f"{name.partition('/')[2].replace('_', ' ').capitalize()} is as it should be",
        description="What it looks at, and what it does not see.",
        severity=severity,
        section=section,
        recommendation=recommendation,
        capability="deployment-automation",
        origin="report" if section else "observed",
        remediation=f"Do what {name} asks for.",
        related_resources=(f"https://example.org/{name}",),
        estimate_hours=None if recommendation else 0.5,
        applied=True,
    )
    return replace(value, **changes)  # type: ignore[arg-type]


POLICIES = {
    policy.id: policy
    for policy in (
        _policy("dockerfile/non_root", Severity.MEDIUM, "1", "docker-image", applied=False),
        _policy("kubernetes/ingress_tls", Severity.BLOCKER, "3", "P0-4"),
        _policy("kubernetes/literal_secret", Severity.HIGH, "4", "P0-2", capability="secrets-management"),
        _policy("workflow/pinned_actions", Severity.LOW, None, None),
    )
}

FINDINGS = (
    finding("workflow/pinned_actions", ".github/workflows/ci.yml", 3, 'Job "build" uses actions by a tag'),
    finding(
        "kubernetes/ingress_tls",
        "k8s/graphql-gateway/ingress.yaml",
        8,
        'Ingress "graphql-gateway" serves its hosts without TLS',
        object=ObjectReference("networking.k8s.io/v1", "Ingress", "nova", "graphql-gateway"),
        environments=("prod", "staging"),
        related_locations=(Location("k8s/overlays/prod/kustomization.yaml", 4, 3),),
    ),
    finding(
        "kubernetes/ingress_tls",
        "k8s/shop/ingress.yaml",
        2,
        'Ingress "shop" serves its hosts without TLS',
        status=Status.WAIVED,
    ),
    finding("kubernetes/literal_secret", "k8s/secret.yaml", 6, 'Secret "jwt" holds JWT literally'),
    finding(
        "kubernetes/literal_secret", "k8s/secret.yaml", 9, 'Secret "jwt" holds SALT literally', status=Status.BASELINE
    ),
)

PROBLEMS = (
    Problem("NOVA-Y07", "a tab indents this line", "use spaces", Location("k8s/broken.yaml", 7, 1)),
    Problem("NOVA-K01", "kustomize is not there", "nova-policy tools install", None, 6),
)

RECOMMENDATIONS = (
    RecommendationEntry(
        id="P0-2",
        title="Fix Hardcoded Secrets",
        priority=Priority.P0,
        status=Progress.PARTLY,
        effort_hours=4,
        effort_source=EffortSource.REPORT,
        effort_reason=None,
        impact="Security breach prevention",
        remaining_hours=2,
        open_findings=1,
        steps=(
            StepEntry("rotation", "Rotate JWT_SECRET", Progress.DONE, 0),
            StepEntry("removal", "Remove all plaintext secrets", Progress.OPEN, 1),
        ),
    ),
    RecommendationEntry(
        id="P0-4",
        title="Enable TLS/Certificate Management",
        priority=Priority.P0,
        status=Progress.OPEN,
        effort_hours=2,
        effort_source=EffortSource.REPORT,
        effort_reason=None,
        impact="Secure API communication",
        remaining_hours=2,
        open_findings=1,
        steps=(StepEntry("tls", "Uncomment annotations", Progress.OPEN, 1),),
    ),
    RecommendationEntry(
        id="P1-1",
        title="Implement Load Testing",
        priority=Priority.P1,
        status=Progress.DONE,
        effort_hours=8,
        effort_source=EffortSource.REPORT,
        effort_reason=None,
        impact=None,
        remaining_hours=0,
        open_findings=0,
        steps=(StepEntry("scripts", "Run load tests", Progress.DONE, 0),),
    ),
    RecommendationEntry(
        id="P3-1",
        title="Multi-region Deployment",
        priority=Priority.P3,
        status=Progress.OPEN,
        effort_hours=None,
        effort_source=EffortSource.NONE,
        effort_reason="The report states none.",
        impact=None,
        remaining_hours=None,
        open_findings=0,
        steps=(StepEntry("regions", "A second region", Progress.OPEN, 0),),
    ),
    RecommendationEntry(
        id="docker-image",
        title="Small, cached release images",
        priority=Priority.NONE,
        status=Progress.NOT_ASSESSED,
        effort_hours=6,
        effort_source=EffortSource.ESTIMATE,
        effort_reason="One Dockerfile as a model.",
        impact=None,
        remaining_hours=6,
        open_findings=0,
        steps=(StepEntry("non-root", "Non-root user", Progress.NOT_ASSESSED, 0),),
    ),
)

CAPABILITIES = (
    CapabilityScore(
        id="deployment-automation",
        title="Deployment Automation",
        assessed=70,
        score=70,
        target=85,
        judged=2,
        held_back=(
            HeldBack("kubernetes/ingress_tls", 13.33, Reason.OPEN),
            HeldBack("workflow/pinned_actions", 1.67, Reason.OPEN),
        ),
    ),
    CapabilityScore(
        id="secrets-management",
        title="Secrets Management",
        assessed=20,
        score=20,
        target=85,
        judged=1,
        held_back=(HeldBack("kubernetes/literal_secret", 65, Reason.OPEN),),
    ),
)

SAMPLE = Report(
    tool=Tool("1.2.3", "wasm", "0123456789ab"),
    subject=Subject(
        title="CI/CD & DevOps Pipeline Assessment Report",
        project="Nova Social Platform",
        date="2025-11-10",
        sections={
            "1": "Build Automation Analysis",
            "3": "Deployment Strategies Analysis",
            "4": "Infrastructure as Code",
        },
        stated=42,
        average=45,
        target=85,
    ),
    scope=Scope(12, 30, 4, ("prod", "staging"), 40, ("engine",), ("vendor/",), ("ingress_rate_limit",)),
    findings=FINDINGS,
    problems=(),
    recommendations=RECOMMENDATIONS,
    capabilities=CAPABILITIES,
    roadmap=(
        Stage("week-1", "Week 1 (CRITICAL)", ("P0-2", "P0-4"), 4, 0),
        Stage("unscheduled", "Not in the report's roadmap", ("P3-1", "docker-image"), 0, 6),
    ),
    success_metrics=(
        MetricOutcome("Security scan coverage", "0%", "100%", "Week 1", 50, "percent", None),
        MetricOutcome("Test coverage", "0.2%", "40%", "Week 2", None, None, "Coverage needs a run of the tests."),
    ),
    claims=(
        Claim(
            "deploy/tls-optional",
            "TLS is optional.",
            Verdict.CONFIRMED,
            (Evidence("k8s/shop/ingress.yaml", 2, "kubernetes/ingress_tls"),),
        ),
        Claim("test/none", "There are no tests.", Verdict.REFUTED, (), "There are tests."),
    ),
    contradictions=(Contradiction("average maturity score", "42", "39.1", 1081),),
    policies=POLICIES,
)

INCOMPLETE = replace(SAMPLE, problems=PROBLEMS)
CLEAN = replace(SAMPLE, findings=())


def hostile(text: str) -> Report:
    """The sample with *text* in every place that a scanned tree can fill."""
    place = Location(f"{text}.yaml", 1, 1)
    attacked = finding(
        "kubernetes/ingress_tls",
        place.path,
        1,
        f'Ingress "{text}" serves its hosts without TLS',
        object=ObjectReference(f"v1{text}", f"Ingress{text}", text, text),
        environments=(text,),
        related_locations=(Location(f"other/{text}", 2, 1),),
    )
    evidence = Evidence(place.path, 1, None)
    return replace(
        SAMPLE,
        findings=(attacked,),
        problems=(Problem("NOVA-Y07", f"key {text}", "mend it", place),),
        scope=replace(SAMPLE.scope, environments=(text,), exclude=(text,)),
        claims=(replace(SAMPLE.claims[0], evidence=(evidence,)),),
    )


HOSTILE_TEXTS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
    "a|b`c``d [x](http://evil.example) @team #123 GH-7 www.evil.example <b>",
    "x\n::error::pwned %0A::stop-commands::y ##[group]",
    "::stop-commands::x ##vso[task.setvariable variable=a]b",
    "\x1b[2J\x1b]52;c;AAAA\x07\rOK \x9b31m",
    "\u202egnp.exe\u2066 \u200b\ufeff",
    "\udcff\x00\x08\uffff",
    "]]>&amp;&#x41;",
    "{{ 7*7 }} {% include 'x' %} {# x #}",
)
"""Each attacks at least one format."""
