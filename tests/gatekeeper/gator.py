"""The real gator on the delivered templates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nova_policy.gatekeeper.yaml_text import to_yaml
from nova_policy.process import run
from nova_policy.tools.find import find_tool

DELIVERED = Path(__file__).parents[2] / "bundles" / "gatekeeper"


def gator_test(objects: Sequence[Any], folder: Path) -> list[dict[str, Any]]:
    """Return what `gator test` says about *objects*, written into *folder*, by all templates that are delivered."""
    assert objects, "gator passes where there is nothing to judge"
    folder.mkdir(parents=True)
    for index, contents in enumerate(objects):
        (folder / f"{index}.yaml").write_text(to_yaml(contents))
    library = DELIVERED / "library"
    rules = [*library.glob("*/*/template.yaml"), *library.glob("*/*/samples/*/constraint.yaml")]
    options = [option for path in [*rules, folder] for option in ("--filename", str(path))]
    completed = run([*find_tool("gator").command, "test", *options, "--output", "json"], timeout=300)
    assert completed.stderr == b""
    return json.loads(completed.stdout) or []
