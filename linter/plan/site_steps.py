"""The steps that are taken once for all machines, and what is said of each."""

from collections.abc import Iterator

from linter.execute.heads import heads_after
from linter.model.plan import (
    BackupStep,
    ConfirmStep,
    DatabaseStep,
    DoctorStep,
    FlushStep,
    TokenStep,
)
from linter.plan.hop import Hop

_A_MINUTE, _SHORT, _HOURS, _A_DAY = 60, 300, 14400, 86400
_IN_DOUBT = (
    "Do not run it again by hand: the server may still be changing the schema, and a half changed "
    "one takes no second try. `kslint resume` looks; `kslint rollback` restores the backup."
)


def confirm(question: str, name: str = "confirm") -> ConfirmStep:
    """Asks before it begins, or goes where only the backup leads back."""
    return ConfirmStep(
        id=name, title="Ask whether to go on", repeatable=True, limit=_A_DAY, question=question
    )


def record(hop: Hop) -> Iterator[DoctorStep | TokenStep]:
    """What the old release says of itself, and a token of it, both kept to be compared with."""
    yield DoctorStep(
        id="doctor-before",
        title=f"Keep what keystone-manage doctor and keystone-status of {hop.source.series} say",
        check="Both were run to their end.",
        on_failure="Nothing was changed. Put right what they cannot do, or take this step out.",
        repeatable=True,
        limit=_SHORT,
        do="record",
    )
    if hop.site.credentials:
        yield TokenStep(
            id="token-before",
            title="Keep a token of the old release",
            node=hop.first.name,
            before=f"{hop.first.address} answers.",
            check="The token is valid.",
            on_failure="Nothing was changed. See that the credentials are right and keystone runs.",
            repeatable=True,
            limit=_SHORT,
            do="record",
        )


def compare(hop: Hop) -> DoctorStep:
    """What the new release says of itself, beside what the old one said."""
    return DoctorStep(
        id="doctor-after",
        title=f"Ask keystone-manage doctor and keystone-status of {hop.target.series}",
        node=hop.first.name,
        check="They say nothing that they did not say before, and no check fails.",
        on_failure="Nothing of the new release runs yet: put right what is said, then go on with "
        "`kslint resume`.",
        repeatable=True,
        limit=_SHORT,
        do="compare",
    )


def backup(hop: Hop) -> BackupStep:
    """The way back from every change of the schema."""
    proof = "restored into a scratch database and found equal"
    if not hop.site.verify_backup:
        proof = f"not proven: {hop.site.without_verified_backup}"
    return BackupStep(
        id="backup",
        title="Back up database and configuration",
        before="There is room for it, and nothing changes the schema.",
        check=f"The dump is complete, with its checksum and its rows; {proof}.",
        on_failure="The database is what it was. Make room or put right what is said, then go on "
        "with `kslint resume`.",
        undo="Nothing: backups are kept.",
        repeatable=True,
        limit=_HOURS,
    )


def flush(hop: Hop) -> Iterator[FlushStep]:
    """Empties what the old release left in memcached, where any is named."""
    if not hop.site.memcached:
        return
    yield FlushStep(
        id="flush",
        title=f"Empty memcached on {', '.join(hop.site.memcached)}",
        before="Nothing of the old release runs any more.",
        check="Each server has said OK.",
        on_failure="Objects of the old release may break the new one: restart memcached, or go on "
        "with `kslint resume`.",
        undo="Nothing: caches fill again.",
        repeatable=True,
        limit=_A_MINUTE,
    )


def sync(hop: Hop) -> DatabaseStep:
    """Changes the whole schema at once."""
    return DatabaseStep(
        id="database-sync",
        title=f"Bring the database to {hop.target.series}",
        node=hop.first.name,
        before="Keystone is stopped everywhere, the backup is good, the database answers, and "
        "nothing changes its schema.",
        check="The database is at the heads of the new release.",
        on_failure=_IN_DOUBT,
        undo="Restores the backup; what was written since keystone was started would be lost.",
        no_return=True,
        limit=_HOURS,
        do="sync",
        heads=heads_after(hop.target.series, "sync"),
    )


def expand(hop: Hop) -> DatabaseStep:
    """Adds to the schema what the new release needs, so that the old one can still use it."""
    return DatabaseStep(
        id="database-expand",
        title=f"Expand the database for {hop.target.series}",
        node=hop.first.name,
        before="The backup is good, the database answers, and nothing changes its schema.",
        check="The database is at the expand head of the new release.",
        on_failure=_IN_DOUBT,
        undo="Nothing: the old release runs with an expanded schema.",
        limit=_HOURS,
        do="expand",
        heads=heads_after(hop.target.series, "expand"),
    )


def migrate(hop: Hop) -> DatabaseStep:
    """Carries data over into what was added."""
    return DatabaseStep(
        id="database-migrate",
        title=f"Migrate the data for {hop.target.series}",
        node=hop.first.name,
        before="The database is expanded.",
        check="The database is at the data head of the new release.",
        on_failure=_IN_DOUBT,
        undo="Nothing: the old release runs with migrated data.",
        limit=_HOURS,
        do="migrate",
        heads=heads_after(hop.target.series, "migrate"),
    )


def contract(hop: Hop) -> DatabaseStep:
    """Takes out of the schema what only the old release used."""
    return DatabaseStep(
        id="database-contract",
        title=f"Contract the database to {hop.target.series}",
        node=hop.first.name,
        before="Every machine runs the new release, the database answers, and nothing changes its "
        "schema.",
        check="The database is at the heads of the new release.",
        on_failure=_IN_DOUBT,
        undo="Restores the backup; what was written since it was made is lost.",
        no_return=True,
        limit=_HOURS,
        do="contract",
        heads=heads_after(hop.target.series, "contract"),
    )
