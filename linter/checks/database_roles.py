"""What the roles of a live database say."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.live import Role
from linter.model.location import Location


def _roles(context: Context) -> Iterator[Role]:
    database = context.live.database
    yield from (database and database.roles) or ()


def _hit(role: Role, **fields: object) -> Hit:
    told = {"role": role.name} | {name: str(value) for name, value in fields.items()}
    return Hit(f"role {role.name}", Location(), told)


@check("database-role-adopted")
def database_role_adopted(context: Context, roles: dict[str, str]) -> Iterator[Hit]:
    """Roles that the site made and that bootstrap takes over from a series on."""
    for role in _roles(context):
        since = roles.get(role.name, "")
        if since and context.upgrade.crosses(since):
            yield _hit(role, since=since, held=role.held)


@check("database-role-mutable")
def database_role_mutable(context: Context, roles: tuple[str, ...], since: str) -> Iterator[Hit]:
    """Default roles that may be changed, in a target that can forbid it."""
    if context.span.ends_within(first=since):
        for role in _roles(context):
            if role.name in roles and not role.immutable:
                yield _hit(role)


@check("database-manager-held")
def database_manager_held(context: Context, role: str) -> Iterator[Hit]:
    """A role that somebody holds on a domain."""
    for found in _roles(context):
        if found.name == role and found.held_on_domains:
            yield _hit(found, held=found.held_on_domains)


@check("database-ec2-callers")
def database_ec2_callers(context: Context, role: str, entered: tuple[str, ...]) -> Iterator[Hit]:
    """EC2 credentials, on a way to where only holders of a role may have them validated."""
    database = context.live.database
    if database and database.ec2_credentials and any(map(context.upgrade.crosses, entered)):
        known = database.roles is not None
        held = sum(found.held for found in _roles(context) if found.name == role)
        count = str(database.ec2_credentials)
        fields = {
            "count": count,
            "role": role,
            "held": str(held) if known else "an unknown number of",
        }
        yield Hit("EC2 credentials", Location(), fields)
