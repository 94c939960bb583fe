"""Reads logs while somebody may be watching."""

import sys

from linter.cli.failure import UsageError
from linter.cli.progress import drawn
from linter.logs.files.source import LogError
from linter.logs.reading import LogRequest, read_logs
from linter.model.logs import LogTally


def watched(request: LogRequest) -> LogTally:
    """What the logs said; on a terminal stderr shows how far it is.

    Raises UsageError for an argument that means nothing, and for a checkpoint that cannot be used.
    """
    try:
        with drawn(sys.stderr) as progress:
            return read_logs(request, progress)
    except LogError as error:
        raise UsageError(str(error)) from error
