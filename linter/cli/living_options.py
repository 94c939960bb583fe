"""The options that say which findings a site lives with, which mean the same in every verb."""

import argparse
from collections.abc import Mapping
from pathlib import Path

import msgspec

from linter.cli.usual import named_or_usual
from linter.model.finding import Severity

_USUAL = Path(".kslint/waivers.yaml")


class LivingWish(msgspec.Struct, frozen=True):
    """Where what a site says of findings is to come from, with what was said in words.

    What is `needed` or graver has to be seen for the verdict.
    """

    waivers: Path | None = None
    baseline: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = {}
    needed: Severity = Severity.BLOCKER


def add_living_options(parser: argparse.ArgumentParser) -> None:
    """Adds --waivers, --select, --ignore and --severity."""
    group = parser.add_argument_group("living with findings")
    group.add_argument(
        "--waivers",
        metavar="FILE",
        help=f"who lives with which finding, why, and until when (default: {_USUAL}, if it is "
        "there); `# kslint: ignore[RULE] until=DAY reason=WHY` beside a line counts too",
    )
    for name, words in (("select", "show only"), ("ignore", "leave out")):
        group.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="PATTERN",
            help=f"{words} the findings of a rule, a group (config), a pattern (config/*) or a "
            "severity; what is left out is counted; repeatable",
        )
    group.add_argument(
        "--severity",
        action="append",
        default=[],
        type=_severity,
        metavar="RULE=SEVERITY",
        help="take the findings of a rule, group or pattern as blocker, condition, warning or "
        "info; a blocker stays one; repeatable",
    )


def living_wish(arguments: argparse.Namespace, baseline: Path | None, profile: str) -> LivingWish:
    """What the words of a command line ask for, with the baseline that counts."""
    return LivingWish(
        waivers=named_or_usual(arguments.waivers, _USUAL),
        baseline=baseline,
        select=tuple(arguments.select),
        ignore=tuple(arguments.ignore),
        severities=dict(arguments.severity),
        needed=Severity.WARNING if profile == "approval" else Severity.BLOCKER,
    )


def _severity(word: str) -> tuple[str, Severity]:
    rule, equals, severity = word.rpartition("=")
    if not equals or not rule or severity not in {*Severity}:
        raise argparse.ArgumentTypeError(
            f"{word!r} is no RULE=SEVERITY with one of {', '.join(Severity)}"
        )
    return rule, Severity(severity)
