"""Walks a script's syntax tree and collects its commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nova_policy.collect.shell.model import Command, Ignored, Position, Word
from nova_policy.collect.shell.syntax import (
    MAX_DEPTH,
    SUBSTITUTIONS,
    descendants,
    downloads,
    reacts,
    swallows,
    syntax_tree,
)
from nova_policy.collect.shell.words import unquote, without_wrappers

if TYPE_CHECKING:
    from tree_sitter import Node

_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ash"})
_BESIDE_WORDS = frozenset({"variable_assignment", "file_redirect", "heredoc_redirect", "herestring_redirect"})
_MAX_NESTING = 3


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a node: why its failure is lost, and whether its status is the script's."""

    last: bool
    ignored: tuple[Ignored, ...] = ()
    reads: tuple[str, ...] = ()
    loops: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    appends: str | None = None
    depth: int = 0

    def inside(self, *, last: bool) -> Context:
        """Return the context of a part; *last* when nothing of the whole follows it."""
        return replace(self, last=self.last and last, depth=self.depth + 1)

    def ignoring(self, reason: str, position: Position) -> Context:
        """Return the context of a part whose failure is lost."""
        return replace(self, last=False, ignored=(*self.ignored, Ignored(reason, position)), depth=self.depth + 1)


@dataclass(slots=True)
class Reader:
    """Walks the syntax tree in order, since `set -e` holds from where it stands."""

    source: bytes
    errexit: bool
    pipefail: bool
    nesting: int = 0
    origin: Position = field(default_factory=lambda: Position(0, 0))
    commands: list[Command] = field(default_factory=list)
    assignments: list[tuple[str, tuple[Word, ...]]] = field(default_factory=list)

    def statements(self, node: Node, context: Context) -> None:
        """Read the statements in *node*; unless errexit is on, only the last one's failure counts."""
        children = [child for child in node.named_children if child.type not in {"comment", "heredoc_body"}]
        for index, child in enumerate(children):
            following = children[index + 1] if index + 1 < len(children) else None
            inner = context.inside(last=following is None)
            if following is not None and not self.errexit and not self._status_is_read(children[index + 1 :]):
                inner = inner.ignoring("no_errexit", self._position(child))
            self.statement(child, inner)

    def statement(self, node: Node, context: Context) -> None:
        """Read one statement of any kind."""
        if context.depth > MAX_DEPTH:
            return
        match node.type:
            case "command":
                self._command(node, context)
            case "list":
                self._list(node, context)
            case "pipeline":
                self._pipeline(node, context)
            case "negated_command":
                self.statements(node, context.ignoring("negated", self._position(node)))
            case "redirected_statement":
                self._redirected(node, context)
            case "if_statement":
                self._if(node, context)
            case "while_statement":
                self._while(node, context)
            case "for_statement":
                self._for(node, context)
            case "variable_assignment" | "variable_assignments" | "declaration_command":
                self._assign(node, context)
            case "test_command":
                self._substitutions(node, context.ignoring("substitution", self._position(node)))
            case _:
                self.statements(node, context)

    def _list(self, node: Node, context: Context) -> None:
        left, right = node.named_children[0], node.named_children[-1]
        operator = next((child.type for child in node.children if child.type in {"&&", "||"}), "&&")
        if operator == "||":
            swallowed = swallows(right, self.source)
            inner = context.ignoring("or_true", self._position(right)) if swallowed else replace(context, last=False)
            self.statement(left, replace(inner, depth=context.depth + 1))
        elif context.last:
            self.statement(left, context.inside(last=True))
        else:
            self.statement(left, context.ignoring("and_list", self._position(left)))
        self.statement(right, context.inside(last=True))

    def _pipeline(self, node: Node, context: Context) -> None:
        *sources, sink = node.named_children
        reads: tuple[str, ...] = context.reads
        for child in sources:
            inner = replace(context.inside(last=True), reads=reads)
            before = len(self.commands)
            self.statement(child, inner if self.pipefail else inner.ignoring("pipe", self._position(child)))
            reads = (*reads, *(command.program for command in self.commands[before:]))
        self.statement(sink, replace(context.inside(last=True), reads=reads))

    def _redirected(self, node: Node, context: Context) -> None:
        appends = context.appends
        for redirect in node.children_by_field_name("redirect"):
            target = redirect.child_by_field_name("destination")
            descriptor = redirect.child_by_field_name("descriptor")
            writes = any(child.type in {">", ">>"} for child in redirect.children)
            if writes and target is not None and (descriptor is None or self._raw(descriptor) == "1"):
                appends = self._word(target).text
        body = node.child_by_field_name("body")
        if body is not None:
            self.statement(body, replace(context, appends=appends, depth=context.depth + 1))

    def _if(self, node: Node, context: Context) -> None:
        conditions = node.children_by_field_name("condition")
        body = [child for child in node.named_children if child not in conditions]
        branches = [child for child in body if child.type in {"else_clause", "elif_clause"}]
        then = [child for child in body if child not in branches]
        for condition in conditions:
            handled = branches if condition.type != "negated_command" else then
            lost = not any(reacts(child, self.source) for child in handled)
            inner = context.ignoring("if", self._position(condition)) if lost else replace(context, last=False)
            tested = condition.named_children[0] if condition.type == "negated_command" else condition
            self.statement(tested, replace(inner, depth=context.depth + 1))
        for child in then:
            self.statement(child, context.inside(last=child is then[-1]))
        for child in branches:
            self.statements(child, context.inside(last=True))

    def _while(self, node: Node, context: Context) -> None:
        for condition in node.children_by_field_name("condition"):
            self.statement(condition, context.ignoring("loop", self._position(condition)))
        body = node.child_by_field_name("body")
        if body is not None:
            self.statements(body, context.inside(last=True))

    def _for(self, node: Node, context: Context) -> None:
        variable, body = node.child_by_field_name("variable"), node.child_by_field_name("body")
        values = tuple(self._word(value) for value in node.children_by_field_name("value"))
        loops = {**context.loops, self._raw(variable): values} if variable is not None else context.loops
        if body is not None:
            self.statements(body, replace(context.inside(last=True), loops=loops))

    def _assign(self, node: Node, context: Context) -> None:
        assignments = [node] if node.type == "variable_assignment" else node.named_children
        for child in assignments:
            if child.type != "variable_assignment":
                continue
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is None:
                continue
            items = value.named_children if value is not None and value.type == "array" else [value] if value else []
            self.assignments.append((self._raw(name), tuple(self._word(item) for item in items)))
        # `export X=$(…)` and `local X=$(…)` lose the status of what they call.
        plain = node.type != "declaration_command"
        self._substitutions(node, context if plain else context.ignoring("substitution", self._position(node)))

    def _command(self, node: Node, context: Context) -> None:
        words = [self._word(child) for child in node.named_children if child.type not in _BESIDE_WORDS]
        self._options(words)
        self._substitutions(node, context.ignoring("substitution", self._position(node)))
        stripped = without_wrappers(words)
        if not stripped:
            return
        nested = (child for child in descendants(node) if child.type in SUBSTITUTIONS)
        fetched = b"(" in self.source[node.start_byte : node.end_byte] and any(
            downloads(child, self.source) for child in nested
        )
        facts = (context.ignored, context.reads, context.loops, context.appends, fetched)
        self.commands.append(Command(tuple(stripped), *facts))
        self._nested(stripped, context)

    def _options(self, words: list[Word]) -> None:
        if not words or words[0].text != "set":
            return
        arguments = [word.text for word in words[1:]]
        for index, argument in enumerate(arguments):
            on = argument.startswith("-")
            if re.fullmatch(r"[-+][a-zA-Z]+", argument) and "e" in argument:
                self.errexit = on
            if re.fullmatch(r"[-+][a-zA-Z]*o", argument):
                name = arguments[index + 1] if index + 1 < len(arguments) else ""
                self.pipefail = on if name == "pipefail" else self.pipefail
                self.errexit = on if name == "errexit" else self.errexit

    def _nested(self, words: list[Word], context: Context) -> None:
        """Read the script in `bash -c '…'` as well."""
        if words[0].text.rpartition("/")[2] not in _SHELLS or self.nesting >= _MAX_NESTING:
            return
        flags = [index for index, word in enumerate(words) if re.fullmatch(r"-[a-z]*c", word.text)]
        if not flags or flags[0] + 1 >= len(words):
            return
        script = words[flags[0] + 1]
        errexit = any(re.fullmatch(r"-[a-z]*e[a-z]*", word.text) for word in words[1 : flags[0] + 1])
        source = script.text.encode("utf-8", "replace")
        inner = Reader(source, errexit, pipefail=False, nesting=self.nesting + 1, origin=script.position)
        inner.statements(syntax_tree(source), context)
        self.commands.extend(inner.commands)

    def _substitutions(self, node: Node, context: Context) -> None:
        text = self.source[node.start_byte : node.end_byte]
        if context.depth > MAX_DEPTH or not (b"(" in text or b"`" in text):
            return
        for child in node.named_children:
            if child.type in SUBSTITUTIONS:
                self.statements(child, replace(context, reads=(), appends=None))
            elif child.type != "heredoc_body":
                self._substitutions(
                    child, replace(context, depth=context.depth + 1)
                ) if context.depth < MAX_DEPTH else None

    def _status_is_read(self, following: list[Node]) -> bool:
        """Tell whether what follows looks at the status, or ends with a status that was remembered."""
        texts = [self.source[node.start_byte : node.end_byte] for node in following]
        return b"$?" in texts[0] or any(re.match(rb"exit\s+[\"']?\$", text) for text in texts)

    def _raw(self, node: Node) -> str:
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def _word(self, node: Node) -> Word:
        text, literal = unquote(self._raw(node))
        return Word(text, literal, self._position(node))

    def _position(self, node: Node) -> Position:
        row, column = node.start_point
        begin = node.start_byte - column
        characters = len(self.source[begin : node.start_byte].decode("utf-8", "replace"))
        first = self.origin.column if row == 0 else 0
        return Position(self.origin.row + row, first + characters)
