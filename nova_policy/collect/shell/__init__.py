"""Shell scripts as the commands in them: what is started, with which words, and whether its failure counts.

Parsing is tree-sitter's. GitHub's `${{ … }}` are hidden from it behind words of the same length, so that every
position and every word stays as it was written.
"""

from __future__ import annotations

from nova_policy.collect.shell.model import Command, Ignored, Position, Script, ShellOptions, Word
from nova_policy.collect.shell.reader import Context, Reader
from nova_policy.collect.shell.syntax import syntax_tree

__all__ = ["Command", "Ignored", "Position", "Script", "ShellOptions", "Word", "parse_script"]


def parse_script(text: str, options: ShellOptions | None = None) -> Script:
    """Read a script; what is no shell gives the commands that can still be made out."""
    options = options or ShellOptions()
    source = text.encode("utf-8", "replace")
    reader = Reader(source, options.errexit, options.pipefail)
    reader.statements(syntax_tree(source), Context(last=True))
    return Script(tuple(reader.commands), tuple(reader.assignments))
