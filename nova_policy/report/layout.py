"""JSON with an entry per line: readable in a diff, and as fast as the encoder without indentation."""

from __future__ import annotations

import json
from collections.abc import Mapping

from nova_policy.model import Json


def laid_out(value: Json, levels: int, indentation: int = 0) -> str:
    """Return JSON of *value*: objects and arrays of the outer *levels* are spread over lines, those within are not.

    Only ASCII comes out, so that no reader needs to know an encoding and lone surrogates do no harm.
    """
    if levels == 0 or not isinstance(value, (dict, list)) or not value:
        # What is no command in a file is one in a log of CI.
        return json.dumps(value).replace("##", "#\\u0023")
    inner, outer = " " * (indentation + 2), " " * indentation
    if isinstance(value, Mapping):
        parts = [f"{json.dumps(key)}: {laid_out(item, levels - 1, indentation + 2)}" for key, item in value.items()]
        opening, closing = "{}"
    else:
        parts = [laid_out(item, levels - 1, indentation + 2) for item in value]
        opening, closing = "[]"
    lines = ",\n".join(f"{inner}{part}" for part in parts)
    return f"{opening}\n{lines}\n{outer}{closing}"
