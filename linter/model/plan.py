"""The steps of an upgrade, one after the other, as a person reads and edits them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from linter.model.site import Seconds, Site, Words

VERSION = 1


class Step(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
):
    """One thing to do on one node, "" for this machine.

    `before` says what must hold first, `check` what must hold afterwards, `on_failure` what to do
    if it does not, `undo` how it is taken back: sentences for whoever reads the plan, of which the
    executor knows its own form for each kind. `repeatable` says that doing it twice is as good as
    once. From a step with `no_return` on, only the backup leads back. `limit` are the seconds after
    which it is stopped, `expected` how long it took before, 0 for nobody knows.
    """

    id: str
    title: str
    node: str = ""
    before: str = ""
    check: str = ""
    on_failure: str = ""
    undo: str = ""
    repeatable: bool = False
    no_return: bool = False
    limit: Seconds = 600
    expected: int = 0


class ServiceStep(Step, frozen=True, kw_only=True, tag="service"):
    """Starts, stops, drains or puts back what runs keystone on a node."""

    do: Literal["stop", "start", "restart", "drain", "undrain"]


class BackupStep(Step, frozen=True, kw_only=True, tag="backup"):
    """Backs the database and the configuration up, and proves that the backup can be restored."""


class PackageStep(Step, frozen=True, kw_only=True, tag="package"):
    """Brings keystone's code on a node to the target release."""


class ConfigurationStep(Step, frozen=True, kw_only=True, tag="configuration"):
    """Puts the prepared files in the place of those in force.

    `digest` is of the whole directory that was reviewed, so that another one is refused.
    """

    digest: str


class DatabaseStep(Step, frozen=True, kw_only=True, tag="database"):
    """Brings the schema to the target's, in one go or in the phases of a rolling upgrade.

    `heads` are among those of the database afterwards, "keystone_expand=78" where they are numbers
    that a table of versions holds. "trigger-creators" sets
    log_bin_trust_function_creators and "credentials" migrates credentials to the first key.
    """

    do: Literal["sync", "expand", "migrate", "contract", "trigger-creators", "credentials"]
    heads: tuple[str, ...] = ()


class DoctorStep(Step, frozen=True, kw_only=True, tag="doctor"):
    """Asks keystone-manage doctor and keystone-status, and compares with what they said before."""

    do: Literal["record", "compare"]


class CommandStep(Step, frozen=True, kw_only=True, tag="command"):
    """Runs a command of the site; `verify` must end with 0 afterwards, `revert` takes it back."""

    run: Words
    verify: tuple[str, ...] = ()
    revert: tuple[str, ...] = ()


class FlushStep(Step, frozen=True, kw_only=True, tag="flush"):
    """Empties the memcached servers, whose objects the target may read otherwise."""


class TokenStep(Step, frozen=True, kw_only=True, tag="token"):
    """Issues and validates tokens; "record" keeps one that "compare" finds valid afterwards."""

    do: Literal["record", "compare"]


class WaitStep(Step, frozen=True, kw_only=True, tag="wait"):
    """Waits until a node answers, or for some seconds."""

    seconds: int = 0


class ConfirmStep(Step, frozen=True, kw_only=True, tag="confirm"):
    """Asks a person; without one, only --confirm with the step's id goes on."""

    question: str


AnyStep = (
    ServiceStep
    | BackupStep
    | PackageStep
    | ConfigurationStep
    | DatabaseStep
    | DoctorStep
    | CommandStep
    | FlushStep
    | TokenStep
    | WaitStep
    | ConfirmStep
)


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody's reason to go on against the report; it is shown wherever the plan is."""

    against: Literal["NO_GO", "INCOMPLETE"]
    reason: str
    by: str
    on: datetime


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The report that a plan was made from: its seal, its decision, and the files it judged.

    `inputs` are path and digest of each file below the configuration directory; a path stands there
    once for each content that it has on some machine.
    """

    seal: str
    decision: str
    created: datetime | None
    inputs: tuple[tuple[str, str], ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An upgrade by one supported hop.

    `id` names its journal, lock and backup. `number` and `of` place it among the plans of an
    upgrade with several hops, of which only the first can be run.
    """

    kslint_plan: Literal[1]
    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    strategy: Literal["offline", "rolling"]
    number: int = 1
    of: int = 1
    origin: Origin
    overrides: tuple[Override, ...] = ()
    site: Site
    steps: Annotated[tuple[AnyStep, ...], msgspec.Meta(min_length=1)]
