from __future__ import annotations

from typing import Any

import pytest

from nova_policy.collect.container_images import base_family, expand, is_root, parse_reference
from nova_policy.collect.dockerfile import collect_dockerfiles
from tests.collect.file_trees import contents_of, files_of, line_of

SERVICE = """\
ARG RUST=1.88
FROM rust:${RUST}-slim AS builder
RUN apt-get update && apt-get install -y \\
    pkg-config \\
    # needed by rdkafka
    cmake=3.25 \\
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
COPY src ./src
RUN cargo build --release -p service
RUN cargo build

FROM debian:bookworm-slim
RUN apt-get install -y ca-certificates
COPY --from=builder /app/target/release/service /app/
COPY --from=builder /app/target/debug/tool /app/tool
USER app
ENV LOG=info \\
    DATABASE_URL=postgres://app:change-me@db/x
HEALTHCHECK CMD curl -f http://localhost/health || exit 1
"""


def build(text: str) -> Any:
    documents = collect_dockerfiles(files_of({"Dockerfile": text})).documents
    return contents_of(documents[1])


def test_a_build_is_described() -> None:
    fact = build(SERVICE)
    builder, final = fact["stages"]
    assert (builder["name"], builder["image"], builder["tag"]) == ("builder", "rust", "1.88-slim")
    assert [(item["name"], line_of(item)) for item in builder["packages"]] == [("pkg-config", 4), ("cmake", 6)]
    assert [(item["profile"], line_of(item)) for item in builder["cargo_builds"]] == [("release", 11), ("debug", 12)]
    assert (builder["dependency_layer"], builder["dependency_layer_at"]["line"]) == (False, 11)
    assert (final["dependency_layer"], final["cargo_builds"]) == (None, [])
    assert [(item["path"], item["profile"], line_of(item)) for item in fact["copies_from_builder"]] == [
        ("/app/target/release/service", "release", 16),
        ("/app/target/debug/tool", "debug", 17),
    ]
    assert [(item["name"], line_of(item)) for item in fact["environment_secrets"]] == [("DATABASE_URL", 20)]
    assert "change-me" not in str(fact)


def test_the_final_stage_is_what_ends_up_running() -> None:
    final = build(SERVICE)["final"]
    assert (final["index"], final["user"], final["root"], line_of(final)) == (1, "app", False, 14)
    assert (final["family"], final["base"], final["packages"]) == (
        "debian",
        "debian:bookworm-slim",
        ["ca-certificates"],
    )
    assert final["user_at"]["line"] == 18


def test_a_stage_inherits_user_packages_and_health_check_from_the_one_it_continues() -> None:
    fact = build(
        """\
        FROM debian:12 AS base
        RUN apt-get install -y curl
        USER app
        HEALTHCHECK CMD curl localhost
        FROM base AS middle
        FROM middle
        """
    )
    assert fact["stages"][2]["base_stage"] == 1
    assert (fact["final"]["user"], fact["final"]["root"], fact["final"]["packages"]) == ("app", False, ["curl"])
    assert (fact["healthcheck"]["available"], line_of(fact["healthcheck"])) == (True, 4)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("COPY Cargo.toml Cargo.lock ./\nRUN cargo build --release\nCOPY . .\nRUN cargo build --release", True),
        ("COPY Cargo.toml Cargo.lock ./\nRUN cargo fetch\nCOPY . .\nRUN cargo build --release", True),
        ("COPY --from=planner recipe.json .\nRUN cargo chef cook --release\nCOPY . .\nRUN cargo build", True),
        ("COPY . .\nRUN --mount=type=cache,target=/usr/local/cargo/registry cargo build", True),
        ("COPY . .\nRUN cargo build --release", False),
        ("COPY Cargo.toml ./\nCOPY src src\nRUN cargo build --release", False),
        ("RUN cargo install cargo-chef\nCOPY . .", None),
        ("COPY . .", None),
    ],
)
def test_dependencies_have_a_layer_or_not(lines: str, expected: bool | None) -> None:
    assert build("FROM rust:1\n" + lines)["stages"][0]["dependency_layer"] is expected


@pytest.mark.parametrize(
    ("command", "profile"),
    [
        ("cargo build", "debug"),
        ("cargo build --release", "release"),
        ("cargo build -r --bin x", "release"),
        ("cargo build --profile release", "release"),
        ("cargo build --profile=dev", "debug"),
        ("cargo build --profile dist", "other"),
        ("cargo build --profile $PROFILE", "unknown"),
        ("cargo build $CARGO_FLAGS", "unknown"),
        ("cargo +nightly build -j $JOBS", "debug"),
        ("cargo install x", "release"),
        ('if [ -n "$X" ]; then cargo build --release; fi', "release"),
    ],
)
def test_profiles_follow_from_the_command(command: str, profile: str) -> None:
    stage = build(f"FROM rust:1\nCOPY . .\nRUN {command}\n")["stages"][0]
    assert [item["profile"] for item in stage["cargo_builds"]] == [profile]


def test_commands_in_heredocs_and_behind_flags_have_their_lines() -> None:
    stage = build(
        """\
        FROM rust:1
        RUN <<EOT
        set -e
        cargo build
        EOT
        RUN --mount=type=cache,target=/t \\
          --network=none \\
          cargo build -r
        """
    )["stages"][0]
    assert [(item["profile"], line_of(item)) for item in stage["cargo_builds"]] == [("debug", 4), ("release", 8)]


