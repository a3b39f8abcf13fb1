"""The command line: parses, calls one function, prints, exits. Nothing here decides about policy."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from nova_policy import __version__
from nova_policy.errors import NovaPolicyError

_COMMANDS = {
    "test": "Collect a repository, judge it, report findings (the main job).",
    "report": "Show a saved result in another format, or what changed between two.",
    "history": "Keep and show how a repository's figures change.",
    "list": "List policies, or the report's findings and what decides them.",
    "explain": "Explain one policy: concern, remedy, examples, parameters.",
    "collect": "Print documents and facts as JSON, for conftest or opa by hand.",
    "render": "Print the rendered environments.",
    "serve": "Start an OPA server with the bundle on this machine.",
    "verify": "Test policies and hold them to their contract.",
    "bundle": "Build and inspect bundles.",
    "gatekeeper": "Build templates for OPA Gatekeeper.",
    "docs": "Build the generated pages.",
    "doctor": "Show which programs are there, and how to get the others.",
    "tools": "Install the programs that are needed.",
}


class _LazyGroup(click.Group):
    """Imports a command when it is called: start-up is a feature of a hook."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"nova_policy.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nova-policy")
def cli() -> None:
    """Keep a written DevOps assessment enforced."""


def main() -> NoReturn:
    """Run the command line and exit; the one boundary where an error becomes a line and a code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    # What a run makes is in use to its end: looking for garbage after every 700 objects took a tenth of the time.
    gc.set_threshold(100_000)
    # Who starts kustomize or answers the module gets a turn after half a millisecond instead of five.
    sys.setswitchinterval(0.0005)
    try:
        # Not cli.main: on an interrupt that prints a line of its own.
        with cli.make_context("nova-policy", sys.argv[1:]) as context:
            cli.invoke(context)
        code = 0
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except NovaPolicyError as error:
        for line in str(error).splitlines():
            complain(f"{error.code}: {line}" if error.code else line)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort) as error:
        complain("interrupted; no verdict")
        code = 143 if isinstance(error, _Terminated) else 130
    except BrokenPipeError:
        # The reader left; what it did not read was no verdict for it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 6
    except Exception as error:  # The boundary: one line instead of a traceback.
        if os.environ.get("NOVA_POLICY_TRACEBACK"):
            raise
        complain(
            f"NOVA-X70: internal error: {type(error).__name__}; run again with NOVA_POLICY_TRACEBACK=1 and report it"
        )
        code = 70
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End at once: taking hundreds of thousands of objects apart costs time and serves nobody."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        # The reader left, or the disk is full: what was not read was no verdict for anybody.
        code = code or 6
    os._exit(code)


def complain(message: str) -> None:
    """Print one line on stderr; control characters are made visible and long lines cut."""
    from nova_policy.report.escape import visible

    shown = visible(message)
    line = shown if len(shown) <= 300 else shown[:299] + "…"
    sys.stderr.buffer.write(f"nova: error {line}\n".encode("utf-8", "backslashreplace"))
    sys.stderr.flush()


class _Terminated(KeyboardInterrupt):
    """SIGTERM: whoever tidies up after Ctrl-C does so after this."""


def _interrupt(number: int, _frame: FrameType | None) -> None:
    """Unwind, so that programs are ended and temporary folders removed; a second signal ends us at once."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    raise _Terminated if number == signal.SIGTERM else KeyboardInterrupt
