"""What is done with a batch that has no answer: it is asked in halves until what fails stands alone, and is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from nova_policy.engines.protocol import Answer, EvaluationStoppedError, Failure, Question, merge, unanswered

OUT_OF_TIME = "NOVA-E07"
_FAILURES = 16
_FAILURES_IN_A_ROW = 12


class Halving:
    """Asks the batches of one run: halves one that fails by policies, then what is asked of one policy by documents.

    A policy that failed 16 times by itself is not asked again in this run. A *slow* engine is a program that is waited
    for: there a policy that used up its time is not asked again at all, and when the first dozen attempts fail it is
    the program, and no policy, that is at fault.
    """

    def __init__(self, evaluate: Callable[[Sequence[Question]], Answer], *, slow: bool) -> None:
        self._evaluate = evaluate
        self._slow = slow
        self._alone: Counter[str] = Counter()
        self._suspended: dict[str, Failure] = {}
        self._attempts = self._failures = 0

    def ask(self, questions: Sequence[Question]) -> Answer:
        """Return the answer to all that can be answered; the rest is in it with the reason."""
        refused = [
            unanswered(_about(questions, {policy}), failure) for policy, failure in list(self._suspended.items())
        ]
        names = {policy for question in questions for policy in question.policies} - self._suspended.keys()
        return merge([*refused, *([self._attempt(_about(questions, names))] if names else [])])

    def _attempt(self, questions: Sequence[Question]) -> Answer:
        self._attempts += 1
        try:
            return self._evaluate(questions)
        except EvaluationStoppedError as error:
            self._failures += 1
            failure = Failure(error.code or OUT_OF_TIME, str(error))
        if self._slow and self._failures == self._attempts and self._failures >= _FAILURES_IN_A_ROW:
            return unanswered(questions, failure)
        names = sorted({policy for question in questions for policy in question.policies})
        if middle := len(names) // 2:
            return merge(self.ask(_about(questions, set(half))) for half in (names[:middle], names[middle:]))
        return self._alone_again(names[0], questions, failure)

    def _alone_again(self, policy: str, questions: Sequence[Question], failure: Failure) -> Answer:
        self._alone[policy] += 1
        if self._alone[policy] >= _FAILURES or (self._slow and failure.code == OUT_OF_TIME):
            self._suspended[policy] = failure
        if policy in self._suspended or len(questions) == 1:
            return unanswered(questions, failure)
        middle = len(questions) // 2
        return merge(map(self.ask, (questions[:middle], questions[middle:])))


def _about(questions: Sequence[Question], names: set[str]) -> Sequence[Question]:
    asked = (replace(q, policies=tuple(policy for policy in q.policies if policy in names)) for q in questions)
    return [question for question in asked if question.policies]
