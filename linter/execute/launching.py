"""Starts a command behind a gate, so that nothing runs that is not written down."""

import os
import pwd
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import FileIO
from pathlib import Path

from linter.execute import launcher
from linter.execute.commands import Command, CommandError
from linter.model.visible import visible

_INHERITED = frozenset(
    {"PATH", "LANG", "LANGUAGE", "TZ", "HOME", "USER", "LOGNAME", "SSL_CERT_FILE", "SSL_CERT_DIR"}
    | {"REQUESTS_CA_BUNDLE", "http_proxy", "https_proxy", "no_proxy"}
    | {"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}
)
_RESULT = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
_OWNERS = 0o600
_TEXT = 4096
_SAME = "-"
_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD)
_FAULTS = {
    "user": "its user cannot be taken on",
    "folder": "its folder cannot be entered",
    "program": "its program cannot be run",
}


class Child:
    """A command behind its gate: `pid` is its number already, and stays so.

    `runs` says that it may have been let through.
    """

    def __init__(self, command: Command, pid: int, gate: FileIO, status: FileIO) -> None:
        self.pid = pid
        self.runs = False
        self._command = command
        self._gate = gate
        self._status = status

    def let_go(self) -> None:
        """Has it run. Raises CommandError if it could not."""
        self.runs = True
        try:
            self._gate.write(launcher.OPEN)
        except BrokenPipeError as error:
            self.runs = False
            raise CommandError(f"{named(self._command)} was ended before it ran") from error
        # It closes when the program runs.
        said = (self._status.read(_TEXT) or b"").decode(errors="replace")
        if said:
            self.runs = False
            doing, _, why = said.partition(" ")
            raise CommandError(f"{named(self._command)}: {_FAULTS[doing]}: {why}")

    def is_gone(self) -> bool:
        """Whether it has ended; its number stays its own until `code` was asked."""
        how = os.WEXITED | os.WNOWAIT | os.WNOHANG
        return os.waitid(os.P_PID, self.pid, how) is not None

    def code(self) -> int:
        """Its exit code, negative for a signal; waits for its end."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@contextmanager
def launched(command: Command, written: int) -> Iterator[Child]:
    """A command that waits to be let go, and that never runs if it is not.

    `written` is the descriptor of what it writes to. Raises CommandError.
    """
    # Whoever started kslint may ignore the end of children, and then nobody hears how they ended.
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with ExitStack() as own:
        gate_there, gate = _pipe(own)
        status, status_there = _pipe(own)
        try:
            with gate_there, status_there:
                pid = _spawned(command, written, gate_there, status_there)
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) else error
            raise CommandError(f"{named(command)} could not be started: {said}") from error
        child = Child(command, pid, gate, status)
        try:
            yield child
        finally:
            own.close()
            if not child.runs:
                os.waitpid(pid, 0)


def named(command: Command) -> str:
    """The program of a command, safe to print."""
    return visible(command.words[0])


def _pipe(stack: ExitStack) -> tuple[FileIO, FileIO]:
    there, here = os.pipe()
    return stack.enter_context(FileIO(there, "r")), stack.enter_context(FileIO(here, "w"))


def _spawned(command: Command, written: int, gate: FileIO, status: FileIO) -> int:
    environment = _environment(command)
    user = _user(command, environment)
    with ExitStack() as files:
        stdin = _file(files, command.stdin or Path(os.devnull), os.O_RDONLY | os.O_CLOEXEC)
        result = _file(files, command.result, _RESULT) if command.result else written
        # Those alone are its own; everything else closes by itself.
        for descriptor in (gate.fileno(), status.fileno()):
            os.set_inheritable(descriptor, True)
        words = [sys.executable, "-I", "-S", launcher.__file__]
        words += [str(gate.fileno()), str(status.fileno()), str(command.umask), user]
        return os.posix_spawn(
            sys.executable,
            [*words, command.folder, *command.words],
            environment,
            file_actions=(
                (os.POSIX_SPAWN_DUP2, stdin, 0),
                (os.POSIX_SPAWN_DUP2, result, 1),
                (os.POSIX_SPAWN_DUP2, written, 2),
            ),
            # Neither an interrupt of the terminal nor its end is meant for it.
            setsid=True,
            setsigmask=(),
            setsigdef=_HANDLED,
        )


def _file(stack: ExitStack, path: Path, flags: int) -> int:
    descriptor = os.open(path, flags, _OWNERS)
    stack.callback(os.close, descriptor)
    if flags & os.O_WRONLY:
        os.fchmod(descriptor, _OWNERS)
    return descriptor


def _environment(command: Command) -> dict[str, str]:
    """What it inherits is little: the environment of kslint may hold an administrator's secrets."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name in _INHERITED or name.startswith("LC_")
    }
    return {"PATH": os.defpath, **inherited, **command.environment}


def _user(command: Command, environment: dict[str, str]) -> str:
    """The user as the launcher takes it; the environment is made that of the user."""
    if not command.user:
        return _SAME
    try:
        account = pwd.getpwnam(command.user)
    except KeyError:
        raise CommandError(
            f"{named(command)} is to run as {visible(command.user)}, who is no user of this "
            "machine: see `user` in the plan's site"
        ) from None
    own = {"HOME": account.pw_dir, "USER": account.pw_name, "LOGNAME": account.pw_name}
    environment.update({name: own[name] for name in own if name not in command.environment})
    if account.pw_uid == os.geteuid():
        return _SAME
    if os.geteuid() != 0:
        raise CommandError(
            f"{named(command)} is to run as {account.pw_name}, which takes root: run kslint as root"
        )
    groups = ",".join(map(str, os.getgrouplist(account.pw_name, account.pw_gid)))
    return f"{account.pw_uid}:{account.pw_gid}:{groups}"
