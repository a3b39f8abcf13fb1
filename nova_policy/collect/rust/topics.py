"""What a test is about, in closed words, from its names, what it calls, and shapes of its string literals.

The table is documented in docs/facts/rust.md; of a string nothing is kept but that it matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NOTHING = "(?!)"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: patterns over words joined by `_`, over the name of one call, and over one string literal."""

    name: str
    words: str
    calls: str = _NOTHING
    strings: str = _NOTHING


_TOPICS = (
    Topic(
        "auth",
        "auth|authn|authenticat(?:ion|ed?|es)|unauthori[sz]ed|unauthenticated|authori[sz]ation|permissions?|forbidden"
        "|sessions?|oauth2?|2fa|totp|mfa",
        r"^(?:bearer_auth|basic_auth)$",
        r"^(?i:authorization)$",
    ),
    Topic(
        "login",
        "login|logout|sign_?in|sign_?up|sign_?out|register|registration",
        r"^(?:login|logout|register)(?:_user)?$",
        r"/(?:login|logout|register|signin|signup)/?$",
    ),
    Topic(
        "jwt",
        "jwt|jwts|claims?|tokens?_expir\\w*|expired_tokens?|access_tokens?",
        r"(?:^|_|::)(?:generate|validate|verify|decode|encode)_(?:jwt|\w*token)(?:_pair)?$|jsonwebtoken::",
    ),
    Topic(
        "sql_injection",
        "sqli|sql_inject\\w*",
        strings=r"(?i:'\s*(?:or|and)\s+'?1'?\s*=\s*'?1|'\s*;\s*(?:drop|delete|truncate)\b|'\s*union\s+(?:all\s+)?select)",
    ),
    Topic(
        "xss",
        "xss|script_inject\\w*|cross_site",
        strings=r"(?i:<script|\bonerror\s*=|javascript:)",
    ),
    Topic("introspection", "introspection", "^disable_introspection$", "__schema|__type"),
    Topic(
        "query_depth",
        "query_(?:depth|complexity)|(?:depth|complexity)_limit\\w*|limit_(?:depth|complexity)",
        "^limit_(?:depth|complexity)$",
    ),
    Topic(
        "rate_limit",
        "rate_?limit(?:s|er|ed|ing)?|throttl\\w*|brute_force|ddos|too_many_requests",
    ),
    Topic("graphql", "graphql|gql", r"^Schema::build$|(?:^|::)build_schema$", r"/graphql/?$"),
    Topic("grpc", "grpc"),
    Topic("grpc_client", _NOTHING, r"Client::(?:connect|with_interceptor)$|ServiceClient::new$|^Channel::from_"),
    Topic(
        "streaming",
        "grpc_stream\\w*|(?:server|client|bidirectional|bidi)_stream\\w*|stream_rpc|streaming_rpc",
        r"^into_streaming_request$|^Streaming::",
    ),
    Topic("websocket", "websockets?|ws", r"(?:^|::)connect_async$"),
    Topic(
        "pool",
        "pools?|pooling|connection_limits?|(?:max|total)_connections",
        r"PoolOptions::new$|(?:^|::)(?:create|init)_(?:\w+_)?pool$",
    ),
    Topic(
        "concurrency",
        "concurren\\w*|parallel|races?|simultaneous\\w*",
        r"(?:^|::)(?:join_all|try_join_all|buffer_unordered|for_each_concurrent)$|^(?:JoinSet|Barrier)::new$",
    ),
    Topic("load", "load_tests?|under_load|stress|throughput|soak|benchmarks?|performance|latency|load"),
    Topic("consistency", "consisten\\w*|dedup\\w*|idempoten\\w*|outbox"),
    Topic(
        "failure",
        "fail(?:ures?|over|s|ed|ing)?|faults?|chaos|unavailab\\w*|outages?|circuit_?breaker|degrad\\w*|crash\\w*"
        "|recover\\w*|retry|retries",
    ),
    Topic("timeout", "time_?outs?|timed_out|deadlines?", r"(?:^|::)timeout(?:_at)?$"),
    Topic("contract", "contracts?|pact|schema_compat\\w*|backwards?_compat\\w*"),
    Topic("schema_docs", "schema_doc\\w*|documented|documentation|descriptions", "^sdl$"),
    Topic("memory", "memory(?:_leaks?)?|leaks?"),
    Topic("encryption", "encrypt\\w*|decrypt\\w*|e2ee|crypto\\w*"),
    Topic("migration", "migrations?|migrate", r"(?:^|::)run_migrations$"),
)


def words(*names: str) -> str:
    """Return the words of *names* in snake case, joined and framed by `_`, as the topics' patterns expect."""
    joined = "_".join(_CAMEL.sub("_", name) for name in names).lower()
    return f"_{_NOT_WORD.sub('_', joined).strip('_')}_"


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the table; *any_of* tells quickly that a text matches none of *patterns*."""

    any_of: re.Pattern[str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    def topics(self, text: str) -> set[str]:
        """Return the topics whose pattern is found in *text*."""
        if not self.any_of.search(text):
            return set()
        return {topic for topic, pattern in self.patterns if pattern.search(text)}


@dataclass(frozen=True, slots=True)
class TopicReader:
    """The table of topics, compiled."""

    names: _Column
    calls: _Column
    strings: _Column

    def of_names(self, *names: str) -> set[str]:
        """Return the topics that the words of *names* tell."""
        return self.names.topics(words(*names))

    def of_calls(self, calls: Iterable[str]) -> set[str]:
        """Return the topics that the names *calls* tell."""
        return {topic for call in calls for topic in self.calls.topics(call)}

    def of_string(self, text: str) -> set[str]:
        """Return the topics that the shape of *text* tells."""
        return self.strings.topics(text)


def topic_reader() -> TopicReader:
    """Compile the table of topics."""
    return TopicReader(
        _column((topic.name, f"_(?:{topic.words})(?=_)") for topic in _TOPICS if topic.words != _NOTHING),
        _column((topic.name, topic.calls) for topic in _TOPICS if topic.calls != _NOTHING),
        _column((topic.name, topic.strings) for topic in _TOPICS if topic.strings != _NOTHING),
    )


def _column(patterns: Iterable[tuple[str, str]]) -> _Column:
    listed = list(patterns)
    any_of = "|".join(f"(?:{pattern})" for _, pattern in listed)
    return _Column(re.compile(any_of), tuple((topic, re.compile(pattern)) for topic, pattern in listed))
