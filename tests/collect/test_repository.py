from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from nova_policy.collect.repository import collect_repository, repository_files
from tests.collect.file_trees import contents_of, files_of, line_of

BEGIN = "-----BEGIN RSA PRIVATE " + "KEY-----"
BODY = f"{BEGIN}\n{'A' * 64}\n{'A' * 64}\n-----END RSA PRIVATE " + "KEY-----\n"


def fact_of(tree: Mapping[str, str]) -> Any:
    return contents_of(repository_files(files_of(tree)))


def test_there_is_exactly_one_fact_unless_there_is_no_file() -> None:
    files = files_of({"a.txt": ""})
    kinds = [contents_of(item)["kind"] for item in collect_repository(files, {}, ()).documents]
    assert kinds == ["RepositoryFiles"]
    assert collect_repository(files_of({}), {}, ()).documents == ()


def test_it_stands_at_the_readme_or_at_the_first_file() -> None:
    assert fact_of({"a.txt": "", "README.md": ""})["at"]["path"] == "README.md"
    assert fact_of({"b.txt": "", "a.txt": ""})["at"]["path"] == "a.txt"


def test_languages_are_counted_in_lines_as_wc_does() -> None:
    fact = fact_of({"a.rs": "1\n2\n3", "b/c.rs": "1\n", "d.swift": "1\n2\n3\n4\n", "e.txt": "1\n"})
    assert fact["files"] == 4
    assert fact["languages"] == [{"name": "swift", "files": 1, "lines": 4}, {"name": "rust", "files": 2, "lines": 3}]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("backend/keys/private.pem", True),
        ("deploy/id_rsa", True),
        ("config/settings.json", True),
        ("values.yaml", True),
        ("tests/fixtures/key.pem", False),
        ("docs/key.pem", False),
        ("examples/key.pem", False),
        ("src/jwt.rs", False),
        ("README.md", False),
    ],
)
def test_private_keys_are_those_of_the_product(path: str, found: bool) -> None:
    keys = fact_of({path: "first line\n" + BODY})["private_keys"]
    assert [(item["kind"], line_of(item)) for item in keys] == ([("RSA PRIVATE KEY", 2)] if found else [])
    assert "AAAA" not in str(keys)


def test_manifests_and_mere_mentions_of_keys_are_left_to_others() -> None:
    secret = "apiVersion: v1\nkind: Secret\nstringData:\n  key: |\n" + "".join(
        f"    {line}\n" for line in BODY.splitlines()
    )
    assert (
        fact_of({"secret.yaml": secret, "note.txt": f"look for {BEGIN} in it\n", "empty.pem": BEGIN})["private_keys"]
        == []
    )


def test_environment_files_name_their_secrets() -> None:
    fact = fact_of(
        {".env": "A=1\nexport JWT_SECRET=change-me\nTOKEN=\n", ".env.example": "TOKEN=change-me\n", "x/prod.env": ""}
    )
    assert [
        (item["path"], [(secret["name"], line_of(secret)) for secret in item["secrets"]])
        for item in fact["environment_files"]
    ] == [
        (".env", [("JWT_SECRET", 2)]),
        ("x/prod.env", []),
    ]
    assert "change-me" not in str(fact)


def test_swift_projects_are_found_once() -> None:
    fact = fact_of(
        {
            "ios/App.xcodeproj/project.pbxproj": "",
            "ios/App.xcodeproj/project.xcworkspace/contents.xcworkspacedata": "",
            "ios/App.xcworkspace/contents.xcworkspacedata": "",
            "kit/Package.swift": "",
            "kit/.swiftpm/xcode/package.xcworkspace/contents.xcworkspacedata": "",
            "gen/project.yml": "targets:\n  a: {bundleIdPrefix: x}\n",
            "other/project.yml": "a: 1\n",
        }
    )
    assert [(item["kind"], item["path"], item["at"]["path"]) for item in fact["swift_projects"]] == [
        ("xcodegen", "gen/project.yml", "gen/project.yml"),
        ("xcodeproj", "ios/App.xcodeproj", "ios/App.xcodeproj/project.pbxproj"),
        ("xcworkspace", "ios/App.xcworkspace", "ios/App.xcworkspace/contents.xcworkspacedata"),
        ("package", "kit/Package.swift", "kit/Package.swift"),
    ]


