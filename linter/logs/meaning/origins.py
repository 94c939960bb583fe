"""Whose code wrote a record: keystone's, a library's, or another service's."""

import re

import msgspec

from linter.logs.formats.layout import Record
from linter.model.logs import Origin

_SERVICES = frozenset(
    {
        "adjutant", "aodh", "barbican", "blazar", "ceilometer", "cinder", "cloudkitty", "congress",
        "cyborg", "designate", "freezer", "glance", "gnocchi", "heat", "horizon", "ironic",
        "magnum", "manila", "masakari", "mistral", "monasca", "murano", "neutron", "nova",
        "octavia", "panko", "placement", "sahara", "senlin", "skyline", "swift", "tacker", "trove",
        "vitrage", "watcher", "zaqar", "zun",
    }
)  # fmt: skip
_LIBRARIES = frozenset(
    {
        "alembic", "amqp", "cryptography", "dogpile", "flask", "keystonemiddleware", "kombu",
        "ldappool", "migrate", "oauthlib", "passlib", "py", "pycadf", "pymysql", "requests",
        "saml2", "sqlalchemy", "stevedore", "urllib3", "webob", "werkzeug",
    }
)  # fmt: skip
OWN = "keystone"
_ALIASES = {"dashboard": "horizon", "openstack_auth": "horizon", "openstack_dashboard": "horizon"}
# devstack's units: devstack@n-api.service
_DEVSTACK = re.compile(r"devstack@(?P<letters>[a-z]+)-")
_LETTERS = {"c": "cinder", "g": "glance", "h": "heat", "ir": "ironic", "n": "nova", "q": "neutron"}
# What keystone never loads: its middleware derives from another class of the library.
_MIDDLEWARE = ("keystonemiddleware.auth_token", "keystonemiddleware.s3_token")
_MIDDLEWARE_OPTIONS = "[keystone_authtoken] "


def of_log(record: Record, service: str) -> Record:
    """The record as written by the service that its whole log is of, if nothing names another."""
    if not service or service_in(record.program) or _service_of_logger(record.logger):
        return record
    return msgspec.structs.replace(record, program=service)


def origin_of(record: Record, usual: Origin, subject: str, place: str) -> tuple[Origin, str]:
    """The origin of a record, and the name of the other service if that is known.

    `usual` is what its message alone says, `place` the package or the file that it points at.
    """
    service = service_in(record.program) or _service_of_logger(record.logger) or service_in(place)
    if service and service != OWN:
        return Origin.SERVICE, service
    foreign = record.logger.startswith(_MIDDLEWARE) or subject.startswith(_MIDDLEWARE_OPTIONS)
    return (Origin.SERVICE if foreign and not service else usual), ""


def is_of_library(logger: str) -> bool:
    """Whether a logger is one of a library that keystone loads."""
    first = logger.partition(".")[0]
    return first in _LIBRARIES or first.startswith(("oslo", "keystoneauth", "keystoneclient"))


def service_in(name: str) -> str:
    """The service of a syslog tag, a unit, a container or a path, keystone among them."""
    unit = _DEVSTACK.match(name)
    if unit and unit["letters"] in _LETTERS:
        return _LETTERS[unit["letters"]]
    words = (_ALIASES.get(word, word) for word in re.split(r"[^a-z]+", name.lower()))
    return next((word for word in words if word == OWN or word in _SERVICES), "")


def _service_of_logger(name: str) -> str:
    """The service that a logger belongs to by its first part."""
    first = name.partition(".")[0]
    first = _ALIASES.get(first, first)
    return first if first == OWN or first in _SERVICES else ""
