"""What db_sync says when it fails, and what that means to who runs it."""

import re

import msgspec


class Known(msgspec.Struct, frozen=True):
    """What a failure is known by in the text, and the sentence about it."""

    pattern: re.Pattern[str]
    sentence: str


def _known(pattern: str, sentence: str) -> Known:
    return Known(re.compile(pattern), sentence)


_KNOWN = (
    _known(
        r"Duplicate key name|Duplicate column name|Can't DROP .*check that .*exists",
        "an earlier try was stopped in the middle of a change that the server had made already "
        "(MySQL and MariaDB do not take such changes back): the backup must be restored first, "
        "with `kslint rollback`",
    ),
    _known(
        r"Can't locate revision identified by",
        "the schema is of a newer release than the keystone-manage that was run: see which one "
        "`manage_after` of the site names",
    ),
    _known(
        r"(?i)schema file with version \d+ doesn't exist|table \S+ already exists",
        "the schema is older than this release can begin with: a release between must be "
        "installed first and its db_sync be run (`kslint path` says which)",
    ),
    _known(
        r"(?i)access denied for user|password authentication failed",
        "the database refuses the user or the password of [database] connection",
    ),
    _known(
        r"(?i)log_bin_trust_function_creators|do not have the SUPER privilege",
        "the server lets no ordinary user make triggers while it keeps a binary log: a step "
        "`database` with `do: trigger-creators` before this one allows it",
    ),
    _known(
        r"(?i)can't connect to|lost connection|server has gone away|connection refused"
        r"|server closed the connection",
        "the database server did not answer, or went away meanwhile: see that it runs and what "
        "its own log says",
    ),
    _known(
        r"(?i)no space left|table '[^']*' is full|disk (?:is )?full|database or disk is full",
        "the disk of the database server is full: make room first",
    ),
    _known(
        r"(?i)lock wait timeout|metadata lock|database is locked|deadlock found",
        "somebody else holds the tables: see that no keystone and no other db_sync runs",
    ),
    _known(
        r"(?i)command denied to user|permission denied for|must be owner of",
        "the user of [database] connection may not change the schema: grant it that right",
    ),
)
"""The first that is found is told; each text was printed by a real release or server."""


def meaning_of(text: str) -> str:
    """What a failure means, "" for one that is not known."""
    return next((known.sentence for known in _KNOWN if known.pattern.search(text)), "")
