"""Which manager a service has."""

from collections.abc import Mapping

from linter.execute.services.containers import DOCKER, PODMAN
from linter.execute.services.managing import Manager
from linter.execute.services.own_commands import OWN_COMMANDS
from linter.execute.services.supervisor import SUPERVISOR
from linter.execute.services.systemd import SYSTEMD
from linter.execute.services.uwsgi_emperor import UWSGI_EMPEROR

MANAGERS: Mapping[str, Manager] = {
    "systemd": SYSTEMD,
    "supervisor": SUPERVISOR,
    "uwsgi-emperor": UWSGI_EMPEROR,
    "docker": DOCKER,
    "podman": PODMAN,
    "commands": OWN_COMMANDS,
}
CONTAINERS = frozenset({"docker", "podman"})
