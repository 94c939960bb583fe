"""How a machine is taken out of rotation."""

from collections.abc import Mapping

from linter.execute.balancers.balancing import Balancing
from linter.execute.balancers.haproxy import HAPROXY
from linter.execute.balancers.own_commands import OWN_COMMANDS

BALANCERS: Mapping[str, Balancing] = {"haproxy": HAPROXY, "commands": OWN_COMMANDS}
