"""Judging by a server: batches side by side, each answer by the one revision, all of them in their order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from nova_policy.engines.batches import batches
from nova_policy.engines.halving import OUT_OF_TIME, Halving
from nova_policy.engines.protocol import Answer, EvaluationStoppedError, Question, envelope, merge, read_answer
from nova_policy.engines.server.client import OpaServer
from nova_policy.engines.server.failures import NoAnswerError
from nova_policy.engines.server.served import ServedBundle
from nova_policy.engines.server.transport import CONNECTIONS
from nova_policy.errors import ToolError
from nova_policy.model import Json

_BATCH_BYTES = 512 * 1024


class OpaEngine:
    """Asks a server that holds *served*. What fails there is found by halving and left out of the account."""

    name = "opa"

    def __init__(self, server: OpaServer, served: ServedBundle) -> None:
        self._server = server
        self._served = served

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        """Judge all questions. Raises ToolError for a server that fails, RevisionChangedError for one that changes."""
        halving = Halving(partial(self._judge, parameters), slow=True)
        pool = ThreadPoolExecutor(max_workers=CONNECTIONS)
        try:
            return merge(pool.map(halving.ask, batches(questions, _BATCH_BYTES)))
        finally:
            # Whoever interrupts or fails does not wait for what was asked beside it.
            pool.shutdown(wait=False, cancel_futures=True)

    def _judge(self, parameters: Mapping[str, Json], questions: Sequence[Question]) -> Answer:
        try:
            # The library writes JSON itself; what it gets is what other engines get, odd characters replaced.
            reply = self._server.ask("main.deny", json.loads(envelope(questions, parameters)))
        except NoAnswerError:
            if not self._server.is_active():
                raise
            seconds = self._server.settings.timeout
            raise EvaluationStoppedError(f"not done after {seconds:g} s", code=OUT_OF_TIME) from None
        self._served.require_same(reply)
        return self._read(reply.value, questions)

    def _read(self, results: Any, questions: Sequence[Question]) -> Answer:
        asked = {(question.id, policy) for question in questions for policy in question.policies}
        try:
            answer = read_answer(results)
        except (AttributeError, TypeError):
            what = "the decision is no list of denials"
            raise ToolError(f"{self._server.settings.address}: {what}", code="NOVA-S05") from None
        given = {(key, denial.policy) for key, denials in answer.denials.items() for denial in denials}
        if given - asked:
            raise ToolError(f"{self._server.settings.address}: answers what it was not asked", code="NOVA-S05")
        return answer
