"""Which assignments win, looked up in the order in which oslo.config does it."""

from collections.abc import Iterable

import msgspec

from linter.catalog.entries import Name, normalised, normalised_name
from linter.model.facts import ConfigFile, Setting

__all__ = ["Configuration", "Effective", "configuration", "normalised", "normalised_name"]


class Effective(msgspec.Struct, frozen=True):
    """The assignments that give an option its value, and those that they override.

    Several win only where the option is multi-valued. `shadowed` are in reading order.
    """

    winners: tuple[Setting, ...] = ()
    shadowed: tuple[Setting, ...] = ()


_NOTHING = Effective()


class Configuration(msgspec.Struct, frozen=True):
    """What one running keystone reads: its files in reading order, later ones first in rank.

    `index` has, for each normalised name, the position of every file that assigns it with its
    assignments in order. A domain overlay is a configuration of its own: keystone reads its one
    file over the registered defaults, never keystone.conf (identity.core.DomainConfigs).
    """

    files: tuple[ConfigFile, ...]
    index: dict[Name, dict[int, list[Setting]]]

    def sets(self, name: Name) -> bool:
        """Whether any file assigns this name."""
        return normalised_name(name) in self.index

    def effective(self, names: tuple[Name, ...], *, multi: bool) -> Effective:
        """The winners among an option's names: its own first, then its aliases in their order."""
        read = [found for name in names if (found := self.index.get(normalised_name(name)))]
        if not read:
            return _NOTHING
        positions = sorted({position for found in read for position in found})
        everything = _flat(found.get(position, []) for position in positions for found in read)
        if multi:
            # Within a file the names come out in reverse: each is put before what is there.
            chain = (found.get(at, []) for at in positions for found in reversed(read))
            return Effective(winners=_flat(chain))
        for found in read:
            if positions and positions[-1] in found:
                winner = found[positions[-1]][-1]
                shadowed = (setting for setting in everything if setting is not winner)
                return Effective((winner,), _distinct(shadowed))
        return Effective()

    def assigned(self) -> tuple[Setting, ...]:
        """Every assignment, in reading order."""
        return tuple(setting for file in self.files for setting in file.settings)


def configuration(files: Iterable[ConfigFile]) -> Configuration:
    """A configuration of files that are given in the order in which keystone reads them."""
    files = tuple(files)
    index: dict[Name, dict[int, list[Setting]]] = {}
    for position, file in enumerate(files):
        for setting in file.settings:
            found = index.setdefault((normalised(setting.group), setting.name), {})
            found.setdefault(position, []).append(setting)
    return Configuration(files, index)


def _flat(lists: Iterable[list[Setting]]) -> tuple[Setting, ...]:
    return tuple(setting for settings in lists for setting in settings)


def _distinct(settings: Iterable[Setting]) -> tuple[Setting, ...]:
    return tuple({id(setting): setting for setting in settings}.values())
