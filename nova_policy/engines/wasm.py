"""The default engine: the delivered bundle, compiled to WebAssembly, evaluated in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from nova_policy.engines.batches import batches
from nova_policy.engines.halving import Halving
from nova_policy.engines.protocol import Answer, Question, envelope, merge, read_answer
from nova_policy.engines.wasm_module import WasmModule
from nova_policy.model import Json

_BATCH_BYTES = 512 * 1024
_WORKERS = 2
_FUEL_PER_BATCH = 2_000_000_000
_FUEL_PER_PAIR = 5_000_000
_MEMORY_BYTES = 1024 * 1024 * 1024


class WasmEngine:
    """Evaluates batches under wasmtime. Fuel bounds a batch; what uses it up is found by halving and left out.

    *fuel* is the allowance of a batch, to which each (document, policy) pair adds a share.
    """

    name = "wasm"

    def __init__(
        self,
        module: bytes,
        cache: Path | None = None,
        *,
        fuel: int = _FUEL_PER_BATCH,
        memory_bytes: int = _MEMORY_BYTES,
    ) -> None:
        self._module = WasmModule(module, cache, memory_bytes=memory_bytes)
        self._fuel = fuel

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions, some hundred kilobytes at a time so that memory stays flat, and two at once."""
        parts = list(batches(questions, _BATCH_BYTES))
        modules: SimpleQueue[WasmModule] = SimpleQueue()
        modules.put(self._module)
        for _ in parts[1:_WORKERS]:
            modules.put(self._module.twin())

        halving = Halving(partial(self._judge, modules, parameters), slow=False)
        # A module leaves the interpreter to others while it runs. What is largest comes last: it is begun first.
        with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
            return merge(pool.map(halving.ask, reversed(parts)))

    def _judge(
        self, modules: SimpleQueue[WasmModule], parameters: Mapping[str, Json], part: Sequence[Question]
    ) -> Answer:
        fuel = self._fuel + _FUEL_PER_PAIR * sum(len(question.policies) for question in part)
        module = modules.get()
        try:
            return read_answer(module.evaluate(envelope(part, parameters), fuel))
        finally:
            modules.put(module)
