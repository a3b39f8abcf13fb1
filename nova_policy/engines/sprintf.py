"""`sprintf` as OPA has it, for the WebAssembly module, which leaves it to its host.

OPA formats with Go's package fmt: an integer is an int64 (beyond that a big.Int), another number a float64, a
string a string, and everything else the text of the Rego term. The forms that policies use are matched byte for
byte; any other is refused, so that no engine says something else than the others.
Source: opa v1/topdown/strings.go, builtinSprintf; https://pkg.go.dev/fmt.
"""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal

from nova_policy.engines.rego_terms import as_go_prints

_VERB = re.compile(r"%(-?)(0?)(\d*)(?:\.(\d+))?(.)?", re.DOTALL)
_INT64 = range(-(2**63), 2**63)
_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
}


class UnsupportedFormatError(ValueError):
    """A form of sprintf that is not known to come out the same on every engine."""


def sprintf(template: str, terms: list[str]) -> str:
    """Format *template* with the Rego texts of the arguments, byte for byte as OPA does.

    Raises UnsupportedFormatError for flags, verbs and combinations of them with types that are not matched.
    """
    values = [_value(term) for term in terms]
    used = 0
    result: list[str] = []
    position = 0
    for match in _VERB.finditer(template):
        result.append(template[position : match.start()])
        position = match.end()
        verb = match[5]
        if verb is None:
            result.append("%!(NOVERB)")
        elif verb == "%":
            result.append("%")
        elif used >= len(values):
            _require_plain(match)
            result.append(f"%!{verb}(MISSING)")
        else:
            result.append(_format(match, values[used]))
            used += 1
    result.append(template[position:])
    if extra := values[used:]:
        listed = ", ".join(f"{_type(value)}={_plain(value)}" for value in extra)
        result.append(f"%!(EXTRA {listed})")
    return "".join(result)


def _value(term: str) -> str | int | float:
    if term.startswith('"'):
        return str(json.loads(term, strict=False))
    if re.fullmatch(r"-?\d+", term):
        return int(term)
    if re.fullmatch(r"-?\d[\d.eE+-]*", term):
        return float(term)
    return as_go_prints(term, quote)


def _require_plain(match: re.Match[str]) -> None:
    if match[0] != f"%{match[5]}" or match[5] not in "sdvq":
        raise UnsupportedFormatError(f"sprintf does not support {match[0]!r} here; use %s, %d, %q or %v")


def _format(match: re.Match[str], value: str | float) -> str:
    left, zero, width, precision, verb = match.groups()
    text = _verb_text(verb, precision, value)
    if text is None:
        _require_plain(match)
        if _type(value) == "*big.Int":
            raise UnsupportedFormatError(f"sprintf does not support {match[0]!r} for a number; use %d")
        return f"%!{verb}({_type(value)}={_plain(value)})"
    if zero and not isinstance(value, str):
        return text.zfill(int(width or 0))
    if zero:
        raise UnsupportedFormatError(f"sprintf does not support {match[0]!r} for a string")
    return text.ljust(int(width or 0)) if left else text.rjust(int(width or 0))


def _verb_text(verb: str, precision: str | None, value: str | float) -> str | None:
    """Return the formatted value, or None where Go reports a wrong type or the form is not supported."""
    if precision is not None:
        return format(value, f".{precision}f") if verb == "f" and isinstance(value, float) else None
    if isinstance(value, str):
        return quote(value) if verb == "q" else value if verb in "sv" else None
    if isinstance(value, int):
        if verb == "q":
            return quote_rune(value) if value in _INT64 else None
        return str(value) if verb in "dv" else None
    return _general(value) if verb == "v" else None


def _general(value: float) -> str:
    """Go's %v for float64: the shortest digits, with an exponent below 1e-4 and from 1e6 on."""
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    figures = "".join(map(str, digits)).rstrip("0") or "0"
    magnitude = len(digits) + int(exponent) - 1
    minus = "-" if sign else ""
    if value != 0 and (magnitude < -4 or magnitude >= 6):
        return _exponential(minus, figures, magnitude)
    plain = format(Decimal(repr(value)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _exponential(minus: str, figures: str, magnitude: int) -> str:
    fraction = f".{figures[1:]}" if len(figures) > 1 else ""
    return f"{minus}{figures[0]}{fraction}e{'-' if magnitude < 0 else '+'}{abs(magnitude):02d}"


def quote(text: str) -> str:
    """Go's strconv.Quote: printable characters as they are, everything else escaped."""
    return '"' + "".join(_ESCAPES.get(character) or _printable(character) for character in text) + '"'


def quote_rune(code: int) -> str:
    """Go's strconv.QuoteRune: what %q makes of an integer."""
    is_rune = 0 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    character = chr(code) if is_rune else "\ufffd"
    inner = {"'": "\\'", '"': '"'}.get(character) or _ESCAPES.get(character) or _printable(character)
    return f"'{inner}'"


def _printable(character: str) -> str:
    code = ord(character)
    if character.isprintable():
        return character
    if unicodedata.category(character) == "Cn":
        raise UnsupportedFormatError(f"sprintf cannot quote U+{code:04X}, which not all versions of Unicode know")
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _type(value: str | float) -> str:
    if isinstance(value, str):
        return "string"
    if isinstance(value, int):
        return "int64" if value in _INT64 else "*big.Int"
    return "float64"


def _plain(value: str | float) -> str:
    return _general(value) if isinstance(value, float) else str(value)