def test_pre_commit_hooks_and_scanners() -> None:
    text = """\
        repos:
        - repo: https://github.com/gitleaks/gitleaks
          rev: v8
          hooks:
          - id: gitleaks
        - repo: local
          hooks: [{id: fmt}]
        """
    precommit = fact_of({".pre-commit-config.yaml": text})["precommit"]
    assert (precommit["secret_scanner"], [(item["id"], item["rev"], line_of(item)) for item in precommit["hooks"]]) == (
        True,
        [("gitleaks", "v8", 5), ("fmt", None, 7)],
    )
    assert (
        fact_of({".pre-commit-config.yaml": "repos: [{repo: local, hooks: [{id: fmt}]}]"})["precommit"][
            "secret_scanner"
        ]
        is False
    )
    assert fact_of({"a": ""})["precommit"] is None


def test_git_hooks_scan_when_they_start_a_scanner() -> None:
    fact = fact_of(
        {
            ".githooks/pre-commit": "gitleaks protect\n",
            ".githooks/pre-push": "# gitleaks\nexit 0\n",
            ".husky/_/x": "gitleaks",
        }
    )
    assert [(item["name"], item["secret_scanner"]) for item in fact["git_hooks"]] == [
        ("pre-commit", True),
        ("pre-push", False),
    ]


def test_documents_of_a_repository_are_found_by_name() -> None:
    fact = fact_of(
        {
            ".github/CODEOWNERS": "",
            "docs/security.md": "",
            "docs/runbooks/db.md": "",
            "ops/INCIDENT_RESPONSE.md": "",
            "docs/runbook.txt": "",
            "docs/adr/0001-x.md": "",
            "CHANGELOG.md": "",
            ".gitleaks.toml": "",
        }
    )
    assert [item["path"] for item in fact["runbooks"]] == ["docs/runbooks/db.md", "ops/INCIDENT_RESPONSE.md"]
    assert [item["path"] for item in fact["decision_records"]] == ["docs/adr/0001-x.md"]
    assert (fact["codeowners"]["at"]["path"], fact["security_policy"]["at"]["path"]) == (
        ".github/CODEOWNERS",
        "docs/security.md",
    )
    assert fact["changelog"]["at"]["path"] == "CHANGELOG.md"
    assert [item["tool"] for item in fact["secret_scanner_config"]] == ["gitleaks"]


def test_codecov_flags_components_and_targets() -> None:
    text = """\
        coverage:
          status:
            project: {default: {target: 40%}}
            patch: off
        flags: {api: {paths: [api/]}}
        component_management: {individual_components: [{component_id: api}]}
        """
    codecov = fact_of({"codecov.yml": text})["codecov"]
    assert (codecov["flags"], codecov["components"]) == (["api"], ["api"])
    assert [(item["name"], line_of(item)) for item in codecov["targets"]] == [("project/default", 3)]


def test_advisories_that_are_ignored_and_whether_the_tool_reads_it() -> None:
    text = '[advisories]\nignore = [\n  "RUSTSEC-2024-0001",\n  # "RUSTSEC-2024-0002",\n]\n'
    fact = fact_of(
        {
            "audit.toml": text,
            ".cargo/audit.toml": text,
            "deny.toml": "[advisories\n",
            ".trivyignore": "CVE-2024-12345\n",
        }
    )
    assert [
        (item["tool"], item["path"], item["effective"], item["valid"], [line_of(entry) for entry in item["ignored"]])
        for item in fact["advisories"]
    ] == [
        ("cargo-audit", ".cargo/audit.toml", True, True, [3]),
        ("trivy", ".trivyignore", True, True, [1]),
        ("cargo-audit", "audit.toml", False, True, [3]),
        ("cargo-deny", "deny.toml", True, False, []),
    ]


def test_contracts_are_known_by_their_files() -> None:
    fact = fact_of(
        {
            "a.proto": "",
            "buf.yaml": "",
            "schema.graphql": "",
            "api/openapi.v1.yaml": "",
            "pacts/a-b.json": '{"consumer": {}, "provider": {}}',
            "pacts/x.json": "[",
        }
    )
    assert [(item["kind"], item["path"]) for item in fact["contracts"]] == [
        ("proto", "a.proto"),
        ("openapi", "api/openapi.v1.yaml"),
        ("buf", "buf.yaml"),
        ("pact", "pacts/a-b.json"),
        ("graphql", "schema.graphql"),
    ]
