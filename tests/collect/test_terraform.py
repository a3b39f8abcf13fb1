from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_policy.collect.hcl import blocks_of, tokens_of
from nova_policy.collect.terraform import terraform
from tests.collect.file_trees import files_of, line_of

MAIN = """\
# provider "aws" { region = "eu-north-1" }
provider "aws" {
  region = var.region
}
provider "aws" {
  alias  = "west"
  region = "eu-west-1"
}
variable "region" { default = "eu-central-1" }
variable "db_password" {
  default = "change-me"
}
variable "api_token" { default = "" }
resource "aws_ecs_service" "api" {
  name = "api-${each.key["x"]}"
  network_configuration {
    security_groups = [aws_security_group.x.id]
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}
resource "aws_ecs_service" "web" {}
resource "aws_eks_cluster" "main" {}
resource "aws_wafv2_web_acl" "main" {}
resource "aws_cloudwatch_log_group" "ecs" { retention_in_days = 7 }
resource "aws_cloudwatch_metric_alarm" "disk" { metric_name = "FreeStorageSpace" }
resource "aws_db_instance" "main" {
  multi_az                = var.production ? true : false
  backup_retention_period = 7
  password                = random_password.db.result
}
resource "aws_secretsmanager_secret_rotation" "db" {}
resource "aws_backup_plan" "daily" {}
resource "aws_ecs_task_definition" "api" {
  container_definitions = jsonencode([{
    environment = [
      { name = "JWT_SECRET", value = "change-me" },
      { name  = "LOG_LEVEL"
        value = "debug" },
      { name = "DATABASE_URL", value = "postgres://a:change-me@${aws_db_instance.main.endpoint}/x" },
      { name = "TOKEN", value = var.token },
    ]
  }])
  user_data = <<-EOT
    PASSWORD=not-seen
  EOT
}
"""


def places(found: Any, name: str) -> list[tuple[Any, int]]:
    return [(item.get("name", item.get("value", item.get("rollback"))), line_of(item)) for item in found[name]]


def fact() -> Any:
    return terraform(files_of({"infra/main.tf": MAIN, "infra/modules/x/a.tf": ""}))


def test_without_terraform_there_is_nothing() -> None:
    assert terraform(files_of({"a.txt": ""})) is None


def test_settings_are_found_where_they_are_literal() -> None:
    found = fact()
    assert [item["path"] for item in found["modules"]] == ["infra", "infra/modules/x"]
    assert places(found, "regions") == [("eu-west-1", 7), ("eu-central-1", 9)]
    assert [
        (item["name"], item["circuit_breaker"], item["rollback"], line_of(item)) for item in found["ecs_services"]
    ] == [
        ("api", True, True, 14),
        ("web", False, False, 24),
    ]
    assert places(found, "circuit_breakers") == [(True, 19)]
    assert places(found, "clusters") == [("main", 25)]
    assert places(found, "waf") == [("main", 26)]
    assert [(item["retention"], line_of(item)) for item in found["log_groups"]] == [(True, 27)]
    assert [(item["metric"], line_of(item)) for item in found["alarms"]] == [("FreeStorageSpace", 28)]
    assert [(item["multi_az"], item["backup_retention"], line_of(item)) for item in found["databases"]] == [
        ("conditional", True, 29)
    ]
    assert places(found, "rotation") == [("db", 34)]
    assert places(found, "backups") == [("daily", 35)]


def test_image_scanning_is_found_where_it_is_literal() -> None:
    text = """\
resource "aws_ecr_repository" "on" {
  image_scanning_configuration {
    scan_on_push = true
  }
}
resource "aws_ecr_repository" "off" { image_scanning_configuration { scan_on_push = false } }
resource "aws_ecr_repository" "silent" {}
resource "aws_s3_bucket" "other" { image_scanning_configuration { scan_on_push = true } }
"""
    found: Any = terraform(files_of({"a.tf": text}))
    assert [(item["scan_on_push"], line_of(item)) for item in found["image_scanning"]] == [(True, 3), (False, 6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("alarm_actions = []", False),
        ("alarm_actions = [\n  # nobody yet\n  ]", False),
        ("alarm_actions = null", False),
        ("ok_actions = [aws_sns_topic.x.arn]", False),
        ("alarm_actions = [aws_sns_topic.x.arn]\n  actions_enabled = false", False),
        ("alarm_actions = [aws_sns_topic.x.arn]", True),
        ("alarm_actions = var.production ? [var.topic] : []", True),
        ("notification_channels = [google_monitoring_notification_channel.x.id]", True),
        ("action {\n    action_group_id = azurerm_monitor_action_group.x.id\n  }", True),
    ],
)
def test_an_alarm_notifies_where_it_has_somebody_to_tell(text: str, expected: bool) -> None:
    found: Any = terraform(
        files_of({"a.tf": f'resource "aws_cloudwatch_metric_alarm" "disk" {{\n  {text}\n  metric_name = "X"\n}}\n'})
    )
    assert [(item["metric"], item["notifies"]) for item in found["alarms"]] == [("X", expected)]


def test_secret_literals_are_named_and_not_shown() -> None:
    found = fact()
    assert places(found, "secret_literals") == [("db_password", 11), ("JWT_SECRET", 39)]
    assert "change-me" not in str(found)


def test_blocks_nest_and_brackets_in_strings_do_not() -> None:
    (block,) = blocks_of(tokens_of('a "b" "c" {\n  x = "}{" # }\n  d {\n    e = [1, {f = "]"}]\n  }\n  y = 5\n}\n'))
    assert (block.kind, block.labels, block.literal("x"), block.literal("y")) == ("a", ("b", "c"), "}{", "5")
    assert [inner.kind for inner in block.blocks] == ["d"]


@given(st.text(alphabet='ab{}[]()="$<-\n#/* .E1', max_size=100))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_to_its_end(text: str) -> None:
    tokens = tokens_of(text)
    blocks_of(tokens)
    assert all(token.line <= text.count("\n") + 1 for token in tokens)
    terraform(files_of({"a.tf": text.encode()}))


def test_deep_nesting_ends() -> None:
    blocks_of(tokens_of("a {\n" * 5000))
