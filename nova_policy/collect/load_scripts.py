"""What a load script does: users, duration, thresholds, targets, checks, as far as they are literal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from nova_policy.model import Location

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)(?![a-z])")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_ENVIRONMENT = re.compile(
    r"(?:parseInt|Number)\(\s*__ENV\.\w+\s*\|\|\s*['\"]?(?P<number>\d+)['\"]?\s*\)|__ENV\.\w+\s*\|\|\s*(?P<text>'[^'\n]*'|\"[^\"\n]*\"|\d+)"
)
_URL = re.compile(r"https?://[^\s\"'`<>\\)]+")
_LONGEST = 100_000
_MOST = 100
_SCENARIOS = (
    ("grpc", re.compile(r"k6/net/grpc|\bgrpc\b")),
    ("websocket", re.compile(r"k6/(?:experimental/)?w(?:s|ebsockets)|websocket|\bwss?://")),
    ("streaming", re.compile(r"\bStream\(|streaming|text/event-stream")),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """See the fact LoadScript in docs/facts/repository.md."""

    vus: int | None
    duration_seconds: float | None
    stages: int
    thresholds: tuple[tuple[str, Location], ...]
    targets: tuple[tuple[str | None, str, Location], ...]
    checks: int
    posts_json: bool | None
    scenarios: tuple[str, ...]


def read_script(path: str, text: str, tool: str) -> Profile:
    """Read a script in a programming language; comments do not count."""
    code = _with_defaults(_without_comments(text, hash_comments=tool in {"locust", "vegeta"}))
    stages = _bracketed(code, re.compile(r"\bstages\s*:\s*\["))
    staged = [
        seconds(match) for stage in stages for match in re.findall(r"duration\s*:\s*['\"]([^'\"]+)['\"]", stage[1])
    ]
    durations = [
        seconds(found) for found in re.findall(r"(?:\bduration\s*:\s*|-duration[= ])['\"]?([\w.]+)['\"]?", code)
    ]
    flat = [found for found in durations if found is not None]
    added = sum(found for found in staged if found is not None)
    users = [
        int(found)
        for found in re.findall(r"\b(?:vus|maxVUs|target|startVUs|preAllocatedVUs|users)\b\s*[:=]\s*(\d+)", code)
    ]
    users.extend(
        int(found)
        for found in re.findall(r"(?:-rate[= ]|\b(?:atOnceUsers|rampUsers|constantUsersPerSec)\()(\d+)", code)
    )
    vus = max(users, default=None)
    scenarios = [name for name, pattern in _SCENARIOS if pattern.search(code)]
    checks = re.findall(r"\bcheck\(|\bexpect\(|\bcatch_response\s*=\s*True|\.check\(|\bassert\b", code)
    return Profile(
        vus=vus,
        duration_seconds=added or max(flat, default=None),
        stages=len(staged),
        thresholds=tuple(_thresholds(path, code)),
        targets=tuple(targets_in(path, code)),
        checks=len(checks),
        posts_json=_posts_json(code) if tool == "k6" else None,
        scenarios=(*(["concurrency"] if vus is not None and vus > 1 else []), *scenarios),
    )


def seconds(text: str) -> float | None:
    """Return a duration such as `1m30s` in seconds; None where there is none."""
    parts = _DURATION.findall(text)
    return sum(float(number) * _SECONDS[unit] for number, unit in parts) if parts else None


def _without_comments(text: str, *, hash_comments: bool) -> str:
    """Blank out comments, so that places stay."""
    pattern = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"
    pattern += r"|#[^\n]*" if hash_comments else r"|//[^\n]*|/\*.*?(?:\*/|\Z)"

    def blank(match: re.Match[str]) -> str:
        is_comment = match[0].startswith(("//", "/*", "#"))
        return re.sub(r"[^\n]", " ", match[0]) if is_comment else match[0]

    return re.sub(pattern, blank, text, flags=re.DOTALL)


def _with_defaults(code: str) -> str:
    """Put in place of `__ENV.NAME || 'default'` its default, blanks before it, so that places stay."""

    def default(match: re.Match[str]) -> str:
        plain = match["number"] if match["number"] is not None else match["text"]
        return plain.rjust(len(match[0]))

    return _ENVIRONMENT.sub(default, code)


def _bracketed(code: str, opening: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield offset and inside of each bracket that *opening* ends with, to the one that closes it."""
    for match in islice(opening.finditer(code), _MOST):
        depth, pair = 0, {"[": "]", "{": "}", "(": ")"}[match[0][-1]]
        for offset in range(match.end() - 1, min(len(code), match.end() + _LONGEST)):
            depth += (code[offset] == match[0][-1]) - (code[offset] == pair)
            if depth == 0:
                yield match.end(), code[match.end() : offset]
                break


