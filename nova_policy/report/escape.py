"""Text from a scanned tree, made harmless for where it is shown: one function per target syntax."""

from __future__ import annotations

import re
from urllib.parse import quote

_MARKUP = re.compile(r"[\\`*\[\]<>#|~@&$]|(?<!\w)_|_(?!\w)|:(?=\S)|(?<=\bGH)-", re.IGNORECASE)
_AUTOMATIC = re.compile(r"(&#(?:64|35|58);(?! )|/(?=/)|\bGH&#45;|\bwww)", re.IGNORECASE)
_LOG_COMMAND = re.compile(r"^:(?=:)|(?<=#)#(?=\w*\[)")
"""`::error::` begins a line for GitHub; `##[error]`, `##vso[…]` and `##teamcity[…]` stand anywhere, for others."""
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_ALLOWED_SCHEMES = ("https://", "http://")


def visible(text: str) -> str:
    """Return *text* with everything that could move a cursor, hide or reorder text written as an escape.

    That is all that Unicode does not call printable: controls, line ends, bidirectional marks, zero-width characters,
    lone surrogates and spaces other than the ordinary one. So is what CI takes for commands in a log.
    """
    if not text.isprintable():
        text = "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)
    return _LOG_COMMAND.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def markdown(text: str) -> str:
    """Return *text* for GitHub's and GitLab's Markdown: no markup, table cell, HTML, link or mention comes of it.

    Markup is stopped by character references. `@team`, `#123`, `GH-1` and bare addresses are found in the finished
    text, after references were resolved, and are stopped by a comment in their middle.
    """
    return _AUTOMATIC.sub(r"\1<!---->", _MARKUP.sub(_reference, visible(text)))


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def markdown_code(text: str) -> str:
    """Return *text* as a code span that also fits into a table cell, whatever backticks and pipes it holds."""
    shown = visible(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest or shown.strip() != shown or not shown else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def command_data(text: str) -> str:
    """Return *text* as the message of a GitHub workflow command, which ends at a line's end."""
    return visible(text).replace("%", "%25")


def command_property(text: str) -> str:
    """Return *text* as a property of a GitHub workflow command, which ends at a comma."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def uri_path(path: str) -> str:
    """Return a relative path as a URI reference; percent-encoded, so that no first segment looks like a scheme."""
    named = _NO_BYTES.sub("\N{REPLACEMENT CHARACTER}", path)
    return quote(named.encode("utf-8", "surrogateescape"), safe="/-._~")


def safe_link(address: str) -> str | None:
    """Return *address* when it is a web address, else None: no other scheme is ever made a link."""
    return address if address.startswith(_ALLOWED_SCHEMES) and address.isprintable() and '"' not in address else None
