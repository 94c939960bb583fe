"""Does one thing to a database; stops at the call into the executor's own code that it is told.

Run as a script: the order stands on its standard input, the number of calls goes to its output.
"""

import os
import resource
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import msgspec

from linter.execute.databases.choice import opened
from linter.execute.databases.database import Backup, DatabaseError


class Order(msgspec.Struct):
    url: str
    plan: str
    folder: str
    what: str
    at: int
    backup: Backup | None
    size: int = 0


def main() -> None:
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    database = opened(order.url, plan=order.plan, folder=Path(order.folder) / "run", limit=300)
    calls = 0

    def count(frame: FrameType, event: str, _: Any) -> None:
        nonlocal calls
        if event == "call" and "/execute/databases/" in frame.f_code.co_filename:
            calls += 1
            if calls == order.at:
                os.kill(os.getpid(), signal.SIGKILL)

    if order.size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.size, order.size))
    sys.setprofile(count)
    try:
        if order.what == "back_up":
            database.back_up(Path(order.folder) / "backups", "keystone.zst")
        elif order.backup is not None:
            getattr(database, order.what)(order.backup)
    except DatabaseError as error:
        sys.setprofile(None)
        sys.stderr.write(str(error))
        sys.exit(3)
    sys.setprofile(None)
    sys.stdout.write(str(calls))


main()
