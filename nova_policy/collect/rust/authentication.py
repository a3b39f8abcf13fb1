"""Which names stand for authentication, in middleware and in the parameters of handlers."""

from __future__ import annotations

import re

from nova_policy.collect.rust.topics import words

_MIDDLEWARE = re.compile(
    r"_(?:auth[nz]?|authenticat\w+|authori[sz]\w*|jwt\w*?|identity|claims?|bearer|sessions?|oidc|oauth2?|require_(?:user|login|admin)|logged_in)(?=_)"
)
_OTHER = re.compile(r"_(?:rate|limit|limiter|limiting|log|logger|logging|metrics?|cors|trace|tracing)(?=_)")
_PARAMETER = re.compile(
    r"^(?:\w*Claims?|Auth|Auth(?:ed|enticated|orized)?(?:User|Session|Context|Info|Token|Account|Admin|Client)?"
    r"|\w*Identity|CurrentUser|LoggedIn\w*|BearerAuth|BasicAuth|Bearer|\w*Principal|\w*Jwt\w*|Require\w*Auth\w*"
    r"|AuthorizedUser|User(?:Id|Claims|Session)|AdminUser|Authorization)$"
)
_CARRIERS = frozenset({"ReqData", "Extension", "TypedHeader", "Header"})
_HEAD = re.compile(r"^&?\s*(?:mut\s+)?(?:\w+\s*::\s*)*(\w+)\s*(?:<(.*)>)?\s*$", re.DOTALL)


def is_authentication(middleware: str) -> bool:
    """Say whether a middleware so named lets only known callers pass."""
    named = words(middleware)
    return bool(_MIDDLEWARE.search(named)) and not _OTHER.search(named)


def authenticates(parameter: str) -> bool:
    """Say whether a handler parameter of this type, as written, makes the framework refuse unknown callers."""
    match = _HEAD.match(parameter.strip())
    if match is None:
        return False
    if match[1] in _CARRIERS and match[2]:
        return authenticates(match[2])
    return bool(_PARAMETER.match(match[1]))
