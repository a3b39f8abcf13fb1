"""The report as data, read and checked before it goes into a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from nova_policy.assess.assessment import validate
from nova_policy.errors import UsageError


def load_assessment(path: Path) -> Any:
    """Return the assessment as plain data; raise UsageError with all that its schema forbids."""
    value = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    if faults := validate(value):
        raise UsageError("\n".join(f"{path}: {fault}" for fault in faults))
    return value
