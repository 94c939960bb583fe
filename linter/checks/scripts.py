"""Scripts, crontabs and units that run what the target does not have."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.scripts import Invocation


def _invocations(context: Context, program: str) -> Iterator[Invocation]:
    for script in context.deployment.scripts:
        yield from (call for call in script.invocations if call.program == program)


@check("command-gone")
def command_gone(context: Context) -> Iterator[Hit]:
    """Commands of keystone-manage that the target has not."""
    known = context.target.catalog.commands
    for call in _invocations(context, "keystone-manage"):
        if known and call.command and call.command not in known:
            fields = {"command": call.command, "since": _since(context, call.command)}
            yield Hit(f"keystone-manage {call.command}", call.at, fields)


def _since(context: Context, command: str) -> str:
    """Since when, as the end of a sentence; "" for one that the source does not have either."""
    ways = [context.source, *context.span.crossed]
    having = [rank for rank, names in enumerate(ways) if command in names.catalog.commands]
    return f" (removed in {ways[having[-1] + 1].series})" if having else ""


@check("argument-gone")
def argument_gone(
    context: Context, first: str, arguments: tuple[str, ...], commands: tuple[str, ...] = ()
) -> Iterator[Hit]:
    """Arguments, by patterns, that keystone-manage takes no more from the series `first` on.

    With `commands` they are those that follow one of these.
    """
    if not context.span.ends_within(first=first):
        return
    for call in _invocations(context, "keystone-manage"):
        if commands and call.command not in commands:
            continue
        start = call.words.index(call.command) + 1 if commands else 0
        for word in call.words[start:]:
            name = word.partition("=")[0]
            if any(fnmatchcase(name, pattern) for pattern in arguments):
                command = call.command or "(any command)"
                subject = f"keystone-manage {call.command} {name}".replace("  ", " ")
                yield Hit(subject, call.at, {"command": command, "argument": name})


@check("program-gone")
def program_gone(context: Context, programs: Mapping[str, str]) -> Iterator[Hit]:
    """Programs that are not installed any more, each from a series on."""
    for program, first in programs.items():
        if context.span.ends_within(first=first):
            for call in _invocations(context, program):
                yield Hit(program, call.at, {"program": program})
