from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nova_policy.assess.assessment import Assessment

DATA = Path(__file__).parents[2] / "policies" / "assessment" / "data.yaml"


@pytest.fixture
def document() -> dict[str, Any]:
    """The assessment as it stands in policies/, fresh for each test."""
    value: dict[str, Any] = yaml.load(DATA.read_bytes(), yaml.CSafeLoader)
    return value


@pytest.fixture
def assessment(document: dict[str, Any]) -> Assessment:
    return Assessment.from_json(document)
