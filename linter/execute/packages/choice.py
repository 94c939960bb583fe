"""How keystone's code is installed on a machine."""

from collections.abc import Mapping

from linter.execute.packages.apt import APT
from linter.execute.packages.dnf import DNF
from linter.execute.packages.installer import Installer
from linter.execute.packages.none import NONE
from linter.execute.packages.own_commands import OWN_COMMANDS
from linter.execute.packages.pip import PIP

INSTALLERS: Mapping[str, Installer] = {
    "apt": APT,
    "dnf": DNF,
    "pip": PIP,
    "commands": OWN_COMMANDS,
    "none": NONE,
}
