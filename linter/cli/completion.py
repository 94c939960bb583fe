"""`kslint completion`: a script that completes kslint's words in a shell."""

import argparse
from collections.abc import Iterator

from linter.cli import output
from linter.cli.formats import OF_VERBS


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "completion",
        help=summary,
        description="Prints a completion script made from the command line itself.",
        epilog="example:\n  kslint completion bash > /etc/bash_completion.d/kslint\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"))


def run(arguments: argparse.Namespace) -> int:
    """Prints the script."""
    import shtab  # noqa: PLC0415  nobody else needs it

    from linter.cli.main import parser  # noqa: PLC0415  main imports the verbs

    whole = parser()
    _name_formats(whole)
    output.put(shtab.complete(whole, shell=arguments.shell) + "\n")
    return 0


def _name_formats(whole: argparse.ArgumentParser) -> None:
    """Gives --format its names to choose from, which may be followed by a file."""
    for verb, formats in OF_VERBS.items():
        for option in _options_of(whole, verb):
            if option.dest == "format":
                option.choices = tuple(formats)


def _options_of(whole: argparse.ArgumentParser, verb: str) -> Iterator[argparse.Action]:
    for action in whole._actions:  # noqa: SLF001  argparse tells its options nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            yield from action.choices[verb]._actions  # noqa: SLF001
