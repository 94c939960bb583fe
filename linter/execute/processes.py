"""Commands run as processes that outlive the executor and that it can find again."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from linter.execute.commands import Command, CommandError, Ended, Process
from linter.execute.launching import Child, launched, named
from linter.execute.living import process_named
from linter.execute.masking import Secrets
from linter.execute.output import Output, gather

_SHORTEST_PAUSE = 0.001
_LONGEST_PAUSE = 0.05


class Processes:
    """Runs commands of a site, hiding its secrets in all that they write.

    `grace` are the seconds between asking a command to end and ending it.
    """

    def __init__(
        self,
        secrets: Secrets,
        grace: float = 10,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._secrets = secrets
        self._grace = grace
        self._monotonic = monotonic
        self._sleep = sleep

    def run(self, command: Command, started: Callable[[Process], None] | None = None) -> Ended:
        """How it ended, or that its time was up. Raises CommandError and what `started` raises."""
        self._refuse(command)
        try:
            # What an executor left that was killed stands before this.
            gather(command.output, self._secrets)
            output = Output(command.output, self._secrets)
        except OSError as error:
            raise CommandError(
                f"{named(command)} was not started: {command.output}, where its output is to go, "
                f"cannot be written: {error.strerror}"
            ) from error
        with output:
            with output.discarded_on_error(), launched(command, output.descriptor) as child:
                process = _process(child, command)
                if started:
                    started(process)
                begun = self._monotonic()
                child.let_go()
            return self._ended(command, child, process, output, begun)

    def _refuse(self, command: Command) -> None:
        if not command.words:
            raise CommandError("a command without words cannot be started: see the plan")
        if any(map(self._secrets.are_in, command.words)):
            raise CommandError(
                f"{named(command)} was not started: a secret of the configuration stands among "
                "its arguments, where anybody on this machine can read it"
            )

    def _ended(
        self, command: Command, child: Child, process: Process, output: Output, begun: float
    ) -> Ended:
        in_time = self._wait(child, output, begun + command.limit)
        if not in_time and not (command.killable and self._stopped(child, output)):
            return Ended(None, self._monotonic() - begun, output.told(), process)
        code = child.code()
        seconds = self._monotonic() - begun
        told = output.told()
        try:
            output.finish()
        except OSError as error:
            told += f"\n[kslint could not keep all that it wrote: {error.strerror}]"
        return Ended(code if in_time else None, seconds, told)

    def _wait(self, child: Child, output: Output, until: float) -> bool:
        pause = _SHORTEST_PAUSE
        while not child.is_gone():
            left = until - self._monotonic()
            if left <= 0:
                return False
            # A full disk must not end the wait for a command that has begun.
            with suppress(OSError):
                output.advance()
            self._sleep(min(pause, left))
            pause = min(_LONGEST_PAUSE, pause * 2)
        return True

    def _stopped(self, child: Child, output: Output) -> bool:
        """Whether a command was ended, with all that it started and that did not leave its group.

        One that became another user cannot be, nor one that waits for a disk.
        """
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(PermissionError):
                os.killpg(child.pid, number)
            is_gone = self._wait(child, output, self._monotonic() + self._grace)
        return is_gone


def _process(child: Child, command: Command) -> Process:
    try:
        return process_named(child.pid)
    except OSError as error:
        raise CommandError(
            f"{named(command)} was not started: /proc does not tell of its process, so that it "
            f"could not be found again: {error.strerror}"
        ) from error
