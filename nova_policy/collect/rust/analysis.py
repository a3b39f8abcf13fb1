"""What one file tells, whatever its path: the part that is done once per content and kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nova_policy.collect.rust.clients import read_clients
from nova_policy.collect.rust.credentials import read_default_credentials
from nova_policy.collect.rust.graphql import read_graphql
from nova_policy.collect.rust.layout import read_layout
from nova_policy.collect.rust.metrics import read_metrics
from nova_policy.collect.rust.modules import declared_modules, named_crates
from nova_policy.collect.rust.pools import read_pools
from nova_policy.collect.rust.routes import read_http
from nova_policy.collect.rust.syntax import Grammar, Source, load_grammar, parse
from nova_policy.collect.rust.telemetry import read_telemetry
from nova_policy.collect.rust.test_functions import read_tests
from nova_policy.collect.rust.topics import TopicReader, topic_reader
from nova_policy.model import Json

_UNWRAPS = re.compile(rb"unwrap(?=\s*\(\s*\))")


@dataclass(frozen=True, slots=True)
class Analyst:
    """Analyses files one after the other; holds what is compiled once."""

    grammar: Grammar
    topics: TopicReader

    def analyse(self, content: bytes) -> dict[str, Json]:
        """Return what *content* tells, positions as `[line, column]`; empty parts are left out.

        Raises :class:`nova_policy.collect.rust.syntax.TooComplexError`.
        """
        source = parse(content, self.grammar)
        layout = read_layout(source)
        tests = read_tests(source, layout, self.topics)
        found: dict[str, Json] = {
            "lines": content.count(b"\n"),
            "error": _first_error(source),
            "modules": declared_modules(source, layout),
            "tests": tests,
            "features": layout.feature_places(source) if b"feature" in content else None,
            "crates": named_crates(content),
            "unwraps": _unwraps(source),
            "http": read_http(source),
            "graphql": read_graphql(source),
            "metrics": read_metrics(source),
            "telemetry": read_telemetry(source),
            "clients": read_clients(source),
            "pools": read_pools(source),
            "credentials": read_default_credentials(source),
            "criterion": b"criterion" in content,
        }
        return {name: value for name, value in found.items() if value}


def analyst() -> Analyst:
    """Load the grammar and compile the tables."""
    return Analyst(load_grammar(), topic_reader())


def _first_error(source: Source) -> Json:
    # A query over an error with very many children is quadratic in their number.
    node = source.root if source.root.has_error else None
    while node is not None and not (node.is_error or node.is_missing):
        node = next((child for child in node.children if child.has_error), None)
    return source.at(node) if node is not None else None


def _unwraps(source: Source) -> Json:
    # Within a macro's arguments the grammar sees tokens, not expressions.
    nodes = source.found(_UNWRAPS, "field_identifier", "identifier")
    places = [source.at(node) for node in nodes if not source.is_test(node.start_byte)]
    return {"production": places, "total": len(nodes)} if nodes else None
