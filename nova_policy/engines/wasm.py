"""The default engine: the delivered bundle, compiled to WebAssembly, evaluated in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from nova_policy.apart import Apart
from nova_policy.engines.batches import batches, one_by_one, readings
from nova_policy.engines.halving import Halving
from nova_policy.engines.protocol import Answer, Question, envelope, merge, read_answer
from nova_policy.engines.wasm_module import WasmModule
from nova_policy.model import Json

_BATCH_SIZE = 512 * 1024
# The module frees nothing while it evaluates, and takes thirty times the size of a document for one policy.
_LARGE = 4 * 1024 * 1024
_WORKERS = 2
_FUEL_PER_BATCH = 2_000_000_000
_FUEL_PER_PAIR = 5_000_000
# A policy on an environment of a thousand objects uses up to 310 for each byte of it.
_FUEL_PER_BYTE = 500
_MEMORY_BYTES = 1024 * 1024 * 1024


class WasmEngine:
    """Evaluates batches under wasmtime. Fuel bounds a batch; what uses it up is found by halving and left out.

    *fuel* is the allowance of a batch, to which each (document, policy) pair and each byte that a policy reads add a
    share.
    """

    name = "wasm"

    def __init__(
        self,
        module: bytes,
        cache: Path | None = None,
        *,
        fuel: int = _FUEL_PER_BATCH,
        memory_bytes: int = _MEMORY_BYTES,
        compiling: Apart | None = None,
    ) -> None:
        self._module = WasmModule(module, cache, memory_bytes=memory_bytes, compiling=compiling)
        self._fuel = fuel

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions, some hundred kilobytes at a time so that memory stays flat, and two at once."""
        rooms = [list(one_by_one(room, _LARGE)) for room in _by_room(questions)]
        parts = [part for room in rooms for part in batches(room, _BATCH_SIZE)]
        modules: SimpleQueue[WasmModule] = SimpleQueue()
        modules.put(self._module)
        for _ in parts[1:_WORKERS]:
            modules.put(self._module.twin())

        halving = Halving(partial(self._judge, modules, parameters), slow=False)
        parts.sort(key=readings, reverse=True)
        # Two large ones at once would need twice the memory, so one worker takes all of these.
        large = [part for part in parts if part[0].size > _LARGE]
        turns = [large, *([part] for part in parts if part[0].size <= _LARGE)]
        # A module leaves the interpreter to others while it runs. What takes longest is begun first.
        with ThreadPoolExecutor(max_workers=_WORKERS) as pool:
            return merge(pool.map(lambda turn: merge(map(halving.ask, turn)), turns))

    def _judge(
        self, modules: SimpleQueue[WasmModule], parameters: Mapping[str, Json], part: Sequence[Question]
    ) -> Answer:
        request = envelope(part, parameters)
        pairs = sum(len(question.policies) for question in part)
        read = len(request) * max(len(question.policies) for question in part)
        fuel = self._fuel + _FUEL_PER_PAIR * pairs + _FUEL_PER_BYTE * read
        module = modules.get()
        try:
            return read_answer(module.evaluate(request, fuel))
        finally:
            modules.put(module)


def _by_room(questions: Sequence[Question]) -> Iterator[list[Question]]:
    """Yield what is asked of one room after the other.

    opa's library keeps a hundred compiled expressions for an evaluation. With more it frees one at random to make
    room, perhaps the one just used (wasm/src/regex.cc); no room has as many.
    """
    rooms: dict[str, list[Question]] = {}
    for question in questions:
        rooms.setdefault(question.policies[0].partition("/")[0], []).append(question)
    yield from rooms.values()
