"""Runs keystone-manage on an SQLite that renames tables as it did before 3.26: manage.py ARGUMENT..."""
# Runs inside a release, in the dialect of Python 3.6.
# mypy: ignore-errors

import sqlite3

from keystone.cmd.manage import main
from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, "connect")
def rename_as_before(connection, record):
    """Without it sqlalchemy-migrate loses a table at every change of a column (Pike, Queens)."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA legacy_alter_table = ON")


if __name__ == "__main__":
    main()
