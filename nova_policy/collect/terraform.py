"""What Terraform files say about regions, rollbacks, image scans, logs, alarms, backups and secrets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nova_policy.collect.facts import place
from nova_policy.collect.files import Files
from nova_policy.collect.hcl import Block, Token, assignments, blocks_of, tokens_of
from nova_policy.collect.secret_literals import is_secret_literal, is_secret_name
from nova_policy.model import Json, Location

_REGION = re.compile(
    r"[a-z]{2}(?:-gov)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d|[a-z]+-[a-z]+\d"
)
_CLUSTERS = frozenset({"aws_eks_cluster", "google_container_cluster", "azurerm_kubernetes_cluster", "aws_ecs_cluster"})
_WAF = re.compile(
    r"aws_waf\w*_web_acl(?:_association)?|google_compute_security_policy|azurerm_web_application_firewall_policy"
)
_LOGS = frozenset({"aws_cloudwatch_log_group", "google_logging_project_sink", "azurerm_log_analytics_workspace"})
_ALARMS = frozenset({"aws_cloudwatch_metric_alarm", "google_monitoring_alert_policy", "azurerm_monitor_metric_alert"})
_TOLD = ("alarm_actions", "notification_channels")
_DATABASES = re.compile(
    r"aws_(?:db_instance|rds_cluster|docdb_cluster|elasticache_(?:cluster|replication_group))|google_sql_database_instance"
)
_ROTATION = frozenset({"aws_secretsmanager_secret_rotation", "time_rotating"})
_BACKUPS = re.compile(r"aws_backup_(?:plan|vault|selection)|google_gke_backup_\w+|azurerm_backup_policy_\w+")
_NO_DEFAULT = frozenset({"description", "name", "type", "error_message"})


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    tokens: tuple[Token, ...] = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)

    def at(self, line: int, column: int = 1) -> Location:
        return Location(self.path, line, column)

    def resources(self) -> Iterator[tuple[str, str, Block]]:
        for block in self.blocks:
            if block.kind == "resource" and len(block.labels) == 2:
                yield block.labels[0], block.labels[1], block


def terraform(files: Files) -> Json:
    """Return the fact's `terraform`; None in a repository without `*.tf` files. What is no text is left out."""
    found: list[_File] = []
    for path in files.paths:
        if path.endswith(".tf"):
            text = files.text(path)
            if isinstance(text, str):
                tokens = tokens_of(text)
                found.append(_File(path, tokens, blocks_of(tokens)))
    if not found:
        return None
    folders = {posixpath.dirname(file.path) or ".": file.path for file in reversed(found)}
    return place(
        Location(found[0].path, 1),
        modules=[place(Location(first, 1), path=folder) for folder, first in sorted(folders.items())],
        regions=[entry for file in found for entry in _regions(file)],
        clusters=[entry for file in found for entry in _named(file, _CLUSTERS)],
        ecs_services=[entry for file in found for entry in _ecs_services(file)],
        circuit_breakers=[entry for file in found for entry in _circuit_breakers(file)],
        image_scanning=[entry for file in found for entry in _image_scanning(file)],
        waf=[entry for file in found for entry in _matching(file, _WAF)],
        log_groups=[entry for file in found for entry in _log_groups(file)],
        alarms=[entry for file in found for entry in _alarms(file)],
        databases=[entry for file in found for entry in _databases(file)],
        rotation=[entry for file in found for entry in _named(file, _ROTATION)],
        backups=[entry for file in found for entry in _matching(file, _BACKUPS)],
        secret_literals=[entry for file in found for entry in _secret_literals(file)],
    )


def _named(file: _File, kinds: frozenset[str]) -> Iterator[Json]:
    for kind, name, block in file.resources():
        if kind in kinds:
            yield place(file.at(block.line), kind=kind, name=name)


