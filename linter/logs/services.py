"""Which service a log is of, by the names of its file, unit, container or program."""

import re

_SERVICES = re.compile(
    r"(?<![a-z])(adjutant|aodh|barbican|blazar|ceilometer|cinder|cloudkitty|cyborg|designate|glance"
    r"|gnocchi|haproxy|heat|horizon|ironic|magnum|manila|mariadb|masakari|memcached|mistral|murano"
    r"|mysql|neutron|nova|octavia|panko|placement|rabbitmq|sahara|senlin|skyline|solum|swift|tacker"
    r"|trove|vitrage|watcher|zaqar|zun)(?![a-z])"
)


def other_service(*names: str) -> str:
    """The other service that the last of these names that tells anything speaks of.

    Empty for keystone itself, and where nothing tells: the names go from the general to the
    special, as the parts of a path do.
    """
    for name in reversed("/".join(names).lower().split("/")):
        if "keystone" in name:
            return ""
        match = _SERVICES.search(name)
        if match:
            return match[1]
    return ""
