"""From the words of a command line to all that the logs said."""

import msgspec

from linter.logs.scan import scan
from linter.logs.shown import shown
from linter.logs.sources import opened
from linter.logs.tally import events, joined
from linter.model.logs import LogTally


class LogRequest(msgspec.Struct, frozen=True):
    """Which logs to read: files, folders, globs, archives, `-` for stdin.

    `formats` are the format strings that the deployment's own configuration gives its log.
    """

    words: tuple[str, ...]
    formats: tuple[str, ...] = ()


def read_logs(request: LogRequest) -> LogTally:
    """What all the logs said together. Raises LogError for a word that means nothing."""
    with opened(request.words) as logs:
        parts = [scan(source, request.formats) for source in logs.sources]
    return shown(
        LogTally(
            events=events(joined(part.counted for part in parts)),
            files=tuple(part.file for part in parts),
            starts=tuple(start for part in parts for start in part.starts),
            releases=tuple(dict.fromkeys(found for part in parts for found in part.releases)),
            gaps=(*logs.gaps, *(gap for part in parts for gap in part.gaps)),
        )
    )
