from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_policy.collect.dockerfile import Dockerfile, collect_dockerfiles, is_dockerfile, parse_dockerfile
from nova_policy.model import InputKind, Location, Problem
from nova_policy.process import run
from nova_policy.tools.find import find_tool
from tests.collect.file_trees import files_of

EVERYTHING = """\
# syntax=docker/dockerfile:1
ARG VERSION=1
FROM rust:${VERSION} AS builder
# a comment
RUN --mount=type=cache,target=/x cargo build \\
  # a comment within
  --release
COPY <<EOT /etc/x
hello
EOT
RUN <<EOT
set -e
apt-get install -y curl
EOT
FROM debian@sha256:aaaa
COPY --from=builder --chown=a:b /a /b
COPY ["a b", "c"]
ADD --checksum=sha256:x https://example.com/y /z
HEALTHCHECK --interval=3s CMD ["/x", "y"] || exit 1
HEALTHCHECK CMD ["curl", "-f"]
HEALTHCHECK NONE
ONBUILD ENV A=1
ONBUILD RUN ["x"]
ENV A="b=c" D\\ E=3
ENV C d e
env lower=1
LABEL a=b c="d e"
LABEL x y
SHELL ["/bin/sh", "-c"]
VOLUME ["/data"]
EXPOSE 80 90
WORKDIR /a b
USER app
RUN ["x"] && y
CMD echo hi
ENTRYPOINT [ "x" ]
"""


def parsed(text: str) -> Dockerfile:
    found = parse_dockerfile(text.encode(), "Dockerfile")
    assert isinstance(found, Dockerfile)
    return found


def test_instructions_are_those_of_conftest() -> None:
    command = [*find_tool("conftest").command, "parse", "--parser", "dockerfile", "-"]
    answer = json.loads(run(command, stdin=EVERYTHING.encode(), timeout=60).stdout)
    instructions = [item for item in answer[0] if item["Cmd"] != "comment"]
    ours = [instruction.to_json() for instruction in parsed(EVERYTHING).instructions]
    assert [{key: value for key, value in item.items() if key != "StartLine"} for item in ours] == instructions


def test_each_instruction_is_located_at_its_first_line() -> None:
    document = parsed(EVERYTHING).to_document()
    assert document.kind is InputKind.DOCKERFILE
    assert isinstance(document.contents, list)
    lines = [document.locator.locate((index, "Value", 0))[0].line for index in range(len(document.contents))]
    assert lines[:6] == [2, 3, 5, 8, 11, 15]
    assert document.locator.locate(()) == (Location("Dockerfile", 2),)
    assert document.locator.locate((99,)) == (Location("Dockerfile", 2),)


def test_exec_form_is_json_to_its_end() -> None:
    health = next(item for item in parsed(EVERYTHING).instructions if item.command == "healthcheck")
    assert (health.is_json, health.value) == (False, ("CMD", '["/x", "y"] || exit 1'))


@pytest.mark.parametrize(
    "path",
    [
        "Dockerfile",
        "a/Dockerfile.prod",
        "Dockerfile-prod",
        "api.Dockerfile",
        "api.dockerfile",
        "Dockerfile.template",
        "Containerfile",
        "x/dockerfile",
        "auth-service/Dockerfile.optimized",
    ],
)
def test_every_naming_is_known(path: str) -> None:
    assert is_dockerfile(path)


@pytest.mark.parametrize(
    "path",
    [
        "Dockerfile.md",
        ".dockerignore",
        "Dockerfile.dockerignore",
        "check_dockerfiles.sh",
        "dockerfile.rs",
        "docker-compose.yml",
    ],
)
def test_what_only_sounds_alike_is_not(path: str) -> None:
    assert not is_dockerfile(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("FROM a\n\nLABEL x", 3),
        ("FROM a\nRUN true\n# c\nENV\nRUN <<E\nx\n", 5),
        ("", 1),
        ("# only\n", 1),
        ("FROM a\nRUN \x00b", 2),
    ],
)
def test_what_cannot_be_parsed_is_a_problem_at_its_line(text: str, line: int) -> None:
    problem = parse_dockerfile(text.encode(), "Dockerfile")
    assert isinstance(problem, Problem)
    assert problem.location is not None
    assert problem.location.line == line


def test_a_problem_quotes_nothing_of_the_file() -> None:
    problem = parse_dockerfile(b"FROM a\nENV change-me", "Dockerfile")
    assert isinstance(problem, Problem)
    assert "change-me" not in str(problem)


def test_templates_are_parsed_and_bad_files_leave_the_others() -> None:
    files = files_of(
        {
            "a/Dockerfile": "FROM scratch\n",
            "b/Dockerfile": "LABEL x",
            "c/Dockerfile.template": "FROM ${BASE}\nCOPY {{ src }} /x\n",
        }
    )
    collected = collect_dockerfiles(files)
    assert [(item.path, item.kind) for item in collected.documents] == [
        ("a/Dockerfile", InputKind.DOCKERFILE),
        ("c/Dockerfile.template", InputKind.DOCKERFILE),
        ("a/Dockerfile", InputKind.FACT),
        ("c/Dockerfile.template", InputKind.FACT),
    ]
    assert [problem.location for problem in collected.problems] == [Location("b/Dockerfile", 1)]


def test_without_dockerfiles_nothing_is_collected() -> None:
    assert collect_dockerfiles(files_of({"a.txt": ""})).documents == ()


@given(st.lists(st.sampled_from(EVERYTHING.splitlines()), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_lines_give_a_dockerfile_or_a_problem_within_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = parse_dockerfile(text.encode(), "Dockerfile")
    if isinstance(found, Problem):
        assert found.location is not None
        assert found.location.line <= max(len(lines), 1)
    else:
        files_of({"Dockerfile": text})
        collect_dockerfiles(files_of({"Dockerfile": text}))
