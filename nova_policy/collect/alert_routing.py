"""The fact AlertRouting: where Alertmanager sends alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nova_policy.collect.facts import fact, place
from nova_policy.collect.monitoring_sources import MonitoringSource
from nova_policy.collect.secret_literals import is_placeholder, is_secret_literal
from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Json

_PLACEHOLDER = re.compile(r"example\.(?:com|org)|your[-_]|change[-_ ]?me|xxx|placeholder|T00000000", re.IGNORECASE)
_SECRET_KEYS = frozenset({"routing_key", "service_key", "api_url", "slack_api_url", "webhook_url"})


def alert_routing(item: MonitoringSource) -> Document:
    """Describe one Alertmanager configuration."""
    contents = item.source.contents
    receivers: list[Json] = []
    for index, entry in enumerate(items(contents.get("receivers"))):
        receiver = mapping(entry)
        integrations = sorted(key.removesuffix("_configs") for key in receiver if key.endswith("_configs"))
        values = [value for key in integrations for value in _destinations(receiver.get(f"{key}_configs"))]
        receivers.append(
            place(
                item.source.at(("receivers", index)),
                name=scalar(receiver.get("name")),
                integrations=[*integrations],
                placeholder=not integrations or (bool(values) and all(_is_fake(value) for value in values)),
            )
        )
    return fact(
        "AlertRouting",
        item.name,
        item.at,
        default_receiver=scalar(mapping(contents.get("route")).get("receiver")) or None,
        receivers=receivers,
        secrets=[*_secrets(item)],
    )


def _destinations(value: Json) -> Iterator[str]:
    for entry in items(value):
        for key, item in mapping(entry).items():
            if key in {"url", "to", "channel", *_SECRET_KEYS} and scalar(item):
                yield scalar(item)


def _is_fake(value: str) -> bool:
    return bool(_PLACEHOLDER.search(value))


def _secrets(item: MonitoringSource) -> Iterator[Json]:
    for path, node in item.source.scalars():
        key = str(path[-1]) if path else ""
        value = str(node.value)
        is_hook = key in _SECRET_KEYS and not is_placeholder(value) and not _is_fake(value)
        if is_secret_literal(key, value) or (is_hook and "://" in value):
            yield place(item.source.at(path), name=key)
