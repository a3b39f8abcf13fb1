"""The part of README.md that shows a run: real output, cut to one file's findings and the summary."""

from __future__ import annotations

from pathlib import Path

_BEGIN, _END = "<!-- demo:begin -->\n", "<!-- demo:end -->"
_WIDTH = 120
_SHOWN = "k8s/graphql-gateway/ingress.yaml"


def with_demo(readme: str, output: str) -> str:
    """Return *readme* with the excerpt of *output* (a text report of examples/nova) between its two markers.

    Raises ValueError when a marker or the file that is shown is missing.
    """
    head, begin, rest = readme.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if not begin or not end:
        raise ValueError("README.md has no demo markers")
    blocks = output.split("\n\n")
    (shown,) = [block for block in blocks if block.startswith(f"{_SHOWN}  ")]
    (end_of_findings,) = [index for index, block in enumerate(blocks) if " open findings: " in block.partition("\n")[0]]
    summary = "\n\n".join(blocks[end_of_findings:]).rstrip()
    text = f"```console\n$ nova-policy test examples/nova\n…\n{shown}\n…\n{summary}\n```\n"
    return f"{head}{begin}{text}{end}{tail}"


def demo_output(example: Path) -> str:
    """Judge the example with the delivered bundle and return the text report, as a terminal of 120 columns shows it."""
    from nova_policy.bundle.load import load_bundle
    from nova_policy.config import Configuration
    from nova_policy.engines.wasm import WasmEngine
    from nova_policy.report.formats import FORMATS, Context
    from nova_policy.run import Judge, examine

    bundle = load_bundle()
    judge = Judge(WasmEngine(bundle.module), bundle, bundle.catalogue)
    result = examine(example.resolve(), lambda: judge, Configuration())
    return str(FORMATS["text"](result.report, Context(result.project.lines, width=_WIDTH)))
