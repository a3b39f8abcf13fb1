from __future__ import annotations

from typing import Any

import pytest

from nova_policy.collect.kustomize.resource import Resource
from nova_policy.collect.kustomize.selector import NotFollowed, selects
from nova_policy.collect.kustomize.traced import Traced, trace
from nova_policy.collect.limits import Limits
from nova_policy.collect.yaml_nodes import load_yaml


def traced(text: str) -> Traced:
    return trace(load_yaml(text.encode(), "a.yaml", Limits()).documents[0])


WEB = traced(
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: my-web, namespace: shop, labels: {app: web, n: '1'}}}"
)


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("{}", True),
        ("{kind: Deployment}", True),
        ("{kind: Deploy}", False),
        ("{kind: Deploy.*}", True),
        ("{kind: Deployment|StatefulSet, name: .*-web}", True),
        ("{name: web}", False),
        ("{name: '.*web.*', namespace: sh..}", True),
        ("{group: apps, version: v1}", True),
        ("{group: batch}", False),
        ("{labelSelector: app=web}", True),
        ("{labelSelector: 'app = web, n == 1'}", True),
        ("{labelSelector: 'app!=web'}", False),
        ("{labelSelector: 'app in (api, web),!gone'}", True),
        ("{labelSelector: 'app notin (api, web)'}", False),
        ("{labelSelector: 'n'}", True),
        ("{labelSelector: 'gone'}", False),
        ("{annotationSelector: 'a=b'}", False),
    ],
)
def test_a_target_selects_as_in_kustomize(selector: str, expected: Any) -> None:
    assert selects(traced(selector), Resource(WEB, WEB.at)) is expected


@pytest.mark.parametrize("pattern", ["(a+)+$", "a*a*a*a*b", "(?:x", r"(a)\1", "(a|b)*"])
def test_a_pattern_that_could_run_for_long_is_not_run(pattern: str) -> None:
    with pytest.raises(NotFollowed):
        selects(traced(f"{{name: '{pattern}'}}"), Resource(WEB, WEB.at))
