"""What a test asserts: how often, whether it could ever fail, and which status codes."""

from __future__ import annotations

import re

_STRING = re.compile(r'b?r(#*)".*?"\1|b?"(?:[^"\\]|\\.)*"', re.DOTALL)
_GENERICS = re.compile(r"<.*>", re.DOTALL)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_MACRO = re.compile(r"(?:^|::)(?:(?:debug_|prop_)?assert\w*|ensure|matches)$")
_HELPER = re.compile(r"(?:^|::)(?:assert|expect|verify)_\w+$")
_CHECK = re.compile(r"^(?:(?:crate|self|super)::)?(?:(?:check|test)_\w+|run_(?:\w+_)?tests?)$")
_COMPILED = frozenset({"compile_fail", "pass"})
_VERDICT = re.compile(r"^\(\s*!?\s*(?:true|false)\s*[,)]|^\(\s*\d+\s*[=!<>]=?\s*\d+\s*[,)]")
_LITERAL = r"(?:-?\d[\w.]*|true|false|\"\"|'[^']*')"
_PAIR = re.compile(rf"^\(\s*{_LITERAL}\s*,\s*{_LITERAL}\s*[,)]")
_CALL = re.compile(r"((?:\w+\s*::\s*)*\w+)\s*(?:::\s*<[^<>]*>\s*)?\(")
_KEYWORDS = frozenset(
    {
        *("if", "while", "match", "for", "return", "let", "in", "move", "loop", "else", "fn"),
        *("Ok", "Err", "Some", "None", "Box"),
    }
)
_NUMBER = re.compile(r"(?<![\w.])([1-5]\d\d)(?![\w.])")
_STATUS_WORD = re.compile(
    r"\b(?:StatusCode|Code|Status|http::StatusCode)\s*::\s*([A-Za-z_]+)"
    r"|\b(UNAUTHORIZED|FORBIDDEN|BAD_REQUEST|NOT_FOUND|TOO_MANY_REQUESTS|CONFLICT|UNPROCESSABLE_ENTITY"
    r"|Unauthenticated|PermissionDenied|InvalidArgument|ResourceExhausted|DeadlineExceeded|Unavailable)\b"
)
_NO_STATUS = frozenset({"from_u16", "from_code", "new", "from", "default"})


def bare(text: str) -> str:
    """Return *text* without comments and with every string literal emptied."""
    return _COMMENT.sub(" ", _STRING.sub('""', text))


def is_assertion(macro: str) -> bool:
    """Say whether *macro*, a name without `!`, asserts something."""
    return bool(_MACRO.search(macro))


def is_helper(call: str) -> bool:
    """Say whether *call* is the name of a function that asserts by convention."""
    return bool(_HELPER.search(call))


def may_check(call: str) -> bool:
    """Say whether *call* is named like a function of the tests that checks something.

    Code under test has such names too (`check_permission`), but answers: only a call whose answer nobody takes is one.
    """
    return bool(_CHECK.match(call))


def compiles_cases(calls: set[str]) -> bool:
    """Say whether *calls* are those of a test that has trybuild compile files, and fails where they do otherwise."""
    return "TestCases::new" in calls and bool(calls & _COMPILED)


def is_constant(macro: str, arguments: str) -> bool:
    """Say whether the assertion holds or fails whatever the program does; *arguments* as :func:`bare` gives them."""
    name = macro.rpartition("::")[2]
    if name.endswith(("_eq", "_ne")):
        return bool(_PAIR.match(arguments))
    return name.endswith("assert") and bool(_VERDICT.match(arguments))


def called_in(arguments: str) -> set[str]:
    """Return the names that the bare text of a macro's *arguments* calls, paths by their last two segments."""
    found = {last_two(name) for name in _CALL.findall(arguments)}
    return {name for name in found if name not in _KEYWORDS}


def last_two(path: str) -> str:
    """Return the last two segments of *path*, without spaces and generic arguments."""
    if ":" not in path:
        return path
    segments = [part.strip() for part in _GENERICS.sub("", path).split("::")]
    return "::".join([part for part in segments if part][-2:])


def is_plain_constructor(call: str) -> bool:
    """Say whether *call* is a name that tells nothing, such as `Ok`."""
    return call in _KEYWORDS


def status_codes(arguments: str) -> set[str]:
    """Return the HTTP and gRPC status words and numbers in the bare text *arguments*."""
    found = {one or two for one, two in _STATUS_WORD.findall(arguments)} - _NO_STATUS
    if re.search(r"status|code|resp", arguments, re.IGNORECASE):
        found |= set(_NUMBER.findall(arguments))
    return found
