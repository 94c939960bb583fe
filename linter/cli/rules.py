"""`kslint rules`: the rules in use, and what one needs to write another."""

import argparse
from pathlib import Path

from linter.cli import output
from linter.cli.failure import UsageError
from linter.model.verdict import EXIT_FINDINGS, EXIT_OK

EPILOG = """\
examples:
  kslint rules
  kslint rules --checks
  kslint rules --new site-rules/no-jws.yaml
  kslint rules --test --rules site-rules
  kslint rules --renew --rules site-rules
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "rules",
        help=summary,
        description="Lists the rules or the checks, writes a new rule, runs the cases of rules.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--rules", action="append", default=[], metavar="DIR", help="also the rules in DIR"
    )
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--checks", action="store_true", help="list the checks that rules can name, with parameters"
    )
    asked.add_argument("--new", metavar="FILE", help="write a new rule to FILE, and its cases")
    asked.add_argument(
        "--test", action="store_true", help="run the cases of the rules in DIR; exit 1 if one fails"
    )
    asked.add_argument(
        "--renew", action="store_true", help="put into the cases in DIR what their rules say now"
    )
    parser.add_argument("--format", choices=("terminal", "json"), default="terminal")


def run(arguments: argparse.Namespace) -> int:
    """Prints one line a rule, or does what is asked instead."""
    folders = [Path(folder) for folder in arguments.rules]
    as_json = arguments.format == "json"
    if arguments.new:
        from linter.cli.scaffold import write_scaffold  # noqa: PLC0415  keeps the parser light

        write_scaffold(Path(arguments.new), folders)
        return EXIT_OK
    if arguments.renew:
        return _renew(folders)
    if arguments.test:
        return _test(folders, as_json=as_json)
    output.put(_listed(folders, of_checks=arguments.checks, as_json=as_json))
    return EXIT_OK


def _renew(folders: list[Path]) -> int:
    from linter.cli.trial import renew  # noqa: PLC0415

    for path in renew(folders):
        output.put(f"{path}\n")
    return EXIT_OK


def _test(folders: list[Path], *, as_json: bool) -> int:
    from linter.cli.trial import trials  # noqa: PLC0415
    from linter.report import rulebook  # noqa: PLC0415

    done = trials(folders)
    output.put(rulebook.trials_as_json(done) if as_json else rulebook.trials_as_text(done))
    return EXIT_OK if done.passed else EXIT_FINDINGS


def _listed(folders: list[Path], *, of_checks: bool, as_json: bool) -> str:
    from linter.catalog.errors import CatalogError  # noqa: PLC0415
    from linter.report import rulebook  # noqa: PLC0415
    from linter.ruleset import RuleError, load_rules  # noqa: PLC0415

    try:
        rules = load_rules(tuple(folders))
    except (RuleError, CatalogError) as error:
        raise UsageError(str(error)) from error
    if of_checks:
        entries = rulebook.checks(rules)
        render = rulebook.checks_as_json if as_json else rulebook.checks_as_text
        return render(entries)
    if as_json:
        return rulebook.as_json(rules)
    width = max(len(rule.id) for rule in rules)
    return "".join(f"{rule.id:{width}}  {rule.severity:9}  {rule.title}\n" for rule in rules)
