"""`kslint explain`: one thing, and its life over all releases."""

import argparse
import difflib
from pathlib import Path

from linter.cli import output
from linter.cli.failure import UsageError
from linter.cli.settling import add_settings_options, settle

EPILOG = """\
examples:
  kslint explain config/option-removed
  kslint explain "[token] provider"
  kslint explain "[memcache]"
  kslint explain identity:list_trusts
  kslint explain keystone.token.provider:uuid
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "explain",
        help=summary,
        description="Explains a rule, or tells what every release knows of a name.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "thing",
        nargs="+",
        metavar="THING",
        help="a rule's id, [group] option, [group], a policy rule, namespace:entry-point",
    )
    parser.add_argument(
        "--rules", action="append", default=[], metavar="DIR", help="also the rules in DIR"
    )
    parser.add_argument("--format", choices=("terminal", "json"), default="terminal")
    add_settings_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints what is known of the thing."""
    from linter.catalog import store  # noqa: PLC0415  the parser alone must stay light
    from linter.catalog.errors import CatalogError  # noqa: PLC0415
    from linter.catalog.life import lives_of  # noqa: PLC0415
    from linter.report import lives, rulebook  # noqa: PLC0415
    from linter.ruleset import RuleError, Ruleset, load_rules  # noqa: PLC0415

    settle(arguments, {"rules"})
    words = " ".join(arguments.thing)
    try:
        rules = load_rules(tuple(Path(folder) for folder in arguments.rules))
        if words in rules.rules:
            rule = rules.rules[words]
            as_json = rulebook.as_json(Ruleset({words: rule}, rules.digest))
            output.put(as_json if arguments.format == "json" else rulebook.page(rule))
            return 0
        releases = store.releases()
        found = lives_of(words, [store.load(release.series) for release in releases])
    except (RuleError, CatalogError) as error:
        raise UsageError(str(error)) from error
    if not found:
        raise UsageError(_unknown(words, list(rules.rules)))
    last = releases[-1].series
    output.put(lives.as_json(found) if arguments.format == "json" else lives.as_text(found, last))
    return 0


def _unknown(words: str, rules: list[str]) -> str:
    close = difflib.get_close_matches(words, rules, n=1)
    hint = f"; did you mean {close[0]}?" if close else "; `kslint rules` lists the rules"
    return f"nothing is known of {words!r}{hint}"
