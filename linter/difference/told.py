"""What an upgrade changes in each deployment of a run, complete before a renderer sees it."""

import msgspec

from linter.difference.differences import Differences
from linter.difference.texts import OtherText
from linter.model.finding import Gap
from linter.model.release import Upgrade


class ToldDeployment(msgspec.Struct, frozen=True):
    """The differences of all `nodes` with equal files; `files` as keystone reads them, in order.

    `grave` are the rules whose findings are blockers or conditions: a line that one of them speaks
    of may be read as before, and yet not work as before.
    """

    nodes: tuple[str, ...]
    files: tuple[str, ...]
    differences: Differences
    texts: tuple[OtherText, ...] = ()
    grave: frozenset[str] = frozenset()


class Basis(msgspec.Struct, frozen=True):
    """What texts are told beside: the samples of a version, real ones or what its facts give."""

    series: str
    version: str
    is_real: bool


class Told(msgspec.Struct, frozen=True):
    """The differences of every deployment, and how much of them is to be shown.

    `bases` are those of source and target. `gaps` are all that could not be looked at, those of the
    deployments too.
    """

    upgrade: Upgrade
    deployments: tuple[ToldDeployment, ...]
    bases: tuple[Basis, Basis]
    gaps: tuple[Gap, ...] = ()
    is_three_way: bool = False
    shows_all: bool = False
