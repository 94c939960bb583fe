"""Whether these logs could have shown a deprecation warning at all, and since when."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from linter.logs.coverage.hiding import hidden_loggers
from linter.logs.coverage.holes import gaps_between_files, gaps_between_nodes
from linter.logs.coverage.moments import between, in_words
from linter.logs.coverage.starts import STARTS
from linter.logs.files.source import STDIN
from linter.logs.formats.levels import ABOVE_WARNING
from linter.logs.meaning.services import other_service
from linter.model.finding import Confidence, Gap
from linter.model.logs import LOGS, START, EventKind, LogTally, Origin, Start
from linter.model.release import Release
from linter.model.visible import visible

_SHORT = timedelta(days=1)
_SOON = timedelta(seconds=10)
_ERAS = {"zed or later": range(22, 1000), "yoga or earlier": range(22)}
_OWN = frozenset(sign.evidence for sign in STARTS if sign.own)
_SERVER_LOG = "the log of the web server or of uWSGI as well, which shows starts"
_AGAIN = "restart keystone, use it for a while, and give the logs from before the restart on"


class LogSettings(msgspec.Struct, frozen=True):
    """What a deployment's configuration says of its logs.

    `levels` are those of [DEFAULT] default_log_levels, or of the loggers in the file that [DEFAULT]
    log_config_append names, with `root` for its root logger. `log_file` is the name that [DEFAULT]
    log_file gives, without directories. `nodes` are those that have this configuration.
    """

    levels: tuple[tuple[str, str], ...] = ()
    log_file: str = ""
    nodes: tuple[str, ...] = ()


def gaps_in(
    tally: LogTally, settings: LogSettings | None = None, source: Release | None = None
) -> tuple[Gap, ...]:
    """What the logs could not show; of `settings` and `source` only what is given is compared.

    A gap of what is named `logs` leaves open whether there are warnings at all.
    """
    if not any(file.size for file in tally.files):
        return (_logs("there is nothing in them", "give the logs that keystone writes"),)
    own = _own(tally)
    found = [
        *_strangers(tally, own),
        *_starts(own),
        *_window(own),
        *_levels(own),
        *gaps_between_files(own.files),
        *gaps_between_nodes(own, settings.nodes if settings else ()),
    ]
    if settings:
        found += [*_hidden(settings), *_elsewhere(own, settings)]
    else:
        found += _nameless_policies(own)
    if source:
        found += _written_by(tally, source)
    return tuple(dict.fromkeys(found))


def _logs(why: str, remedy: str) -> Gap:
    return Gap(LOGS, why, remedy, required=False)


def _own(tally: LogTally) -> LogTally:
    """What is not of another service, by the name of its file."""
    return msgspec.structs.replace(
        tally,
        events=tuple(event for event in tally.events if not event.service),
        files=tuple(file for file in tally.files if not other_service(file.path)),
        starts=tuple(start for start in tally.starts if not other_service(start.at.path)),
    )


def _strangers(tally: LogTally, own: LogTally) -> Iterator[Gap]:
    """Logs in which nothing of keystone is to be seen."""
    remedy = "give the logs that keystone writes"
    services = {event.service for event in tally.events} | {
        other_service(file.path) for file in tally.files
    }
    others = ", ".join(sorted(services - {""}))
    if others and not own.files:
        yield _logs(f"they are those of {visible(others)}", remedy)
    elif not (own.events or _levels_of(own) or any(start.evidence in _OWN for start in own.starts)):
        why = "no record that keystone itself wrote was seen in them"
        if not any(file.layout for file in own.files):
            why = "none of them has a form that is known"
        elif others:
            why = f"what speaks of a deprecation in them is of {visible(others)}"
        yield _logs(why, f"{remedy}, by `[DEFAULT] log_file` or to the journal or standard error")


def _starts(tally: LogTally) -> Iterator[Gap]:
    if not tally.starts:
        why = (
            "no start of keystone shows in them, and a run of keystone-manage is none; a process "
            "warns of an option once, when it first reads it, which can be before they begin"
        )
        yield _logs(why, f"{_AGAIN}, the web server's error log among them")
        return
    first = min((start.time for start in tally.starts if start.time), default="")
    left = between(first, tally.last)
    if left is not None and left < _SOON:
        why = f"they end within {in_words(_SOON)} of the first start in them, at {first}"
        yield _logs(why, "use keystone for a while, and give its logs again")
    elif not _is_certain(tally.starts):
        why = f"none shows for certain: {tally.starts[-1].evidence}"
        remedy = "see that keystone was restarted since they begin, by its web server's log"
        if all(start.evidence in _OWN for start in tally.starts):
            # A worker may have its first request hours after it was started.
            why = f"{why}, be it long after its start"
            yield Gap(START, why, f"give {_SERVER_LOG}", required=False)
            return
        yield Gap("starts of keystone in the logs", why, remedy, required=False)


def _is_certain(starts: Sequence[Start]) -> bool:
    """Whether one start shows for certain, or both keystone and what runs it show one."""
    if any(start.confidence is Confidence.CERTAIN for start in starts):
        return True
    return len({start.evidence in _OWN for start in starts}) > 1


def _window(tally: LogTally) -> Iterator[Gap]:
    length = between(tally.first, tally.last)
    if length is None:
        why = "they have no times, so nothing tells how far back they reach"
        yield Gap("time in the logs", why, "give logs that have times as well", required=False)
    elif length < _SHORT:
        why = (
            f"they cover {in_words(length)}; what only a nightly job or a rare request makes "
            "keystone warn of may be missing"
        )
        yield Gap("time in the logs", why, "give those of at least a day", required=False)


def _levels(tally: LogTally) -> Iterator[Gap]:
    seen = _levels_of(tally)
    if seen and seen <= ABOVE_WARNING:
        why = f"only records of the level {' and '.join(sorted(seen))} were seen in them"
        yield _logs(why, f"let keystone log at WARNING or INFO; then {_AGAIN}")


def _levels_of(tally: LogTally) -> set[str]:
    in_files = {level for file in tally.files for level in file.levels}
    return in_files | {event.level for event in tally.events if event.level}


def _nameless_policies(tally: LogTally) -> Iterator[Gap]:
    """Since Train keystone logs one line for all deprecated rules (bug 1836568)."""
    if any(event.kind is EventKind.POLICY_RULES for event in tally.events):
        why = "keystone logs that there are some, since Train, and names none of them"
        remedy = "run `kslint check` with the policy files, which tells them from these"
        yield Gap("deprecated policies in the logs", why, remedy, required=False)


def _hidden(settings: LogSettings) -> Iterator[Gap]:
    hidden = hidden_loggers(settings.levels)
    if hidden:
        why = f"the configuration keeps out the warnings of {', '.join(hidden)}"
        yield _logs(why, f"set their level to WARNING; then {_AGAIN}")


def _elsewhere(tally: LogTally, settings: LogSettings) -> Iterator[Gap]:
    """Logs of a web server alone, while keystone writes to a file of its own."""
    given = any(settings.log_file in f"{file.family} {file.path}" for file in tally.files)
    told = any(event.origin is Origin.KEYSTONE for event in tally.events)
    streamed = any(file.path == STDIN for file in tally.files)
    if settings.log_file and not (given or told or streamed):
        why = f"[DEFAULT] log_file is {settings.log_file}, and none of them is called so"
        yield _logs(why, "give that file with those that it was rotated to")


def _written_by(tally: LogTally, source: Release) -> Iterator[Gap]:
    eras = [name for name, _ in tally.releases if name in _ERAS]
    if eras and not any(source.major in _ERAS[name] for name in eras):
        why = f"keystone of {eras[0]} wrote them, and the deployment is {source}"
        yield _logs(why, "give the logs of the release that is deployed, or name it with --from")
