"""The first moments of a command: it waits to be let go, becomes its user and turns into it.

It runs as a script of its own, by `python -I -S`. Whoever starts it writes down its process first
and then opens the gate; if that dies in between, the gate closes and nothing was run.
"""

import errno
import os
import signal
import sys

OPEN = b"go"
NOT_RUN = 127


def main(arguments: list[str]) -> None:
    """Waits, then becomes the command; where that fails, says so through `status` and ends.

    The arguments are the descriptors of the gate and of the status, umask, user ("-" for the same,
    or user:group:groups in numbers), folder, and the words of the command.
    """
    gate, status, umask, user, folder, *words = arguments
    if os.read(int(gate), len(OPEN)) != OPEN:
        sys.exit(NOT_RUN)
    _keep_to_itself()
    doing = "user"
    try:
        _become(user)
        os.umask(int(umask))
        doing = "folder"
        os.chdir(folder)
        doing = "program"
        # Python ignores these, and what is ignored stays so.
        for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(ignored, signal.SIG_DFL)
        _turn_into(words)
    except OSError as error:
        os.write(int(status), f"{doing} {error.strerror}".encode())
    sys.exit(NOT_RUN)


def _keep_to_itself() -> None:
    """Lets the command have stdin, stdout and stderr alone, not a lock of who started kslint."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  pathlib takes long to load
        descriptor = int(name)
        if descriptor > sys.stderr.fileno():
            try:
                os.set_inheritable(descriptor, False)
            except OSError:
                # The one by which they were listed.
                continue


def _become(user: str) -> None:
    if user == "-":
        return
    number, group, groups = user.split(":")
    os.setgroups([int(other) for other in groups.split(",")])
    os.setgid(int(group))
    os.setuid(int(number))


def _turn_into(words: list[str]) -> None:
    """Becomes the program, looked for where the environment says. Raises OSError."""
    # os.execvp imports a module, which the user may be unable to read.
    folders = [""] if "/" in words[0] else os.environ.get("PATH", os.defpath).split(":")
    refused: OSError = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    for folder in folders:
        program = f"{folder or '.'}/{words[0]}" if "/" not in words[0] else words[0]
        try:
            os.execv(program, words)  # noqa: S606  no shell is wanted
        except (FileNotFoundError, NotADirectoryError):
            continue
        except PermissionError as error:
            refused = error
    raise refused


if __name__ == "__main__":
    main(sys.argv[1:])
