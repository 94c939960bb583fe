"""The words that prepare the same files again."""

import argparse
import shlex
from collections.abc import Iterator

from linter.model.passwords import without_passwords
from linter.model.preparation import Style

_NAMED = {"file": "--config-file", "directory": "--config-dir"}


def prepare_command(arguments: argparse.Namespace) -> str:
    """What was asked for, to be asked again; without a file of answers and without passwords."""
    return shlex.join(map(without_passwords, _words(arguments)))


def _words(arguments: argparse.Namespace) -> Iterator[str]:
    yield from ("kslint", "prepare", *arguments.paths)
    style = arguments.style if arguments.style != Style.KEEP else None
    for option, value in (
        ("--from", arguments.source),
        ("--to", arguments.target),
        *((_NAMED[kind], word) for kind, word in arguments.named),
        *(("--web", path) for path in arguments.web),
        *(("--rules", folder) for folder in arguments.rules),
        ("--output", arguments.output),
        ("--style", style),
        ("--patch", arguments.patch),
        ("--settings", arguments.settings),
    ):
        if value:
            yield from (option, str(value))
    if arguments.no_settings:
        yield "--no-settings"
