"""The services of OpenStack, by the names of programs, loggers, folders and files."""

import re

SERVICES = frozenset(
    {
        "adjutant", "aodh", "barbican", "blazar", "ceilometer", "cinder", "cloudkitty", "congress",
        "cyborg", "designate", "freezer", "glance", "gnocchi", "heat", "horizon", "ironic",
        "magnum", "manila", "masakari", "mistral", "monasca", "murano", "neutron", "nova",
        "octavia", "panko", "placement", "sahara", "senlin", "skyline", "swift", "tacker", "trove",
        "vitrage", "watcher", "zaqar", "zun",
    }
)  # fmt: skip
"""All but keystone."""

KEYSTONE = "keystone"
_ALIASES = {"dashboard": "horizon", "openstack_auth": "horizon", "openstack_dashboard": "horizon"}
# devstack's units: devstack@n-api.service
_DEVSTACK = re.compile(r"devstack@(?P<letters>[a-z]+)-")
_LETTERS = {"c": "cinder", "g": "glance", "h": "heat", "ir": "ironic", "n": "nova", "q": "neutron"}


def service_in(name: str) -> str:
    """The service of a syslog tag, a unit, a container or a path, keystone among them."""
    unit = _DEVSTACK.match(name)
    if unit and unit["letters"] in _LETTERS:
        return _LETTERS[unit["letters"]]
    words = (_ALIASES.get(word, word) for word in re.split(r"[^a-z]+", name.lower()))
    return next((word for word in words if word == KEYSTONE or word in SERVICES), "")


def service_of_logger(name: str) -> str:
    """The service that a logger belongs to by its first part."""
    first = name.partition(".")[0]
    first = _ALIASES.get(first, first)
    return first if first == KEYSTONE or first in SERVICES else ""


def other_service(path_or_program: str) -> str:
    """The other service that a log is of, empty for keystone and where nothing tells.

    The last part of a path that names a service counts.
    """
    services = map(service_in, reversed(path_or_program.split("/")))
    service = next(filter(None, services), KEYSTONE)
    return "" if service == KEYSTONE else service
