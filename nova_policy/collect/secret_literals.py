"""Which names and values look like secrets, so that facts name them and never carry them."""

from __future__ import annotations

import re

MASK = "***"

_NAME = re.compile(
    r"(?:^|[_.\-])(?:password|passwd|passphrase|pwd|pass|secrets?|token|credentials?|apikey|privatekey)(?:$|[_.\-\d])"
    r"|(?:api|private|access|secret|signing|encryption|auth|master|secretbox)[_.\-]?key"
    r"|^pgpassword$|^neo4j_auth$|connection[_.\-]?string|[a-z](?:Password|Secret|Token)$",
    re.IGNORECASE,
)
_NO_SECRET_NAME = re.compile(
    r"[_.\-](?:file|path|dir|name|id|arn|ttl|expiry|expires?|expiration|expires_in|lifetime|length|version|type"
    r"|url|uri|enabled|hours|minutes|seconds|days|ms|algorithm|header|issuer|audience|policy|rotation|count|limit|size|stdin)$"
    r"|public[_.\-]?key|max_tokens|token_count|password_(?:reset|policy|min)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"^$|^\$|\$\{|\$\(|\{\{|<[^>]*>|%\(|^\*+$|^x{3,}$|^\.{3,}$|^(?:data|var|local|module)\.|^!"
    r"|^(?:true|false|null|none|yes|no|\d{1,5})$",
    re.IGNORECASE,
)
_URL_PASSWORD = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]{0,20}://[^\s/:@]{0,200}:)([^\s/@]{1,500})(?=@)")
_KNOWN_SHAPE = re.compile(
    r"(?:AKIA|ASIA)[0-9A-Z]{12,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|eyJ[\w-]{10,2000}\.[\w-]{10,}|sk-[\w-]{20,}|glpat-[\w-]{15,}"
    r"|AIza[\w-]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY|https://hooks\.slack\.com/services/T\w+"
)
_AUTHORIZATION = re.compile(r"(\bauthorization\s*:\s*(?:[a-z]+\s+)?)(\S+)", re.IGNORECASE)
_KEY_VALUE = re.compile(r"^(-{0,2}[\w.\-]+)([=:])(.+)$", re.DOTALL)


def is_secret_name(name: str) -> bool:
    """Tell whether a variable, key or option of this name holds a secret; `*_FILE`, `*_TTL` and the like do not."""
    return bool(_NAME.search(name)) and not _NO_SECRET_NAME.search(name)


def is_placeholder(value: str) -> bool:
    """Tell whether something is to be put in the place of this value: `${X}`, `{{ x }}`, `<x>`, or nothing is there."""
    return bool(_PLACEHOLDER.search(value.strip()))


def has_url_password(value: str) -> bool:
    """Tell whether a URL in *value* carries a literal password."""
    return any(not is_placeholder(match[2]) for match in _URL_PASSWORD.finditer(value))


def is_secret_literal(name: str, value: str) -> bool:
    """Tell whether *value*, given to *name*, is a secret that stands there for all to read."""
    if has_url_password(value) or _KNOWN_SHAPE.search(value):
        return True
    return is_secret_name(name) and not is_placeholder(value)


def mask(text: str) -> str:
    """Return *text* with whatever looks like a secret literal replaced by `***`."""
    masked = _URL_PASSWORD.sub(lambda found: found[0] if is_placeholder(found[2]) else found[1] + MASK, text)
    masked = _AUTHORIZATION.sub(lambda found: found[0] if is_placeholder(found[2]) else found[1] + MASK, masked)
    masked = _KNOWN_SHAPE.sub(MASK, masked)
    if (pair := _KEY_VALUE.match(masked)) and is_secret_name(pair[1].lstrip("-")) and not is_placeholder(pair[3]):
        return f"{pair[1]}{pair[2]}{MASK}"
    return masked


def mask_arguments(arguments: list[str]) -> list[str]:
    """Mask each argument, and what options give away: `--password x`, `login -p x`, `-u name:x`."""
    result: list[str] = []
    for index, argument in enumerate(arguments):
        before = arguments[index - 1] if index else ""
        is_option = before.startswith("-") and "=" not in before
        is_value = is_option and not argument.startswith("-") and not is_placeholder(argument)
        name, colon, password = argument.partition(":")
        if is_value and (is_secret_name(before.lstrip("-")) or (before == "-p" and "login" in arguments[:index])):
            result.append(MASK)
        elif is_value and before in {"-u", "--user"} and colon and not is_placeholder(password):
            result.append(f"{name}:{MASK}")
        else:
            result.append(mask(argument))
    return result
