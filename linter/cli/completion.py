"""`kslint completion`: a script that completes kslint's words in a shell."""

import argparse

from linter.cli import output


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

    output.put(shtab.complete(parser(), shell=arguments.shell) + "\n")
    return 0