@pytest.mark.parametrize(
    ("base", "instruction", "available"),
    [
        ("debian:12", "CMD curl localhost", False),
        ("debian:12", 'CMD ["curl", "localhost"]', False),
        ("alpine:3", "CMD wget -q localhost", True),
        ("alpine:3", "CMD curl localhost", False),
        ("node:20", "CMD curl localhost", True),
        ("node:20-slim", "CMD curl localhost", False),
        ("gcr.io/distroless/cc", "CMD /app/x", False),
        ("gcr.io/distroless/cc", 'CMD ["/other", "health"]', None),
        ("gcr.io/distroless/cc", 'CMD ["/app/x", "health"]', True),
        ("company/base:1", "CMD curl localhost", None),
        ("debian:12", "CMD test -f /tmp/ok", True),
        ("debian:12", 'CMD ["/app/x", "health"] || exit 1', False),
    ],
)
def test_a_health_check_needs_its_program(base: str, instruction: str, available: bool | None) -> None:
    fact = build(f"FROM {base}\nCOPY --from=b /out/x /app/x\nHEALTHCHECK --interval=5s {instruction}\n")
    assert fact["healthcheck"]["available"] is available


def test_a_health_check_that_only_looks_like_json_is_told() -> None:
    check = build('FROM debian\nHEALTHCHECK CMD ["/app/x"] || exit 1\n')["healthcheck"]
    assert (check["present"], check["invalid_json"], check["program"]) == (True, True, None)


def test_an_absent_health_check_is_placed_at_the_final_stage() -> None:
    fact = build("FROM a AS b\nFROM c\nHEALTHCHECK NONE\n")
    assert (fact["healthcheck"]["present"], fact["healthcheck"]["none"]) == (False, True)
    absent = build("FROM a AS b\nFROM c\nUSER x\n")["healthcheck"]
    assert (absent["present"], line_of(absent)) == (False, 2)


def test_secrets_that_are_copied_and_files_that_are_fetched() -> None:
    fact = build(
        """\
        FROM debian
        COPY .env.example .env ./
        COPY keys/server.key /k
        COPY --from=x /a.key /b
        ADD https://example.com/a /a
        ADD --checksum=sha256:x https://example.com/b /b
        ARG API_TOKEN=change-me
        ARG OTHER_TOKEN
        ENV PASSWORD=${PASSWORD} SECRET_FILE=/run/secrets/x
        """
    )
    assert [(item["path"], line_of(item)) for item in fact["copied_secrets"]] == [(".env", 2), ("keys/server.key", 3)]
    assert [line_of(item) for item in fact["remote_adds"]] == [5]
    assert [(item["name"], item["instruction"]) for item in fact["environment_secrets"]] == [("API_TOKEN", "arg")]


@pytest.mark.parametrize(
    ("base", "user", "expected"),
    [
        ("debian:12", None, True),
        ("debian:12", "root:root", True),
        ("debian:12", "0", True),
        ("debian:12", "1001", False),
        ("debian:12", "$USER", None),
        ("gcr.io/distroless/cc:nonroot", None, False),
        ("gcr.io/distroless/cc", None, True),
        ("cgr.dev/chainguard/static", None, False),
        ("nginxinc/nginx-unprivileged", None, False),
        ("company/base", None, None),
    ],
)
def test_root_follows_from_user_and_base(base: str, user: str | None, expected: bool | None) -> None:
    assert is_root(user, parse_reference(base)) is expected


@pytest.mark.parametrize(
    ("reference", "repository", "tag", "digest"),
    [
        ("debian", "debian", None, None),
        ("docker.io/library/debian:12", "debian", "12", None),
        ("registry:5000/a/b:c@sha256:d", "registry:5000/a/b", "c", "sha256:d"),
        ("registry:5000/a", "registry:5000/a", None, None),
    ],
)
def test_references_are_split(reference: str, repository: str, tag: str | None, digest: str | None) -> None:
    found = parse_reference(reference)
    assert (found.repository, found.tag, found.digest) == (repository, tag, digest)


@pytest.mark.parametrize(
    ("base", "family"),
    [
        ("scratch", "scratch"),
        ("gcr.io/distroless/static-debian12", "distroless"),
        ("rust:1-alpine", "alpine"),
        ("rust:1", "language"),
        ("public.ecr.aws/docker/library/debian:12", "debian"),
        ("registry.access.redhat.com/ubi9/ubi-minimal", "rhel"),
        ("nginx:1", "other"),
    ],
)
def test_bases_belong_to_families(base: str, family: str) -> None:
    assert base_family(parse_reference(base)) == family


def test_arguments_are_expanded_with_their_defaults() -> None:
    assert expand("${A}-${B:-b}-${C:+c}-$D", {"A": "a", "C": "x", "D": ""}) == ("a-b-c-", True)
    assert expand("rust:${V}", {}) == ("rust:${V}", False)


def test_a_long_chain_of_stages_ends() -> None:
    stages = "".join(f"FROM s{index} AS s{index + 1}\nCOPY . .\nRUN cargo build\n" for index in range(300))
    fact = build("FROM rust:1 AS s0\n" + stages)
    assert fact["stages"][300]["dependency_layer"] is False
