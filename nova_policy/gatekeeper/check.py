"""What Gatekeeper would refuse, or worse, take in silence: found before anything is delivered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nova_policy.bundle.opa import Opa
from nova_policy.errors import UsageError

# What the API server takes at most; etcd's own limit is 1.5 MiB.
_SIZE_LIMIT = 1_000_000


def check_template(opa: Opa, made: Mapping[str, Any], text: str) -> None:
    """Compile a template's Rego strictly, with no more builtins than all engines have, and weigh its *text*.

    Raises UsageError that names the template.
    """
    name = made["metadata"]["name"]
    size = len(text.encode())
    if size > _SIZE_LIMIT:
        raise UsageError(f"template {name}: {size} bytes, more than the {_SIZE_LIMIT} that an API server takes")
    source = made["spec"]["targets"][0]["code"][0]["source"]
    with TemporaryDirectory(prefix="nova-policy-") as temporary:
        folder = Path(temporary)
        for index, module in enumerate((source["rego"], *source.get("libs", ()))):
            (folder / f"{index}.rego").write_text(module, "utf-8")
        try:
            opa.check(folder)
        except UsageError as error:
            raise UsageError("\n".join(f"template {name}: {line}" for line in str(error).splitlines())) from None
