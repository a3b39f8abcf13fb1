from __future__ import annotations

from typing import Any

import pytest

from nova_policy.collect.compose import collect_compose, is_compose
from tests.collect.file_trees import contents_of, files_of, line_of

COMPOSE = """\
services:
  db:
    image: registry:5000/postgres:15-alpine
    environment:
      POSTGRES_PASSWORD: change-me
      DB_PASSWORD: ${DB_PASSWORD}
      TOKEN: ${TOKEN:-change-me}
      EMPTY_SECRET: ''
      INHERITED_SECRET:
      LOG_LEVEL: debug
      DATABASE_URL: postgres://a:${P:-change-me}@db/x
      OTHER_URL: postgres://a:${P}@db/x
    ports: ['5432:5432', '127.0.0.1:9000:9000', '8080', {target: 1, published: 81, host_ip: 127.0.0.1}]
    volumes:
    - ./init.sql:/init.sql:ro
    - ./gone:/gone
    - data:/data
    - {type: bind, source: ./init.sql, target: /x}
    healthcheck: {test: x}
    privileged: true
  web:
    build: .
    environment: ['API_KEY=change-me', 'SECRET_FILE=/run/x', 'PASSED_TOKEN']
    env_file: .env
    healthcheck: {disable: true}
  cache:
    image: ${IMAGE:-redis:7}
secrets:
  key: {file: ./key}
"""


@pytest.fixture
def fact() -> Any:
    documents = collect_compose(files_of({"infra/docker-compose.yml": COMPOSE, "infra/init.sql": ""})).documents
    return contents_of(documents[0])


def test_variables_are_classified_and_never_shown(fact: Any) -> None:
    db = fact["services"][0]
    assert {item["name"]: (item["secret"], item["source"]) for item in db["environment"]} == {
        "POSTGRES_PASSWORD": (True, "literal"),
        "DB_PASSWORD": (True, "variable"),
        "TOKEN": (True, "default"),
        "EMPTY_SECRET": (True, "empty"),
        "INHERITED_SECRET": (True, "variable"),
        "LOG_LEVEL": (False, "literal"),
        "DATABASE_URL": (True, "default"),
        "OTHER_URL": (False, "variable"),
    }
    assert "change-me" not in str(fact)
    assert line_of(db["environment"][0]) == 5


def test_lists_of_variables_are_read_too(fact: Any) -> None:
    found = [
        (item["name"], item["secret"], item["source"], line_of(item)) for item in fact["services"][1]["environment"]
    ]
    assert found == [
        ("API_KEY", True, "literal", 23),
        ("SECRET_FILE", False, "literal", 23),
        ("PASSED_TOKEN", True, "variable", 23),
    ]


def test_images_ports_and_volumes(fact: Any) -> None:
    db, web, cache = fact["services"]
    assert (db["image"]["repository"], db["image"]["tag"]) == ("registry:5000/postgres", "15-alpine")
    assert (web["image"], web["build"], web["env_files"]) == (None, True, [".env"])
    assert (cache["image"]["repository"], cache["image"]["tag"]) == ("redis", "7")
    assert [(item["published"], item["all_interfaces"]) for item in db["ports"]] == [
        ("5432", True),
        ("9000", False),
        ("81", False),
    ]
    assert [(item["path"], item["target"], item["exists"]) for item in db["volumes"]] == [
        ("infra/init.sql", "/init.sql", True),
        ("infra/gone", "/gone", False),
        (None, "/data", None),
        ("infra/init.sql", "/x", True),
    ]
    assert [service["healthcheck"] for service in fact["services"]] == [True, False, False]
    assert fact["secrets"][0]["source"] == "file"


@pytest.mark.parametrize(
    ("path", "purpose"),
    [
        ("docker-compose.yml", "production"),
        ("compose.yaml", "production"),
        ("docker-compose.dev.yml", "development"),
        ("docker-compose.override.yml", "development"),
        ("compose.e2e.yaml", "test"),
    ],
)
def test_the_name_tells_the_purpose(path: str, purpose: str) -> None:
    documents = collect_compose(files_of({path: "services: {}\n"})).documents
    assert contents_of(documents[0])["purpose"] == purpose


def test_only_compose_files_are_read() -> None:
    assert not is_compose("decompose.yml")
    assert not is_compose("docker-compose.yml.bak")
    assert collect_compose(files_of({"compose.yml": "a: 1\n"})).documents == ()


@pytest.mark.parametrize(
    "text", ["services: {a: 1, b: null}", "services: {a: {environment: 5, ports: {}, volumes: [1, {}], image: [x]}}"]
)
def test_odd_shapes_are_survived(text: str) -> None:
    assert len(collect_compose(files_of({"compose.yml": text})).documents) == 1


def test_a_broken_file_is_a_problem() -> None:
    assert len(collect_compose(files_of({"compose.yml": "services: ["})).problems) == 1