def _matching(file: _File, pattern: re.Pattern[str]) -> Iterator[Json]:
    for kind, name, block in file.resources():
        if pattern.fullmatch(kind):
            yield place(file.at(block.line), kind=kind, name=name)


def _regions(file: _File) -> Iterator[Json]:
    for block in file.blocks:
        key = "region" if block.kind == "provider" else "default"
        is_variable = block.kind == "variable" and any("region" in label for label in block.labels)
        is_region = block.kind == "provider" or is_variable
        value = block.literal(key)
        if is_region and value is not None and _REGION.fullmatch(value):
            yield place(file.at(block.attributes[key].line, block.attributes[key].column), value=value)


def _ecs_services(file: _File) -> Iterator[Json]:
    for kind, name, block in file.resources():
        if kind == "aws_ecs_service":
            breaker = block.inner("deployment_circuit_breaker")
            enabled = breaker is not None and breaker.literal("enable") == "true"
            reverts = enabled and breaker is not None and breaker.literal("rollback") == "true"
            yield place(file.at(block.line), name=name, circuit_breaker=enabled, rollback=reverts)


def _circuit_breakers(file: _File) -> Iterator[Json]:
    for _, _, block in file.resources():
        breaker = block.inner("deployment_circuit_breaker")
        if breaker is not None:
            yield place(file.at(breaker.line), rollback=breaker.literal("rollback") == "true")


def _image_scanning(file: _File) -> Iterator[Json]:
    for kind, _, block in file.resources():
        scanning = block.inner("image_scanning_configuration") if kind == "aws_ecr_repository" else None
        on_push = scanning.attributes.get("scan_on_push") if scanning is not None else None
        if on_push is not None:
            yield place(file.at(on_push.line, on_push.column), scan_on_push=on_push.value == "true")


def _log_groups(file: _File) -> Iterator[Json]:
    for kind, name, block in file.resources():
        if kind in _LOGS:
            yield place(file.at(block.line), name=name, retention="retention_in_days" in block.attributes)


def _alarms(file: _File) -> Iterator[Json]:
    for kind, name, block in file.resources():
        if kind in _ALARMS:
            metric = block.literal("metric_name")
            yield place(file.at(block.line), name=name, metric=metric, notifies=_notifies(block))


def _notifies(block: Block) -> bool:
    """Tell whether an alarm has somebody to tell; a list that an expression gives may have."""
    told = any(name in block.attributes and block.literal(name) not in {"[]", "null"} for name in _TOLD)
    return (told or block.inner("action") is not None) and block.literal("actions_enabled") != "false"


def _databases(file: _File) -> Iterator[Json]:
    for kind, name, block in file.resources():
        if _DATABASES.fullmatch(kind):
            names = ("backup_retention_period", "snapshot_retention_limit")
            retention = next((name for name in names if name in block.attributes), names[0])
            zones = "multi_az" if "multi_az" in block.attributes else "multi_az_enabled"
            yield place(
                file.at(block.line),
                kind=kind,
                name=name,
                multi_az=_setting(block, zones),
                backup_retention=_setting(block, retention),
            )


def _setting(block: Block, name: str) -> Json:
    if name not in block.attributes:
        return None
    value = block.literal(name)
    return "conditional" if value is None else value not in {"false", "0", "null", ""}


def _secret_literals(file: _File) -> Iterator[Json]:
    for block in file.blocks:
        default = block.attributes.get("default")
        if block.kind == "variable" and default is not None and default.quoted and default.value:
            name = block.labels[0] if block.labels else ""
            if is_secret_literal(name, default.value):
                yield place(file.at(default.line, default.column), name=name)
    for attribute in assignments(file.tokens):
        value = attribute.value or ""
        if attribute.name in _NO_DEFAULT or (attribute.name == "default" and not is_secret_name(attribute.name)):
            continue
        if ":" not in attribute.name and value and "${" not in value and is_secret_literal(attribute.name, value):
            yield place(file.at(attribute.line, attribute.column), name=attribute.name)
