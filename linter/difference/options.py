"""What becomes of every option that is set, of defaults left alone, and what is new beside them."""

import enum
from collections.abc import Iterable, Iterator

import msgspec

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import key_of
from linter.checks.standing import Fate, Standing
from linter.checks.values import names_read, pinned_value
from linter.difference.effective import ValueChange
from linter.difference.held import UNREAD, Held, Read, by_default, is_same, read_as_text, read_by
from linter.difference.said import Said, subject_of, told_value
from linter.model.location import Location
from linter.model.passwords import MASK
from linter.parse.effective import normalised


class Taken(enum.StrEnum):
    """How the target takes a name that is set.

    An option that stays in its group under another name is renamed, one that changes the group is
    moved. `STARTS` is for a name that the source does not read and the target does, `IGNORED` for
    one that the source has stopped to read. `SITE` is for one in a group whose options a site names
    and `UNKNOWN` for one that no release knows: only what the site adds can read these two.
    """

    SAME = "same"
    STARTS = "starts"
    RENAMED = "renamed"
    MOVED = "moved"
    REFUSED = "refused"
    GONE = "gone"
    IGNORED = "ignored"
    SITE = "site"
    UNKNOWN = "unknown"


class SetOption(msgspec.Struct, frozen=True):
    """A name that is set in the service or in a domain, and its option's value at both ends.

    `is_read` says whether the target still reads the name as written, `successor` which to use
    instead, "" where it is the same or there is none. `shown` is what the last of the lines says,
    `at` are all that assign the name. `defaults` are those of source and target, and a line that
    `is_redundant` sets the target's.
    """

    subject: str
    domain: str
    taken: Taken
    is_read: bool
    successor: str
    before: Held
    after: Held
    changes: bool
    at: tuple[Location, ...]
    rules: tuple[str, ...]
    shown: str
    defaults: tuple[Held, Held]
    is_redundant: bool


class UnsetOption(msgspec.Struct, frozen=True):
    """An option that is left alone: `before` is unread for a new one, `after` for one that went."""

    subject: str
    successor: str
    before: Held
    after: Held
    rules: tuple[str, ...]


def set_options(context: Context, said: Said) -> Iterator[SetOption]:
    """Every name that is set, in the order in which it is first assigned."""
    found: dict[tuple[str, Name], list[Standing]] = {}
    for standing in context.standings:
        overlay = context.deployment.overlay_of(standing.setting)
        domain = overlay.domain if overlay else ""
        found.setdefault((domain, standing.name), []).append(standing)
    for (domain, name), standings in found.items():
        yield _set_option(context, said, domain, name, standings)


def _set_option(
    context: Context, said: Said, domain: str, name: Name, standings: list[Standing]
) -> SetOption:
    standing = standings[-1]
    was, will_be = _ends(context, standing)
    usual, will_be_usual = _defaults(context, standing)
    at = tuple(each.setting.at for each in standings)
    taken = _taken(standing, will_be)
    successor = standing.successor if standing.successor != name else None
    return SetOption(
        subject=subject_of(name),
        domain=domain,
        taken=taken,
        is_read=standing.fate in {Fate.CURRENT, Fate.RENAMED, Fate.SITE},
        successor=subject_of(successor) if successor else "",
        before=was.held,
        after=will_be.held,
        changes=not is_same(was, will_be),
        at=at,
        rules=said.of([subject_of(name)], at),
        shown=_shown(standing),
        defaults=(usual.held, will_be_usual.held),
        is_redundant=will_be.held.origin == "set" and is_same(will_be, will_be_usual),
    )


def _shown(standing: Standing) -> str:
    """What the line says, unless no release knows the name: it may be a secret's, misspelt."""
    said = standing.setting
    is_known = standing.fate not in {Fate.UNKNOWN, Fate.SITE}
    return told_value(said) if is_known or not said.value else MASK


def _defaults(context: Context, standing: Standing) -> tuple[Read, Read]:
    """What both ends take where nothing sets the option."""
    configuration = context.deployment.configuration_of(standing.setting)
    was, will_be = standing.before, standing.entry
    return (
        by_default(context.source, was, configuration) if was else UNREAD,
        by_default(context.target, will_be, configuration) if will_be else UNREAD,
    )


def _ends(context: Context, standing: Standing) -> tuple[Read, Read]:
    configuration = context.deployment.configuration_of(standing.setting)
    if standing.entry or standing.before:
        return (
            read_by(context.source, standing.before, configuration),
            read_by(context.target, standing.entry, configuration),
        )
    if standing.fate is Fate.DEAD:
        return UNREAD, UNREAD
    text = read_as_text(configuration.effective((standing.name,), multi=True).winners)
    return text, UNREAD if standing.fate is Fate.GROUP_REMOVED else text


def _taken(standing: Standing, will_be: Read) -> Taken:
    if will_be.held.origin == "refused":
        return Taken.REFUSED
    if standing.fate is Fate.CURRENT and standing.before is None:
        return Taken.STARTS
    if standing.successor is not None and standing.successor[0] != standing.name[0]:
        return Taken.MOVED
    return _TAKEN[standing.fate]


_TAKEN = {
    Fate.CURRENT: Taken.SAME,
    Fate.RENAMED: Taken.RENAMED,
    Fate.ALIAS_DROPPED: Taken.RENAMED,
    Fate.REMOVED: Taken.GONE,
    Fate.GROUP_REMOVED: Taken.GONE,
    Fate.DEAD: Taken.IGNORED,
    Fate.UNKNOWN: Taken.UNKNOWN,
    Fate.SITE: Taken.SITE,
}


def changed_defaults(said: Said, changes: Iterable[ValueChange]) -> Iterator[UnsetOption]:
    """Defaults that change under options left alone, and those that went and a rule speaks of."""
    for change in changes:
        if change.before.origin != "default" or change.domain:
            continue
        names = [change.option, *([change.successor] if change.successor else [])]
        rules = said.of(map(subject_of, names))
        if change.reason == "default-changed" or (change.reason == "gone" and rules):
            successor = subject_of(change.successor) if change.successor else ""
            yield UnsetOption(
                subject_of(change.option), successor, change.before, change.after, rules
            )


def new_options(context: Context, said: Said) -> Iterator[UnsetOption]:
    """Options that the target adds to groups which the deployment uses, unless they are set."""
    used = {standing.name[0] for standing in context.standings}
    used |= {normalised(each.entry.group) for each in context.standings if each.entry}
    configuration = context.deployment.configuration
    for name, entry in sorted(context.target.current.items()):
        if name[0] not in used or any(map(context.source.find, names_read(entry))):
            continue
        if pinned_value(context, entry) is None:
            held = read_by(context.target, entry, configuration).held
            subject = subject_of(key_of(entry))
            yield UnsetOption(subject, "", UNREAD.held, held, said.of([subject]))
