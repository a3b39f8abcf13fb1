"""The same questions to all engines that are there: where they differ, there is no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from nova_policy.bundle.archive import BUNDLE_NAME
from nova_policy.bundle.load import Bundle, Contents, load_bundle
from nova_policy.engines.choose import EngineChoice, conftest_engine, open_server, wasm_engine
from nova_policy.engines.names import ENGINES
from nova_policy.engines.protocol import Answer, Engine, Failure, Question
from nova_policy.engines.server.options import ServerOptions
from nova_policy.errors import IncompleteError, ToolError
from nova_policy.model import Denial, Json

DISAGREEMENT = "NOVA-E10"


class CrossCheck:
    """Several engines as one: the first one's answer, without the verdicts that another contradicts."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self.name = ", ".join(engine.name for engine in engines)
        self._engines = engines

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Ask all engines. What they disagree about has failed, with the answers of both as the reason."""
        answers = {engine.name: engine.evaluate(questions, parameters) for engine in self._engines}
        first = next(iter(answers.values()))
        judged, failed = dict(first.judged), dict(first.failed)
        for question in questions:
            disputed = dict(_disputed(question, answers))
            if disputed:
                judged[question.id] = judged.get(question.id, frozenset()) - disputed.keys()
                failed[question.id] = {**failed.get(question.id, {}), **disputed}
        return replace(first, judged=judged, failed=failed)


def _disputed(question: Question, answers: Mapping[str, Answer]) -> Iterator[tuple[str, Failure]]:
    for policy in question.policies:
        verdicts = {name: _verdict(answer, question.id, policy) for name, answer in answers.items()}
        (one, first), *others = verdicts.items()
        for other, verdict in others:
            if verdict != first:
                reason = f"{one} {_in_words(first, verdict)}, but {other} {_in_words(verdict, first)}"
                yield policy, Failure(DISAGREEMENT, reason)
                break


def _verdict(answer: Answer, question: str, policy: str) -> frozenset[Denial] | None:
    if policy not in answer.judged.get(question, ()):
        return None
    return frozenset(denial for denial in answer.denials.get(question, ()) if denial.policy == policy)


def _in_words(verdict: frozenset[Denial] | None, against: frozenset[Denial] | None) -> str:
    """Say what one engine found that the other did not."""
    if verdict is None:
        return "gives no verdict"
    own = sorted(verdict - (against or frozenset()), key=lambda denial: (denial.message, str(denial.path)))
    if not own:
        return "does not" if verdict else "passes it"
    place = ".".join(map(str, own[0].path))
    more = f" and {len(own) - 1} more" if len(own) > 1 else ""
    return f'denies "{own[0].message[:80]}" at {place or "the root"}{more}'


def open_cross_check(choice: EngineChoice, root: Path, stack: ExitStack) -> tuple[Engine, Contents]:
    """Return all engines that are there as one, the chosen one first.

    OPA is the server that *choice* names, or else one that is started for this run. Raises ToolError when there is
    nothing to compare, IncompleteError when the server evaluates another bundle.
    """
    bundle = load_bundle(choice.bundle_folder)
    found: dict[str, Engine] = {"wasm": wasm_engine(bundle, root)}
    with suppress(ToolError):
        found["conftest"] = conftest_engine(choice, bundle, root)
    if choice.server.url:
        found["opa"] = _same_bundle(bundle, *open_server(choice.server, stack))
    elif opa := _opa(root):
        found["opa"] = _local(bundle, opa, stack)
    if choice.name not in found or len(found) < 2:
        missing = ", ".join(name for name in ENGINES if name not in found)
        raise ToolError(f"--cross-check: no {missing} to compare with; run `nova-policy tools install conftest opa`")
    return CrossCheck([found.pop(choice.name), *found.values()]), bundle


def _opa(root: Path) -> tuple[str, ...] | None:
    from nova_policy.tools.find import find_tool

    with suppress(ToolError):
        return find_tool("opa", root=root).command
    return None


def _local(bundle: Bundle, opa: Sequence[str], stack: ExitStack) -> Engine:
    from nova_policy.engines.server.local import local_server

    server = stack.enter_context(local_server(opa, bundle.folder / BUNDLE_NAME))
    return open_server(ServerOptions(url=str(server.address)), stack)[0]


def _same_bundle(bundle: Bundle, engine: Engine, served: Contents) -> Engine:
    if served.revision != bundle.revision:
        what = f"the server evaluates revision {served.revision[:12]}, this installation has {bundle.revision[:12]}"
        raise IncompleteError(f"--cross-check: {what}; nothing to compare", code=DISAGREEMENT)
    return engine
