"""The options that say which findings a site lives with, which mean the same in every verb."""

import argparse
from collections.abc import Mapping
from pathlib import Path

import msgspec

from linter.cli.failure import UsageError
from linter.cli.usual import named_or_usual
from linter.model.finding import Severity

_USUAL = Path(".kslint/waivers.yaml")


class LivingWish(msgspec.Struct, frozen=True):
    """Where what a site says of findings is to come from, with what was said in words."""

    waivers: Path | None = None
    baseline: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = {}


def add_living_options(parser: argparse.ArgumentParser) -> None:
    """Adds --waivers, --baseline, --write-baseline, --select, --ignore and --severity."""
    group = parser.add_argument_group("living with findings")
    group.add_argument(
        "--waivers",
        metavar="FILE",
        help=f"who lives with which finding, why, and until when (default: {_USUAL}, if it is "
        "there); `# kslint: ignore[RULE] until=DAY reason=WHY` beside a line counts too",
    )
    group.add_argument(
        "--baseline",
        metavar="FILE",
        help="what was there when the gate was set up: only what is new or graver stays open; "
        "with the profile gate only",
    )
    group.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="write what is open now as a baseline; the exit code stays that of the verdict",
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


def living_wish(
    arguments: argparse.Namespace, settings: Mapping[str, str], profile: str
) -> LivingWish:
    """What the words of a command line ask for; `settings` are those options that come from one.

    A baseline that settings name is left alone where it has no use. Raises UsageError for one that
    is named beside what it has no use for.
    """
    return LivingWish(
        waivers=named_or_usual(arguments.waivers, _USUAL),
        baseline=_baseline(arguments, profile, is_setting="baseline" in settings),
        select=tuple(arguments.select),
        ignore=tuple(arguments.ignore),
        severities=dict(arguments.severity),
    )


def _baseline(arguments: argparse.Namespace, profile: str, *, is_setting: bool) -> Path | None:
    if arguments.baseline is None:
        return None
    useless = ""
    if arguments.write_baseline is not None:
        useless = "--write-baseline writes whatever is open now: leave out --baseline"
    elif profile == "approval":
        useless = (
            "--baseline is for the profile gate: nobody approves of a finding because it was there "
            "before; leave it out, and waive what somebody answers for"
        )
    if useless and not is_setting:
        raise UsageError(useless)
    return None if useless else Path(arguments.baseline)


def _severity(word: str) -> tuple[str, Severity]:
    rule, equals, severity = word.rpartition("=")
    if not equals or not rule or severity not in {*Severity}:
        raise argparse.ArgumentTypeError(
            f"{word!r} is no RULE=SEVERITY with one of {', '.join(Severity)}"
        )
    return rule, Severity(severity)
