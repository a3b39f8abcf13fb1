"""What `cfg(…)` says about a build with given features, on Linux."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

_TOKEN = re.compile(r'\s*(?:([A-Za-z_][\w-]*)|"([^"]*)"|([(),=]))')
_DEEPEST = 50

# What holds where pipelines run; names that cargo does not set on its own (loom, tokio_unstable) do not hold.
_ON = frozenset(
    {
        *("unix", "debug_assertions", "true", "target_os=linux", "target_family=unix", "target_pointer_width=64"),
        *("target_arch=x86_64", "target_endian=little", "target_env=gnu", "panic=unwind"),
    }
)


@dataclass(frozen=True, slots=True)
class Build:
    """A build: *test* as for `cargo test`, and the features that are on."""

    test: bool = True
    features: Collection[str] = ()

    def has(self, option: str) -> bool:
        """Say whether *option*, `name` or `name=value`, is set."""
        if option == "test":
            return self.test
        name, _, value = option.partition("=")
        return value in self.features if name == "feature" else option in _ON


def holds(expression: str, build: Build) -> bool:
    """Say whether the predicate *expression* (what stands within `cfg( )`) holds; what cannot be read does not."""
    return _Reader(_tokens(expression), build.has).predicate()


def wanted_features(expression: str) -> list[str]:
    """Return the features that *expression* asks for, outside `not( )`, sorted."""
    flat = re.sub(r"not\s*\([^()]*\)", "", expression)
    return sorted(set(re.findall(r'feature\s*=\s*"([^"]*)"', flat)))


def needs_test(expression: str) -> bool:
    """Say whether *expression* can only hold in test builds, whatever the features."""
    features = wanted_features(expression)
    return not holds(expression, Build(test=False, features=features)) and holds(
        expression, Build(test=True, features=features)
    )


def _tokens(expression: str) -> list[str]:
    return [name or (f'"{value}' if mark == "" else mark) for name, value, mark in _TOKEN.findall(expression)]


@dataclass(slots=True)
class _Reader:
    tokens: list[str]
    has: Callable[[str], bool]
    position: int = 0
    depth: int = 0

    def predicate(self) -> bool:
        name = self._take()
        if self._peek() == "=":
            self._take()
            return self.has(f"{name}={self._take()[1:]}")
        if self._peek() != "(":
            return self.has(name)
        inner = self._list()
        if name == "not":
            return not any(inner)
        return any(inner) if name == "any" else name == "all" and all(inner)

    def _list(self) -> list[bool]:
        self._take()
        self.depth += 1
        found: list[bool] = []
        while self._peek() not in {")", ""} and self.depth < _DEEPEST:
            found.append(self.predicate())
            if self._peek() == ",":
                self._take()
        self._take()
        self.depth -= 1
        return found

    def _peek(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self.position += 1
        return token
