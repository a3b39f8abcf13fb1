"""What secrets stand behind: names, commands, URLs, and words that look like a token."""

from __future__ import annotations

import re

MASK = "•••"

NAMES = (
    r"secret|passw|pwd|passphrase|(?<![a-z])pass\b|(?-i:[a-z]Pass)\b|token|credential|(?<=[a-z._-])key\b"
    r"|requirepass|masterauth|(?:private|api|access|signing|encryption)[_-]?key|authorization|(?<![\w-])_?auth(?=[\"']?\s*[:=])|auth[_-]?pass"
    r"|oauth|(?:\b|_)dsn|salt\b|signature|pepper|connection[_-]?string|conn[_-]?str|webhook[_-]?url|cookie"
    r"|session[_-]?id|bearer|jwt|(?:\b|_)pat\b|dockerconfigjson|dockercfg"
)
_STEM = re.compile(
    r"secret|pass|pwd|token|cred|key|auth|dsn|salt|sign|pepper|conn|hook|cook|sess|bear|jwt|pat\b|docker"
)
_NAME = re.compile(NAMES, re.IGNORECASE)

HARMLESS = re.compile(
    r"[|>][+-]?\d?\s*(?:#.*)?|\"\"|''|true|false|null|read|write|none|~|\{\}|\[\]|[\[{(|&,;]*"
    r"|\"?\$\{\{[^}]*\}\}\"?|\"?\$(?:\w+|\{\w+\}|\(\w+\))\"?"
)
"""Values that are none: the beginning of a block, words of a language, references."""

_BEHIND_NAMES = (
    re.compile(r"(\bvalue[\"']?:\s*)([^,}\"']+)"),
    re.compile(rf"((?:\b(?:ENV|ARG|set)\s+|--?)[\w-]*(?:{NAMES})[\w-]*\s+)(\S.*)$", re.IGNORECASE),
    re.compile(r"(\blogin\s+\S+\s+password\s+)(\S+)"),
    re.compile(r"(\b(?:echo|printf)\s+(?:-\w+\s+)*)([^|]+)(?=\|)"),
    re.compile(rf"(<[\w.-]*(?:{NAMES})[\w.-]*>)([^<]+)", re.IGNORECASE),
    re.compile(rf"([\w.-]*(?:{NAMES})[\w.-]*[\"']?\s*[:=]+>?\s*)(.+)$", re.IGNORECASE),
)
_IN_COMMANDS = (
    re.compile(r"(\blogin\b.*?\s-p[ =]?)(\S+)"),
    re.compile(r"(\bsshpass\s+-p\s*)(\S+)"),
    re.compile(r"(\b(?:mysql|mariadb)\w*\b.*?\s-p)(\S+)"),
    re.compile(r"(\bredis-cli\b.*?\s-a\s+)(\S+)"),
    re.compile(r"(\b(?:curl|wget)\b.*?\s(?:-u|--user|--proxy-user)[ =]?[\w.@-]+:)(\S+)"),
    re.compile(r"(\bopenssl\b.*?\s(?:-k|-K)\s+)(\S+)"),
    re.compile(r"(\bpass:)(\S+)"),
    re.compile(r"(\bvault\s+(?:kv\s+put|write)\s+\S+\s+)(\S.*)$"),
)
_COMMAND = re.compile(r"login|pass|mysql|mariadb|redis-cli|curl|wget|openssl|vault")

_URL_USER = re.compile(r"(?<=://)[^\s/@\"']*@")
_QUERY = re.compile(
    r"([?&][\w.-]*(?:key|token|secret|sig|signature|password|auth|code)[\w.-]*=)[^&\s\"']+", re.IGNORECASE
)
_LONG_WORD = re.compile(r"[\w+/=.-]{14}")
_TOKEN = re.compile(r"(?<![\w/@:.-])(?=[\w+=]*[0-9])(?=[\w+=]*[a-z])(?=[\w+=]*[A-Z])[\w+/=]{20,}(?![\w-])")
_KNOWN = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{12,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bxox\w-[\w-]{10,}|\beyJ[\w-]{8,}(?:\.[\w-]*)*"
    r"|\b[sr]k_(?:live|test)_\w{8,}|\bAIza[\w-]{20,}|\bglpat-[\w-]{10,}"
    r"|(?<=\bBasic )[\w+/=-]{16,}|(?<=\bBearer )[\w+/=.~-]{16,}"
    r"|(?<=hooks\.slack\.com/services/)[\w/-]+|(?<=/api/webhooks/)[\w/-]+"
)


def names_secret(text: str) -> bool:
    """Look for the beginnings first: most lines have none, and the pattern costs ten times as much."""
    return _STEM.search(text.lower()) is not None and _NAME.search(text) is not None


def hide_behind_names(line: str) -> str:
    """Mask what a line gives to secret-like names."""
    for pattern in _BEHIND_NAMES:
        line = pattern.sub(hide_second, line)
    return line


def hide_anywhere(line: str) -> str:
    """Mask what is a secret whatever it is called: in commands, in URLs, and words that look like a token."""
    if _COMMAND.search(line):
        for pattern in _IN_COMMANDS:
            line = pattern.sub(hide_second, line)
    if "://" in line or "?" in line:
        line = _URL_USER.sub(f"{MASK}@", _QUERY.sub(rf"\1{MASK}", line))
    return _TOKEN.sub(MASK, _KNOWN.sub(MASK, line)) if _LONG_WORD.search(line) else line


def gives_value(text: str) -> bool:
    """Tell whether *text* gives a value to a secret-like name with a colon or an equals sign."""
    return _BEHIND_NAMES[-1].search(text) is not None


def hide_second(match: re.Match[str]) -> str:
    """Keep what stands before a value, and mask the value."""
    return match[1] + hidden(match[2])


def hidden(value: str) -> str:
    """Return the mask, or *value* when it is none."""
    return value if HARMLESS.fullmatch(value.strip()) else MASK
