"""What can go wrong, drawn as a tree, with the exit code each branch ends in.

    NovaPolicyError              70
    ├── UsageError                2   a wrong option, configuration or parameter
    ├── NothingToCheckError       3   no input under the given root
    ├── IncompleteError           4   something could not be judged and strictness was asked for
    │   └── RevisionChangedError  4   the policies changed while they were asked
    ├── TrustError                5   a bundle or a cached artefact is not what it claims to be
    └── ToolError                 6   an engine or a program is missing, too old or unusable

A file that cannot be read, or a policy that fails, is not raised but becomes a
:class:`nova_policy.model.Problem` in the report: only what makes the run meaningless raises.
"""

from __future__ import annotations


class NovaPolicyError(Exception):
    """The root of all expected errors: one line for people, one exit code for programs."""

    exit_code = 70

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code


class UsageError(NovaPolicyError):
    """The command line, the configuration or a parameter is wrong."""

    exit_code = 2


class NothingToCheckError(NovaPolicyError):
    """No input was found where the user pointed to."""

    exit_code = 3


class IncompleteError(NovaPolicyError):
    """An engine did not answer for everything it was asked about."""

    exit_code = 4


class RevisionChangedError(IncompleteError):
    """The policies changed between two answers of one run; asked anew, the run may succeed."""


class TrustError(NovaPolicyError):
    """A bundle or a cached artefact is not what it claims to be."""

    exit_code = 5


class ToolError(NovaPolicyError):
    """An engine or a program is missing, too old or unusable."""

    exit_code = 6
