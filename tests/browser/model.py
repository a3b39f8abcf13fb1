"""The report on examples/nova, as a run of the command makes it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nova_policy.bundle.load import load_bundle
from nova_policy.config import Configuration
from nova_policy.engines.wasm import WasmEngine
from nova_policy.run import Judge, Result, examine

_MODEL = Path(__file__).parents[2] / "examples" / "nova"


@cache
def model() -> Result:
    """Judge the model once."""
    bundle = load_bundle()
    judge = Judge(WasmEngine(bundle.module), bundle, bundle.catalogue)
    return examine(_MODEL, lambda: judge, Configuration())
