"""GitHub's `${{ … }}`: where they stand, what they read, and what they come to as far as that is literal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

EXPRESSION = re.compile(r"\$\{\{(.{0,4000}?)\}\}", re.DOTALL)
_SECRET = re.compile(r"\bsecrets\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*'([^']+)'\s*\])")
_PATH = re.compile(r"[A-Za-z_][\w\-]*(?:\.[A-Za-z_][\w\-]*)+")
_STRING = re.compile(r"'[^']*'")
_CHOICE = re.compile(r".+&&\s*('[^']*'|[\w.\-]+)\s*\|\|\s*('[^']*'|[\w.\-]+)", re.DOTALL)
_VARIABLE = re.compile(r"\$\{\{(.{0,4000}?)\}\}|\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))", re.DOTALL)
_FROM_JSON = re.compile(r"fromjson\(\s*'(.*)'\s*\)", re.IGNORECASE | re.DOTALL)
_UNTRUSTED = re.compile(
    r"\bgithub\s*\.\s*(?:head_ref\b|event\s*\.\s*(?:"
    r"(?:issue|pull_request|discussion)\s*\.\s*(?:title|body)\b"
    r"|pull_request\s*\.\s*head\s*\.\s*(?:ref|label|repo\s*\.\s*default_branch)\b"
    r"|(?:comment|review|review_comment)\s*\.\s*body\b"
    r"|pages\b|(?:head_commit|commits)\b.*(?:message|name|email)\b"
    r"|workflow_run\s*\.\s*(?:head_branch|display_title|head_commit\s*\.\s*message|pull_requests)\b))"
)
_YIELDS_NO_TEXT = re.compile(r"==|!=|\b(?:contains|startsWith|endsWith|hashFiles|toJSON)\s*\(", re.IGNORECASE)
_MAX_VALUES = 256
_MAX_DEPTH = 6
_MAX_VARIABLES = 40


def expressions(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the inner text of each expression."""
    for match in EXPRESSION.finditer(text):
        yield match.start(), match[1].strip()


def secrets_read(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and name of each secret that *text*, an expression or a text with some, reads."""
    for match in _SECRET.finditer(text):
        yield match.start(), match[1] or match[2]


def is_untrusted(expression: str) -> bool:
    """Tell whether an expression puts text that outsiders choose where it stands."""
    return bool(_UNTRUSTED.search(expression)) and not _YIELDS_NO_TEXT.search(expression)


def json_list(expression: str) -> str | None:
    """Return the JSON text of `fromJSON('…')`."""
    match = _FROM_JSON.fullmatch(expression.strip())
    return match[1].replace("''", "'") if match else None


@dataclass(frozen=True, slots=True)
class Scope:
    """What expressions can read where they stand.

    *values* are the possible texts of a path in lower case (`env.region`, `steps.meta.outputs.tag`, `inputs.x`); they
    may hold expressions again. *combinations* are the matrix's. *shell* are variables of the script, with all the
    texts that they are given. Within one text, a name has one of its values everywhere.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    combinations: Sequence[Mapping[str, str]] = ()
    shell: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def with_values(self, prefix: str, values: Mapping[str, str]) -> Scope:
        """Return the scope with *values* added under `prefix.`."""
        return self.with_choices({f"{prefix}.{name}": (value,) for name, value in values.items()})

    def with_choices(self, choices: Mapping[str, tuple[str, ...]]) -> Scope:
        """Return the scope with the paths of *choices* added, each with all it can be."""
        return replace(self, values={**self.values, **{path.lower(): texts for path, texts in choices.items()}})

    def with_shell(self, shell: Mapping[str, tuple[str, ...]]) -> Scope:
        """Return the scope of a script with these variables."""
        return replace(self, shell=shell)

    def expand(self, text: str) -> tuple[str, ...]:
        """Return all texts that *text* comes to; what is not known stays as written. At most 256, in order.

        A text of more than 40 variables stays as it is.
        """
        if text.count("$") > _MAX_VARIABLES:
            return (text,)
        results: dict[str, None] = {}
        for combination in self.combinations or ({},):
            known = {f"matrix.{path}": (value,) for path, value in combination.items()}
            for result in self._expand(text, known, ()):
                results.setdefault(result)
                if len(results) >= _MAX_VALUES:
                    return tuple(results)
        return tuple(results)

    def _expand(self, text: str, chosen: Mapping[str, tuple[str, ...]], stack: tuple[str, ...]) -> Iterator[str]:
        match = _VARIABLE.search(text)
        if match is None or len(stack) > _MAX_DEPTH:
            yield text
            return
        head, tail = text[: match.start()], text[match.end() :]
        name = (match[1].strip() if match[1] is not None else "$" + (match[2] or match[4])).lower()
        texts = chosen.get(name) or (() if name in stack else self._lookup(name, match[3]))
        for value in texts or (None,):
            fixed = {**chosen, name: (value,)} if value is not None else chosen
            inner = (match[0],) if value is None else self._expand(value, chosen, (*stack, name))
            for middle in inner:
                for rest in self._expand(tail, fixed, stack):
                    yield head + middle + rest

    def _lookup(self, name: str, default: str | None) -> tuple[str, ...]:
        if name.startswith("$"):
            shell = {key.lower(): texts for key, texts in self.shell.items()}
            found = shell.get(name[1:]) or self.values.get(f"env.{name[1:]}")
            return found or ((default,) if default else ())
        if _STRING.fullmatch(name):
            return (name[1:-1],)
        if (choice := _CHOICE.fullmatch(name)) is not None:
            both = (self._lookup(choice[1].strip(), None), self._lookup(choice[2].strip(), None))
            return both[0] + both[1] if all(both) else ()
        if not _PATH.fullmatch(name):
            return ()
        if name.startswith("github.event.inputs."):
            name = name.removeprefix("github.event.")
        return self.values.get(name, ())


def is_open(text: str) -> bool:
    """Tell whether expressions or shell variables are left in an expanded text."""
    return "${{" in text or bool(re.search(r"\$[\w{(]", text)) or "`" in text
