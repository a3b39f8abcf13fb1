"""Starts other programs; nothing else in the project does.

A program gets an environment of five variables, an empty private directory, a session of its own and limits on time,
output and memory. Whatever ends a call, an answer or an exception, ends the whole process group. (A program that
moves a child into another session would escape that: Go does so for its telemetry, which we turn off.)

The address space is limited with prlimit(2) right after exec: unlike `preexec_fn` that is safe beside threads, and
unlike a shell's `ulimit` it leaves the error of a failed start readable. The gap is about 10 µs (at most 0.2 ms in
300 starts from 1 to 8 threads on two cores). Go programs reserve address space generously: kustomize, opa, conftest
and kubectl start within 1 GiB, gator within 2 GiB. Where prlimit does not exist (macOS) memory is not limited.
"""

from __future__ import annotations

import os
import resource
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import IO

from nova_policy.errors import ToolError

TIMEOUT = 60.0
OUTPUT_LIMIT = 64 * 1024 * 1024
MEMORY_LIMIT = 4 * 1024 * 1024 * 1024

_CHUNK = 64 * 1024
_POLL_SECONDS = 0.05
_FAREWELL_SECONDS = 5.0


class ToolStartError(ToolError):
    """The program is missing, not executable or made for another machine."""


class ToolTimeout(ToolError):  # noqa: N818 -- reads as what happened, like ToolFlood
    """The program gave no answer in time and was ended."""

    exit_code = 4


class ToolFlood(ToolError):  # noqa: N818
    """The program wrote more than it may and was ended."""

    exit_code = 4


class ToolCancelled(ToolError):  # noqa: N818
    """The caller gave up the call and the program was ended."""

    exit_code = 130


@dataclass(frozen=True, slots=True)
class Completed:
    """How a program ended; *returncode* is negative where a signal ended it."""

    stdout: bytes
    stderr: bytes
    returncode: int


def run(
    command: Sequence[str],
    *,
    stdin: bytes | None = None,
    timeout: float = TIMEOUT,
    output_limit: int = OUTPUT_LIMIT,
    memory_limit: int | None = MEMORY_LIMIT,
    directory: Path | None = None,
    environment: Mapping[str, str] | None = None,
    cancelled: Event | None = None,
) -> Completed:
    """Start *command*, whose first word is an absolute path, and wait for its end; any return code is an answer.

    *timeout* is in seconds, *output_limit* (stdout and stderr together) and *memory_limit* (address space, None
    for none) in bytes. HOME and TMPDIR are a private directory, removed afterwards; so is the working directory
    unless *directory* is given. *environment* adds to the child's variables or replaces them. Who calls from a
    pool sets *cancelled* when interrupted, since only the main thread sees Ctrl-C.

    Raises ToolStartError, ToolTimeout, ToolFlood or ToolCancelled.
    """
    with _private_directory() as private, _stdin(stdin, private) as source:
        variables = {**_environment(private), **(environment or {})}
        start = _Start(command, directory or private, variables, source)
        try:
            process = start.begin()
            _limit_memory(process, memory_limit)
            exchange = _Exchange(process, Path(command[0]).name, timeout, output_limit, cancelled)
            exchange.listen()
            returncode = exchange.wait()
        finally:
            start.end()
        return Completed(bytes(exchange.stdout), bytes(exchange.stderr), returncode)


class Running:
    """A program that runs beside us; *name* is its file's, *pid* its number and its group's."""

    def __init__(self, name: str, process: subprocess.Popen[bytes]) -> None:
        self.name = name
        self.pid = process.pid
        self._process = process
        self._last = bytearray()
        self._listener = Thread(target=self._listen, name=f"listen to {name}", daemon=True)
        self._listener.start()

    @property
    def ended(self) -> bool:
        """Whether the program has ended by itself."""
        return self._process.poll() is not None

    @property
    def complaint(self) -> str:
        """The last line that the program wrote, empty when it wrote none."""
        if self.ended:
            self._listener.join(_FAREWELL_SECONDS)
        lines = self._last.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def end(self) -> None:
        """End the program and all that it started, and hear it out."""
        _end_group(self._process)
        self._listener.join(_FAREWELL_SECONDS)

    def _listen(self) -> None:
        """Empty the pipe for as long as the program lives: a full one would stop it."""
        if self._process.stdout is not None:
            while chunk := os.read(self._process.stdout.fileno(), _CHUNK):
                self._last.extend(chunk)
                del self._last[:-_CHUNK]


@contextmanager
def running(command: Sequence[str], *, memory_limit: int | None = MEMORY_LIMIT) -> Iterator[Running]:
    """Start *command* as :func:`run` does and let it run; at the end of the context its process group is ended.

    What it prints is lost but for the end. Raises ToolStartError.
    """
    with _private_directory() as private:
        start = _Start(command, private, _environment(private), None, stderr=subprocess.STDOUT)
        program: Running | None = None
        try:
            process = start.begin()
            _limit_memory(process, memory_limit)
            program = Running(Path(command[0]).name, process)
            yield program
        finally:
            # The pipe is closed only after nobody reads from it: its number may be somebody else's by then.
            if program is not None:
                program.end()
            start.end()


