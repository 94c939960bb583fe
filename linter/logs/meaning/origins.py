"""Whose code wrote a record: keystone's, a library's, or another service's."""

import msgspec

from linter.logs.formats.layout import Record
from linter.logs.meaning.services import KEYSTONE, service_in, service_of_logger
from linter.model.logs import Origin

_LIBRARIES = frozenset(
    {
        "alembic", "amqp", "cryptography", "dogpile", "flask", "keystonemiddleware", "kombu",
        "ldappool", "migrate", "oauthlib", "passlib", "py", "pycadf", "pymysql", "requests",
        "saml2", "sqlalchemy", "stevedore", "urllib3", "webob", "werkzeug",
    }
)  # fmt: skip
# What keystone never loads: its middleware derives from another class of the library.
_MIDDLEWARE = ("keystonemiddleware.auth_token", "keystonemiddleware.s3_token")
_MIDDLEWARE_OPTIONS = "[keystone_authtoken] "


def of_log(record: Record, service: str) -> Record:
    """The record as written by the service that its whole log is of, if nothing names another."""
    if not service or service_in(record.program) or service_of_logger(record.logger):
        return record
    return msgspec.structs.replace(record, program=service)


def origin_of(record: Record, usual: Origin, subject: str, place: str) -> tuple[Origin, str]:
    """The origin of a record, and the name of the other service if that is known.

    `usual` is what its message alone says, `place` the package or the file that it points at.
    """
    service = service_in(record.program) or service_of_logger(record.logger) or service_in(place)
    if service and service != KEYSTONE:
        return Origin.SERVICE, service
    foreign = record.logger.startswith(_MIDDLEWARE) or subject.startswith(_MIDDLEWARE_OPTIONS)
    return (Origin.SERVICE if foreign and not service else usual), ""


def is_of_library(logger: str) -> bool:
    """Whether a logger is one of a library that keystone loads."""
    first = logger.partition(".")[0]
    return first in _LIBRARIES or first.startswith(("oslo", "keystoneauth", "keystoneclient"))