def place_at(path: str, code: str, offset: int) -> Location:
    """Return the place of an offset into a file's text."""
    return Location(path, code.count("\n", 0, offset) + 1, offset - code.rfind("\n", 0, offset))


def _thresholds(path: str, code: str) -> Iterator[tuple[str, Location]]:
    for start, inside in _bracketed(code, re.compile(r"\bthresholds\s*:\s*\{")):
        for match in re.finditer(r"(?:^|[,{\n])\s*(['\"]?)([\w{}:.,\-]+)\1\s*:\s*[\[{'\"]", inside):
            yield match[2], place_at(path, code, start + match.start(2))


def targets_in(path: str, code: str) -> Iterator[tuple[str | None, str, Location]]:
    """Yield host and path of the URLs, each once; the host is None where only the path is literal."""
    seen: set[tuple[str | None, str]] = set()
    for match in islice(_URL.finditer(code), _MOST):
        parts = urlsplit(re.sub(r"\$\{[^}]*\}", "x", match[0]))
        try:
            found: tuple[str | None, str] = (parts.hostname, parts.path or "/")
        except ValueError:
            continue
        if found not in seen and not (parts.hostname or "").endswith(("k6.io", "jslib.k6.io")):
            seen.add(found)
            yield (*found, place_at(path, code, match.start()))
    paths = re.finditer(r"`\$\{\w+\}(/[\w/\-]*)|\w+\s*\+\s*['\"](/[\w/\-]+)['\"]|client\.\w+\(\s*['\"](/[^'\"]*)", code)
    for match in islice(paths, _MOST):
        target = match[1] or match[2] or match[3]
        if (None, target) not in seen:
            seen.add((None, target))
            yield None, target, place_at(path, code, match.start())


def _posts_json(code: str) -> bool | None:
    """Tell whether each http.post, put and patch with an object as body makes JSON of it; None without any."""
    bodies = [_arguments(inside) for _, inside in _bracketed(code, re.compile(r"\bhttp\.(?:post|put|patch)\("))]
    written = [arguments[1] for arguments in bodies if len(arguments) > 1]
    if not written:
        return None
    return not any(_is_plain_object(code, body) for body in written)


def _is_plain_object(code: str, body: str) -> bool:
    """Tell whether a body is an object, or a variable that is one and never made JSON: k6 sends it as a form."""
    if body.startswith("{"):
        return True
    if not re.fullmatch(r"\w+", body):
        return False
    name = re.escape(body)
    is_object = re.search(rf"\b(?:const|let|var)\s+{name}\s*=\s*\{{", code)
    return bool(is_object) and not re.search(rf"\b{name}\s*=\s*JSON\.stringify", code)


def _arguments(inside: str) -> list[str]:
    """Split the text of a call's arguments at its own commas."""
    found, depth, quote = [""], 0, ""
    for index, character in enumerate(inside):
        escaped = index and inside[index - 1] == "\\"
        if character in "\"'`" and not escaped and quote in {"", character}:
            quote = "" if quote else character
        if not quote:
            depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0 and not quote:
            found.append("")
        else:
            found[-1] += character
    return [argument.strip() for argument in found]