@contextmanager
def _private_directory() -> Iterator[Path]:
    try:
        directory = tempfile.TemporaryDirectory(prefix="nova-policy-", ignore_cleanup_errors=True)
    except OSError as error:
        raise ToolStartError(f"no temporary directory: {error.strerror}; set TMPDIR to a writable folder") from error
    with directory as path:
        yield Path(path)


@contextmanager
def _stdin(contents: bytes | None, private: Path) -> Iterator[IO[bytes] | None]:
    # A nameless file instead of a pipe: no program can block us, or fail us, by not reading it.
    if contents is None:
        yield None
        return
    with tempfile.TemporaryFile(dir=private) as source:
        try:
            source.write(contents)
            source.seek(0)
        except OSError as error:
            raise ToolStartError(f"cannot hand over {len(contents)} bytes: {error.strerror}") from error
        yield source


def _environment(private: Path) -> dict[str, str]:
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())
    return {"PATH": path, "HOME": str(private), "TMPDIR": str(private), "LANG": "C.UTF-8", "TZ": "UTC"}


@dataclass(slots=True)
class _Start:
    """Starts a program in a thread of its own.

    Signal handlers, and so KeyboardInterrupt, strike the main thread only: there they could strike between fork
    and the assignment of the process, and nobody would know whom to end. `Thread.join` is no help: interrupted, it
    takes a running thread for a finished one (bpo-45274).
    """

    command: Sequence[str]
    directory: Path
    environment: Mapping[str, str]
    stdin: IO[bytes] | None
    stderr: int = subprocess.PIPE
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _failure: str = field(default="", init=False)
    _done: Event = field(default_factory=Event, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)
    _abandoned: bool = field(default=False, init=False)

    def begin(self) -> subprocess.Popen[bytes]:
        if not Path(self.command[0]).is_absolute():
            raise ToolStartError(f"cannot start {self.command[0]}: programs are started by their absolute path")
        Thread(target=self._in_thread, name=f"start {self.command[0]}").start()
        self._done.wait()
        if self.process is None:
            raise ToolStartError(f"cannot start {self.command[0]}: {self._failure}")
        return self.process

    def end(self) -> None:
        with self._lock:
            self._abandoned = True
        if self.process is not None:
            with self.process:
                _end_group(self.process)

    def _in_thread(self) -> None:
        try:
            with self._lock:
                if not self._abandoned:
                    self.process = self._popen()
        except OSError as error:
            self._failure = error.strerror or str(error)
        except ValueError as error:
            self._failure = str(error)
        finally:
            self._done.set()

    def _popen(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 -- the one place that does, without a shell
            list(self.command),
            stdin=self.stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            cwd=self.directory,
            env=self.environment,
            start_new_session=True,
        )


def _end_group(process: subprocess.Popen[bytes]) -> None:
    # The group keeps its number while any member lives, and numbers are handed out in turn, so even behind a reaped
    # leader this reaches our own group or none. macOS says EPERM where only zombies are left.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _limit_memory(process: subprocess.Popen[bytes], limit: int | None) -> None:
    if limit is None or not hasattr(resource, "prlimit"):
        return
    try:
        _, hard = resource.prlimit(process.pid, resource.RLIMIT_AS)
        ceiling = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.prlimit(process.pid, resource.RLIMIT_AS, (ceiling, ceiling))
    except ProcessLookupError:
        return
    except OSError as error:
        raise ToolStartError(f"cannot limit the memory of a program: {error.strerror}") from error


@dataclass(slots=True)
class _Exchange:
    """One conversation with a started program, within its deadline and its output limit."""

    process: subprocess.Popen[bytes]
    name: str
    timeout: float
    output_limit: int
    cancelled: Event | None
    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.timeout

    def listen(self) -> None:
        """Read both streams to their end."""
        with selectors.DefaultSelector() as selector:
            for stream, received in ((self.process.stdout, self.stdout), (self.process.stderr, self.stderr)):
                if stream is not None:
                    selector.register(stream.fileno(), selectors.EVENT_READ, received)
            while selector.get_map():
                ready = selector.select(self._patience())
                for key, _ in ready:
                    if not self._receive(key):
                        selector.unregister(key.fd)
                if not ready and self.process.poll() is not None:
                    # Whoever still holds the pipes was left behind by a program that is done.
                    _end_group(self.process)

    def wait(self) -> int:
        """Return the return code of a program that has closed its streams, within what is left of its time."""
        while True:
            with suppress(subprocess.TimeoutExpired):
                return self.process.wait(self._patience())

    def _patience(self) -> float:
        if self.cancelled is not None and self.cancelled.is_set():
            raise ToolCancelled(f"{self.name} was ended before it answered")
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise ToolTimeout(f"{self.name} gave no answer within {self.timeout:g} s and was ended")
        return min(left, _POLL_SECONDS)

    def _receive(self, key: selectors.SelectorKey) -> bool:
        chunk = os.read(key.fd, _CHUNK)
        key.data.extend(chunk)
        if len(self.stdout) + len(self.stderr) > self.output_limit:
            raise ToolFlood(f"{self.name} wrote more than {self.output_limit} bytes and was ended")
        return bool(chunk)
