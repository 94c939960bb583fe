"""`kslint plan`: the steps of an upgrade, from a sealed report."""

import argparse
from pathlib import Path

from linter.cli import output
from linter.cli.check import add_acknowledgements_option, add_file_options, add_web_option
from linter.cli.failure import UsageError
from linter.cli.living_options import add_living_options
from linter.cli.settling import LIVING, add_settings_options, settle
from linter.model.verdict import EXIT_FINDINGS, EXIT_OK

_SETTINGS = LIVING | {"web", "rules", "acknowledgements"}
_OLDEST = 30
EPILOG = """\
How the site runs keystone stands in the table [site] of kslint.toml, or in the file of --site;
--example-site prints one. The files that the report judged are looked at again: name them as the
report did, with the same options, unless they are the site's own configuration directory.

An upgrade by several hops becomes several plans, PLAN-1.yaml, PLAN-2.yaml and so on. Only the first
can be run; when it is done, report and plan again for the next.

exit codes:
  0  planned
  1  refused: the report does not hold, or says NO-GO or INCOMPLETE, or there is no supported way

examples:
  kslint plan --example-site > site.toml
  kslint plan report.json -o plan.yaml
  kslint plan report.json nodes/*/etc/keystone --site site.toml --strategy rolling -o plan.yaml
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "plan",
        help=summary,
        description="Writes the steps of an upgrade, each with what must hold before and after it, "
        "to be read, edited and approved. Nothing is done.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "report", nargs="?", type=Path, metavar="REPORT", help="a sealed report in JSON"
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="what the report was made of (default: the site's configuration directory)",
    )
    _add_plan(parser)
    _add_override(parser)
    _add_evidence(parser)
    add_settings_options(parser)


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--strategy",
        choices=("offline", "rolling"),
        default="offline",
        help="offline stops every machine before the database is changed, rolling brings one "
        "machine after the other to the new release (default: offline)",
    )
    parser.add_argument(
        "-o", "--output", default="-", metavar="PLAN", help="where to write it (default: stdout)"
    )
    parser.add_argument("--force", action="store_true", help="replace a plan that is there")
    parser.add_argument(
        "--site", type=Path, metavar="FILE", help="how the site runs keystone, in TOML or YAML"
    )
    parser.add_argument(
        "--example-site", action="store_true", help="print an example of a site and do nothing else"
    )


def _add_override(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("going on against the report")
    group.add_argument(
        "--override",
        metavar="REASON",
        help="plan although the report says NO-GO or INCOMPLETE; the reason is kept in the plan",
    )
    group.add_argument("--by", metavar="NAME", help="who takes that upon them")
    group.add_argument(
        "--max-age",
        type=_days,
        default=_OLDEST,
        metavar="DAYS",
        help=f"how old the report may be (default: {_OLDEST})",
    )


def _days(word: str) -> int:
    most = 3650
    if not (word.isascii() and word.isdigit() and 1 <= int(word[:9]) <= most):
        raise argparse.ArgumentTypeError(f"give a number of days, 1 to {most}")
    return int(word)


def _add_evidence(parser: argparse.ArgumentParser) -> None:
    """Adds what says how the report was made, so far as that is looked at again."""
    add_file_options(parser)
    add_web_option(parser)
    add_acknowledgements_option(parser)
    parser.add_argument(
        "--rules", action="append", default=[], metavar="DIR", help="also use the rules in DIR"
    )
    parser.add_argument(
        "--bundle",
        type=Path,
        metavar="FILE",
        help="the bundle whose release notes and catalogs the report was made with",
    )
    add_living_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Plans, or says why not and what to do."""
    if arguments.example_site:
        from linter.plan.example_site import EXAMPLE  # noqa: PLC0415  for who asks

        output.put(EXAMPLE)
        return EXIT_OK
    if arguments.report is None:
        raise UsageError("name the report: a file that `kslint report --format json=FILE` wrote")
    from linter.cli.planning import Refused, make, put  # noqa: PLC0415  keeps the parser light

    settings = settle(arguments, _SETTINGS)
    try:
        made = make(arguments, settings)
    except Refused as refused:
        for refusal in refused.refusals:
            output.talk(f"kslint: no plan: {refusal}")
        return EXIT_FINDINGS
    put(made, arguments.output, replaces=arguments.force)
    return EXIT_OK
