"""What a running deployment says of itself when it is asked."""

import msgspec


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table; `rows` is the server's own estimate, `engine` and `collation` are MySQL's."""

    name: str
    rows: int | None = None
    engine: str = ""
    collation: str = ""


class Trigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trigger and the table that it stands on."""

    name: str
    table: str


class Schema(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What migration tools wrote down: alembic's revisions, sqlalchemy-migrate's versions.

    Both are empty where the table of the tool is missing or has no row.
    """

    alembic: tuple[str, ...] = ()
    migrate: dict[str, int] = {}


class Hashes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many passwords are kept by one scheme, those in use apart from earlier ones."""

    scheme: str
    current: int = 0
    earlier: int = 0


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A global role with one of the names that keystone gives a meaning.

    `held` counts assignments on anything, `held_on_domains` those on domains. `immutable` is None
    where the schema is too old to say.
    """

    name: str
    immutable: bool | None = None
    held: int = 0
    held_on_domains: int = 0


class Endpoints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many endpoints in use there are of each form that matters.

    `placeholders` counts endpoints by the names in $(name)s or %(name)s; `identity_v2` are those of
    the identity service that end in /v2.0, `admin_port` those of any service on port 35357.
    """

    placeholders: dict[str, int] = {}
    identity_v2: int = 0
    admin_port: int = 0


class Database(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What keystone's database holds, in counts; no name of a user and no hash is kept.

    A field is None where the question could not be answered. `dialect` is mysql, mariadb,
    postgresql or sqlite. `too_deep_projects` are those with a parent project.
    """

    dialect: str
    version: str = ""
    schema: Schema | None = None
    tables: tuple[Table, ...] | None = None
    triggers: tuple[Trigger, ...] | None = None
    hashes: tuple[Hashes, ...] | None = None
    roles: tuple[Role, ...] | None = None
    endpoints: Endpoints | None = None
    null_key_credentials: int | None = None
    ec2_credentials: int | None = None
    too_deep_projects: int | None = None


class Installation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keystone that is installed, with its Python and libraries as their metadata tells.

    `python` is the minor version, "" where the place does not tell it.
    """

    version: str
    place: str
    python: str = ""
    libraries: dict[str, str] = {}


class StatusCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of what `keystone-status upgrade check` prints: success, warning or failure."""

    name: str
    result: str
    details: str = ""


class Live(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that was asked for; the fields of what was not are None.

    `symptoms` are the headlines of what `keystone-manage doctor` warns of, `sync_check` is the exit
    code of `keystone-manage db_sync --check`.
    """

    database: Database | None = None
    installation: Installation | None = None
    status: tuple[StatusCheck, ...] | None = None
    symptoms: tuple[str, ...] | None = None
    sync_check: int | None = None
