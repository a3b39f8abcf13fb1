"""The fact AlertRouting: where Alertmanager sends alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nova_policy.collect.facts import fact, place
from nova_policy.collect.monitoring_sources import MonitoringSource
from nova_policy.collect.secret_literals import is_placeholder, is_secret_literal
from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Json

_PLACEHOLDER = re.compile(r"example\.(?:com|org)|your[-_]|change[-_ ]?me|xxx|placeholder|T00000000", re.IGNORECASE)
_SECRET_KEYS = frozenset({"routing_key", "service_key", "api_url", "slack_api_url", "webhook_url"})
_ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "slack": ("api_url", "app_token"),
    "pagerduty": ("routing_key", "service_key"),
    "opsgenie": ("api_key",),
    "webhook": ("url",),
}
"""What an integration sends to, or is let in by; `<name>_file` does as well."""
_GLOBAL_ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "slack": ("slack_api_url", "slack_app_token"),
    "opsgenie": ("opsgenie_api_key",),
}


def alert_routing(item: MonitoringSource) -> Document:
    """Describe one Alertmanager configuration."""
    contents = item.source.contents
    general = mapping(contents.get("global"))
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
                unaddressed=[key for key in integrations if not _is_addressed(key, receiver, general)],
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


def _is_addressed(integration: str, receiver: Mapping[str, Json], general: Mapping[str, Json]) -> bool:
    """Tell whether each entry of an integration says where to send, for itself or by the global settings."""
    names = _ADDRESSES.get(integration)
    if names is None or _names_any(_GLOBAL_ADDRESSES.get(integration, ()), general):
        return True
    return all(_names_any(names, mapping(entry)) for entry in items(receiver.get(f"{integration}_configs")))


def _names_any(names: tuple[str, ...], settings: Mapping[str, Json]) -> bool:
    return any(scalar(settings.get(key)) for name in names for key in (name, f"{name}_file"))


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
