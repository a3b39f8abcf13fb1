"""Words as the shell sees them, and programs that only start another one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nova_policy.collect.shell.model import Word

_WRAPPERS: Mapping[str, frozenset[str]] = {
    "sudo": frozenset({"-u", "-g", "-h", "-p", "-C", "-D"}),
    "env": frozenset({"-u", "-C", "--unset", "--chdir"}),
    "time": frozenset({"-f", "-o"}),
    "nohup": frozenset(),
    "exec": frozenset({"-a"}),
    "command": frozenset(),
    "builtin": frozenset(),
    "nice": frozenset({"-n"}),
    "ionice": frozenset({"-c", "-n"}),
    "stdbuf": frozenset({"-i", "-o", "-e"}),
    "xvfb-run": frozenset({"-n", "-s"}),
    "timeout": frozenset({"-k", "-s", "--kill-after", "--signal"}),
    "retry": frozenset({"-t", "-d"}),
}


def without_wrappers(words: list[Word]) -> list[Word]:
    """Return what `sudo`, `env X=1`, `timeout 5m` and the like start; [] for `command -v`."""
    while words and (takes := _WRAPPERS.get(words[0].text.rpartition("/")[2])) is not None:
        wrapper, words = words[0].text.rpartition("/")[2], words[1:]
        if wrapper == "command" and words and words[0].text in {"-v", "-V"}:
            return []
        while words and (words[0].text.startswith("-") or re.match(r"[A-Za-z_]\w*=", words[0].text)):
            words = words[2:] if words[0].text in takes else words[1:]
        if wrapper == "timeout" and words:
            words = words[1:]
    return words


def unquote(raw: str) -> tuple[str, bool]:
    """Remove quotes and backslashes from a word as the shell would; tell whether nothing in it is expanded."""
    result: list[str] = []
    quote, literal, index = "", True, 0
    while index < len(raw):
        character = raw[index]
        if raw.startswith("${{", index) and (end := raw.find("}}", index)) >= 0:
            # An expression of GitHub is filled in before the shell sees it.
            result.append(raw[index : end + 2])
            literal, index = False, end + 2
            continue
        if character == "\\" and quote != "'" and index + 1 < len(raw):
            following = raw[index + 1]
            kept = "" if following == "\n" else following
            result.append(kept if not quote or following in '"\\$`\n' else "\\" + following)
            index += 2
            continue
        if character in "'\"" and quote in {"", character}:
            quote = "" if quote else character
        else:
            literal = literal and not (character in "$`" and quote != "'")
            result.append(character)
        index += 1
    return "".join(result), literal
