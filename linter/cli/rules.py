"""`kslint rules`: the rules that are in use, and the scaffold of a new one."""

import argparse
from pathlib import Path

from linter.cli import output
from linter.cli.failure import UsageError

SCAFFOLD = """\
title: What is wrong, in up to 60 characters
severity: condition
check: option-value
params: {group: DEFAULT, name: debug, values: ["true"]}
message: "[{group}] {name} = {value}"
why: What breaks or changes, and where that is known from.
fix: What to do, as an order one can carry out.
links: []
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "rules",
        help=summary,
        description="Lists the rules, or writes the scaffold of a new one.",
        epilog="examples:\n  kslint rules\n  kslint rules --new site-rules/no-debug.yaml\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--rules", action="append", default=[], metavar="DIR", help="also the rules in DIR"
    )
    parser.add_argument("--new", metavar="FILE", help="write a new rule to FILE and stop")
    parser.add_argument("--format", choices=("terminal", "json"), default="terminal")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line a rule."""
    from linter.ruleset import RuleError, load_rules  # noqa: PLC0415  keeps the parser light

    if arguments.new:
        return _scaffold(Path(arguments.new))
    try:
        rules = load_rules(tuple(Path(folder) for folder in arguments.rules))
    except RuleError as error:
        raise UsageError(str(error)) from error
    if arguments.format == "json":
        from linter.report import rulebook  # noqa: PLC0415

        output.put(rulebook.as_json(rules))
        return 0
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        output.put(f"{rule.id:{width}}  {rule.severity:9}  {rule.title}\n")
    return 0


def _scaffold(path: Path) -> int:
    if path.exists():
        raise UsageError(f"{path} exists already; it is not overwritten")
    output.put(SCAFFOLD, str(path))
    output.talk(f"kslint: wrote {path}; try it with `kslint check PATH --rules {path.parent}`")
    return 0
