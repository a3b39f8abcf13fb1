"""OPA's WebAssembly ABI under wasmtime: load the module, evaluate one JSON input, with bounded time and memory.

ABI: https://www.openpolicyagent.org/docs/wasm (1.2). The module asks its host for `sprintf` alone; any other
builtin it names is refused when it is loaded.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nova_policy.apart import Apart
from nova_policy.cache_folder import distrust, make_private
from nova_policy.engines.protocol import EvaluationStoppedError
from nova_policy.engines.rego_terms import split_terms
from nova_policy.engines.sprintf import UnsupportedFormatError, sprintf
from nova_policy.errors import ToolError, TrustError, UsageError

if TYPE_CHECKING:
    import wasmtime

_PAGE = 65536
_SPARE_PAGES = 16
_SCRATCH = 65536
_KEPT = 64 * 1024 * 1024
_START_FUEL = 100_000_000
_SUPPORTED = {"sprintf"}


class WasmModule:
    """One compiled module, ready to evaluate.

    *memory_bytes* bounds the linear memory. After an evaluation that was stopped the next one starts from a fresh
    instance, and so it does after one that needed much memory: an instance gives none back.
    """

    def __init__(self, module: bytes, cache: Path | None, *, memory_bytes: int, compiling: Apart | None = None) -> None:
        import wasmtime

        self._wasmtime = wasmtime
        self._engine = _engine()
        self._module = _compile(wasmtime, self._engine, module, cache, compiling)
        # The module asks for the memory that its library needs; its own data, never larger than itself, comes on top.
        self._pages = len(module) // _PAGE + _SPARE_PAGES
        self._memory_bytes = memory_bytes
        self._start()

    def twin(self) -> WasmModule:
        """Return the same code with a memory of its own, for another thread: one module is for one at a time."""
        twin = copy(self)
        twin._start()
        return twin

    def _start(self) -> None:
        wt = self._wasmtime
        self._store = wt.Store(self._engine)
        self._store.set_limits(memory_size=self._memory_bytes)
        self._store.set_fuel(_START_FUEL)
        self._memory = wt.Memory(self._store, wt.MemoryType(wt.Limits(self._pages, None)))
        linker = wt.Linker(self._engine)
        linker.define(self._store, "env", "memory", self._memory)
        for name, arity, function in self._host_functions():
            results = [] if name in {"opa_abort", "opa_println"} else [wt.ValType.i32()]
            kind = wt.FuncType([wt.ValType.i32()] * arity, results)
            linker.define(self._store, "env", name, wt.Func(self._store, kind, function))
        try:
            instance = linker.instantiate(self._store, self._module)
        except (wt.WasmtimeError, wt.Trap) as error:
            raise ToolError(f"the policy module cannot be started: {_first_line(error)}") from None
        self._exports: dict[str, Any] = dict(instance.exports(self._store).items())
        self._builtins: dict[int, str] = {number: name for name, number in self._json(self._call("builtins")).items()}
        if unsupported := sorted(set(self._builtins.values()) - _SUPPORTED):
            what = f"the policy module needs builtins that are not allowed: {', '.join(unsupported)}"
            raise UsageError(what, code="NOVA-E09")
        self._scratch = self._call("opa_malloc", _SCRATCH)
        self._heap = self._call("opa_heap_ptr_get")
        self._templates: dict[int, str] = {}

    def _host_functions(self) -> list[tuple[str, int, Callable[..., Any]]]:
        builtins = [(f"opa_builtin{count}", 2 + count, self._builtin) for count in range(5)]
        return [("opa_abort", 1, self._abort), ("opa_println", 1, _ignore), *builtins]

    def evaluate(self, envelope: bytes, fuel: int) -> Any:
        """Return the value of the entry point for a JSON input, using at most *fuel* (roughly, instructions).

        Raises EvaluationStoppedError when the module traps, aborts or needs more.
        """
        wt = self._wasmtime
        self._store.set_fuel(fuel)
        try:
            self._reserve(self._heap + len(envelope))
            self._memory.write(self._store, envelope, self._heap)
            end = self._heap + len(envelope)
            address = self._call("opa_eval", 0, 0, 0, self._heap, len(envelope), end, 0)
            results = self._json_text(address)
        except (wt.WasmtimeError, wt.Trap) as error:
            self._start()
            raise EvaluationStoppedError(_reason(error)) from None
        except EvaluationStoppedError:
            self._start()
            raise
        if not results:
            raise EvaluationStoppedError("the entry point is undefined")
        if self._memory.data_len(self._store) > _KEPT:
            self._start()
        return results[0]["result"]

    def _reserve(self, end: int) -> None:
        missing = end - self._memory.data_len(self._store)
        if missing > 0:
            self._memory.grow(self._store, missing // _PAGE + 1)

    def _call(self, name: str, *arguments: int) -> int:
        return self._exports[name](self._store, *arguments)  # type: ignore[no-any-return]

    def _text(self, address: int) -> bytes:
        # Memory.read copies through a Python list; a C string read does not.
        base = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        return ctypes.string_at(base + address)

    def _json_text(self, address: int) -> Any:
        return json.loads(self._text(address))

    def _json(self, address: int) -> Any:
        return self._json_text(self._call("opa_json_dump", address))

    def _builtin(self, number: int, _context: int, *addresses: int) -> int:
        name = self._builtins[number]
        if name != "sprintf":
            raise ToolError(f"unsupported builtin {name}")
        template, arguments = addresses
        # The Rego text of the arguments keeps sets apart from arrays, which JSON would not.
        terms = split_terms(self._text(self._call("opa_value_dump", arguments)).decode("utf-8", "surrogatepass"))
        try:
            result = json.dumps(sprintf(self._template(template), terms), ensure_ascii=False)
        except UnsupportedFormatError as error:
            raise EvaluationStoppedError(str(error), code="NOVA-E11") from None
        return self._parse(result.encode("utf-8", "surrogatepass"))

    def _template(self, address: int) -> str:
        """Constants of the module lie below the heap and never change: each is read once."""
        if address >= self._heap:
            return str(self._json(address))
        if address not in self._templates:
            self._templates[address] = str(self._json(address))
        return self._templates[address]

    def _parse(self, text: bytes) -> int:
        # Crossing into the module costs more than the work done there, so short texts need no allocation.
        address = self._scratch if len(text) <= _SCRATCH else self._call("opa_malloc", len(text))
        self._memory.write(self._store, text, address)
        return self._call("opa_json_parse", address, len(text))

    def _abort(self, address: int) -> None:
        raise EvaluationStoppedError(self._text(address).decode("utf-8", "replace")[:200])


def _ignore(_address: int) -> None:
    """Policies print for their authors; a run has no use for it."""


def compile_apart(module: bytes, cache: Path) -> Apart | None:
    """Begin to compile in a process of its own; None where an earlier run left native code in *cache*."""
    if _path(module, cache).exists():
        return None

    def compiled() -> bytes:
        import wasmtime

        return bytes(wasmtime.Module(_engine(beside=True), module).serialize())

    return Apart(compiled)


def _engine(*, beside: bool = False) -> wasmtime.Engine:
    """Return an engine; one that works *beside* others takes one core for less work in all."""
    import wasmtime

    config = wasmtime.Config()
    config.consume_fuel = True
    # Optimising makes compiling half as slow again, and the policies no faster: they wait for memory and the host.
    config.cranelift_opt_level = "none"
    config.parallel_compilation = not beside
    return wasmtime.Engine(config)


def _path(module: bytes, cache: Path) -> Path:
    return cache / f"{hashlib.sha256(module).hexdigest()}.cwasm"


def _compile(
    wt: Any, engine: wasmtime.Engine, module: bytes, cache: Path | None, compiling: Apart | None
) -> wasmtime.Module:
    """Compile, or take the native code that an earlier run left in a folder of ours, or that is *compiling*.

    Native code is executed as it is: nobody else may write to the folder. wasmtime itself refuses code that another
    version of it compiled.
    """
    native = compiling.result() if compiling is not None else None
    if cache is None:
        return wt.Module(engine, module)  # type: ignore[no-any-return]
    path = _path(module, cache)
    if native is not None:
        _keep(path, native)
        return wt.Module.deserialize(engine, native)  # type: ignore[no-any-return]
    with suppress(OSError):
        if not (distrust(cache) or distrust(path)):
            try:
                return wt.Module.deserialize_file(engine, str(path))  # type: ignore[no-any-return]
            except wt.WasmtimeError:
                path.unlink(missing_ok=True)
    compiled = wt.Module(engine, module)
    _keep(path, compiled.serialize())
    return compiled  # type: ignore[no-any-return]


def _keep(path: Path, native: bytes) -> None:
    """Write atomically; a cache that cannot be written costs time, nothing else."""
    with suppress(OSError, TrustError):
        make_private(path.parent)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(native)
        temporary.replace(path)


def _reason(error: Exception) -> str:
    text = str(error)
    if "fuel" in text:
        return "the time allowance is used up"
    if "unreachable" in text or "memory" in text:
        return "the memory allowance is used up or the module trapped"
    return _first_line(error)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1][:200]
