"""`sprintf` as OPA has it, for the WebAssembly module, which leaves it to its host.

OPA formats with Go's package fmt: an integer is an int64 (beyond that a big.Int), another number a float64, a
string a string, and everything else the text of the Rego term.
Source: opa v1/topdown/strings.go, builtinSprintf; https://pkg.go.dev/fmt.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal

_VERB = re.compile(r"%([-+# 0]*)(\d+)?(?:\.(\d*))?(.)?", re.DOTALL)
_INT64 = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class _Spec:
    flags: str
    width: int
    precision: int | None
    verb: str


def split_terms(text: str) -> list[str]:
    """Split the text of a Rego array into the texts of its elements.

    Strings in it are quoted as in JSON, so brackets and commas within them do not count.
    """
    terms: list[str] = []
    depth = start = index = 0
    inner = text[1:-1]
    while index < len(inner):
        character = inner[index]
        if character == '"':
            index = _string_end(inner, index)
            continue
        depth += (character in "[{(") - (character in "]})")
        if character == "," and depth == 0:
            terms.append(inner[start:index].strip())
            start = index + 1
        index += 1
    return [*terms, inner[start:].strip()] if inner.strip() else []


def _string_end(text: str, start: int) -> int:
    index = start + 1
    while text[index] != '"':
        index += 2 if text[index] == "\\" else 1
    return index + 1


def sprintf(template: str, terms: list[str]) -> str:
    """Format *template* with the Rego texts of the arguments, byte for byte as OPA does."""
    values = [_value(term) for term in terms]
    used = 0
    result: list[str] = []
    position = 0
    for match in _VERB.finditer(template):
        result.append(template[position : match.start()])
        position = match.end()
        flags, width, precision, verb = match.groups()
        if verb is None:
            result.append("%!(NOVERB)")
        elif verb == "%":
            result.append("%")
        elif used >= len(values):
            result.append(f"%!{verb}(MISSING)")
        else:
            exact = None if precision is None else int(precision or 0)
            result.append(_format(_Spec(flags, int(width or 0), exact, verb), values[used]))
            used += 1
    result.append(template[position:])
    if extra := values[used:]:
        listed = ", ".join(f"{_type(value)}={_plain(value)}" for value in extra)
        result.append(f"%!(EXTRA {listed})")
    return "".join(result)


def _value(term: str) -> str | int | float:
    if term.startswith('"'):
        return str(json.loads(term))
    if re.fullmatch(r"-?\d+", term):
        return int(term)
    if re.fullmatch(r"-?\d[\d.eE+-]*", term):
        return float(term)
    return term


def _format(spec: _Spec, value: str | float) -> str:
    text = _verb_text(spec, value)
    if text is None:
        return f"%!{spec.verb}({_type(value)}={_plain(value)})"
    if "-" in spec.flags:
        return text.ljust(spec.width)
    if "0" in spec.flags and not isinstance(value, str):
        return text.zfill(spec.width)
    return text.rjust(spec.width)


def _verb_text(spec: _Spec, value: str | float) -> str | None:
    """Return the formatted value, or None where Go reports a wrong type for the verb."""
    if isinstance(value, str):
        return _string_text(spec, value)
    if isinstance(value, int):
        return _integer_text(spec, value)
    return _float_text(spec, value)


def _string_text(spec: _Spec, value: str) -> str | None:
    if spec.verb not in "svqxX":
        return None
    cut = value if spec.precision is None else value[: spec.precision]
    if spec.verb == "q":
        return quote(cut)
    if spec.verb in "xX":
        digits = cut.encode("utf-8", "surrogatepass").hex()
        return digits.upper() if spec.verb == "X" else digits
    return cut


def _integer_text(spec: _Spec, value: int) -> str | None:
    formats = {"d": "d", "v": "d", "x": "x", "X": "X", "o": "o", "b": "b"}
    if spec.verb not in formats:
        return None
    digits = format(abs(value), formats[spec.verb]).zfill(spec.precision or 0)
    sign = "-" if value < 0 else "+" if "+" in spec.flags else " " if " " in spec.flags else ""
    return sign + digits


def _float_text(spec: _Spec, value: float) -> str | None:
    if spec.verb in "fFeE":
        text = format(value, f".{6 if spec.precision is None else spec.precision}{spec.verb}")
    elif spec.verb in "gGv":
        text = _general(value) if spec.precision is None else format(value, f".{spec.precision}g")
    else:
        return None
    sign = "+" if "+" in spec.flags and value >= 0 else ""
    return sign + text


def _general(value: float) -> str:
    """Go's %v for float64: the shortest digits, with an exponent below 1e-4 and from 1e21."""
    sign, digits, exponent = Decimal(repr(value)).as_tuple()
    figures = "".join(map(str, digits)).rstrip("0") or "0"
    point = len(digits) + int(exponent)
    minus = "-" if sign else ""
    if value != 0 and not -4 <= point - 1 < 21:
        fraction = f".{figures[1:]}" if len(figures) > 1 else ""
        return f"{minus}{figures[0]}{fraction}e{'-' if point < 1 else '+'}{abs(point - 1):02d}"
    plain = format(Decimal(repr(value)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def quote(text: str) -> str:
    """Go's strconv.Quote: printable characters as they are, everything else escaped."""
    escapes = {'"': '\\"', "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
    return '"' + "".join(escapes.get(character) or _printable(character) for character in text) + '"'


def _printable(character: str) -> str:
    code = ord(character)
    if character.isprintable():
        return character
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
