"""Makes a keystone bear witness: every record that it logs goes to a file of its own as well.

Python loads this by its name before anything else, in a release's own Python (3.6 and later).
`handlers` are those of the process that the record comes to, by the names of their classes.
"""

import json
import logging
import os
import typing

_WITNESSES = os.environ["KSLINT_WITNESS"]
_HANDLE = logging.Logger.callHandlers


def _reached(logger: logging.Logger, level: int) -> typing.Iterator[str]:
    """The handlers that take a record of this level, as `callHandlers` finds them."""
    found = False
    while logger:
        for handler in logger.handlers:
            found = True
            if level >= handler.level:
                yield type(handler).__name__
        logger = logger.parent if logger.propagate else None
    if not found and level >= logging.lastResort.level:
        yield "lastResort"


def _witnessed(logger: logging.Logger, record: logging.LogRecord) -> None:
    told = {
        "logger": record.name,
        "level": record.levelname,
        "message": record.getMessage(),
        "pid": os.getpid(),
        "handlers": list(_reached(logger, record.levelno)),
    }
    line = (json.dumps(told) + "\n").encode()
    # One write a record: several processes append to the same file.
    file = os.open(_WITNESSES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    os.write(file, line)
    os.close(file)
    _HANDLE(logger, record)


logging.Logger.callHandlers = _witnessed
