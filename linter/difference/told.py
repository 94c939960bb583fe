"""What an upgrade changes in each deployment of a run, complete before a renderer sees it."""

import msgspec

from linter.difference.differences import Differences
from linter.model.release import Upgrade
from linter.samples.files import Samples


class OtherText(msgspec.Struct, frozen=True):
    """A file told as text: `deployed` beside the samples of both ends, "" where one lacks it.

    The texts are safe to print.
    """

    path: str
    source: str
    deployed: str
    target: str


class Told(msgspec.Struct, frozen=True):
    """The differences of every deployment; the samples are given where three ways are asked for."""

    upgrade: Upgrade
    deployments: tuple[Differences, ...]
    texts: tuple[OtherText, ...] = ()
    samples: tuple[Samples, Samples] | None = None
