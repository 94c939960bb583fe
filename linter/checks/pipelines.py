"""The pipelines of a keystone-paste.ini: which filters and applications they lead to."""

import re
from collections import deque
from collections.abc import Iterator, Mapping

import msgspec

from linter.model.location import Location
from linter.model.sections import EntrySection, SectionFile
from linter.parse.template import literal_text

_FACTORIES = ("paste.filter_factory", "paste.filter_app_factory", "paste.app_factory")
_APPLICATIONS = ("app", "application", "composite", "composit", "pipeline", "filter-app")
_ROOTS = ("main", "admin")
"""The applications that keystone's public and admin scripts ask for."""
_OWN = frozenset({"use", "next", "filter-with", "pipeline", *_FACTORIES})
"""Entries that paste.deploy itself reads; all others are settings of the filter."""


_LONGEST_CHAIN = 10
"""Sections that may stand for one another with `use`, one after the other."""

_Met = tuple[EntrySection | None, Location, dict[str, None]]
"""A part's section if there is one, where it is first named, and the pipelines that name it."""


class Part(msgspec.Struct, frozen=True):
    """A filter or an application that pipelines lead to.

    `reference` is what paste.deploy loads: `egg:keystone#cors`, `module:Class.factory`; "" where
    the file does not say. `settings` are the entries that the filter itself gets.
    """

    name: str
    is_filter: bool
    reference: str
    at: Location
    line_text: str
    pipelines: tuple[str, ...]
    settings: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The name as operators write it: `filter:cors`."""
        return f"{'filter' if self.is_filter else 'app'}:{self.name}"

    @property
    def package(self) -> str:
        """The distribution or the module that brings it, with underscores: `oslo_middleware`."""
        scheme, _, rest = self.reference.partition(":")
        if scheme == "egg":
            return re.sub(r"[-.]", "_", rest.partition("#")[0]).lower()
        return self._place.partition(":")[0].partition(".")[0]

    @property
    def thing(self) -> str:
        """The entry point or the class: `cors`, `CORS`."""
        if self.reference.startswith("egg:"):
            return self.reference.partition("#")[2]
        return self._place.partition(":")[2].partition(".")[0]

    @property
    def _place(self) -> str:
        return self.reference.removeprefix("call:")

    @property
    def namespace(self) -> str:
        """Where entry points of its kind are registered."""
        return "paste.filter_factory" if self.is_filter else "paste.app_factory"


class Pipelines(msgspec.Struct, frozen=True):
    """What keystone loads of one file: each part once, and the words of each pipeline."""

    parts: tuple[Part, ...]
    words: Mapping[str, tuple[str, ...]]


def pipelines_of(file: SectionFile) -> Pipelines:
    """The parts in the order in which they are first named.

    A file without the applications that keystone asks for counts with all its pipelines. What a
    template's constructs put into a pipeline is left out.
    """
    walk = _Walk(file)
    roots = [root for root in _ROOTS if walk.application(root)]
    for root in roots or walk.pipelines():
        walk.enter(root)
    return Pipelines(tuple(walk.parts()), walk.words)


class _Walk:
    def __init__(self, file: SectionFile) -> None:
        self.file = file
        self.words: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[str, str], EntrySection] = {}
        for section in file.sections:
            kind, colon, name = section.name.partition(":")
            if colon:
                self._known.setdefault((kind, name.strip()), section)
        self._found: dict[tuple[bool, str], _Met] = {}
        self._entered: set[str] = set()

    def pipelines(self) -> list[str]:
        """The names of all pipelines."""
        return [name for kind, name in self._known if kind == "pipeline"]

    def application(self, name: str) -> tuple[str, EntrySection] | None:
        """The kind and the section of an application."""
        for kind in _APPLICATIONS:
            section = self._known.get((kind, name))
            if section:
                return kind, section
        return None

    def enter(self, root: str) -> None:
        """Follow an application to all it leads to."""
        pending = deque([(root, root, Location(self.file.node, self.file.path))])
        while pending:
            name, within, at = pending.popleft()
            found = self.application(name)
            if found is None:
                self._meet(name, within, at, is_filter=False)
            elif found[1].name not in self._entered:
                self._entered.add(found[1].name)
                pending.extend(self._led_to(*found, name, within))

    def _led_to(
        self, kind: str, section: EntrySection, name: str, within: str
    ) -> Iterator[tuple[str, str, Location]]:
        wrapper = section.entry("filter-with")
        if wrapper:
            self._meet(wrapper.value, within, wrapper.at, is_filter=True)
        if kind == "pipeline":
            yield from self._pipeline(name, section)
        elif kind == "filter-app":
            self._meet(name, within, section.at, is_filter=True)
            following = section.entry("next")
            if following:
                yield following.value, within, following.at
        elif kind.startswith("composit"):
            for entry in section.entries:
                if self.application(entry.value):
                    yield entry.value, entry.value, entry.at
        else:
            self._meet(name, within, section.at, is_filter=False)

    def _pipeline(self, name: str, section: EntrySection) -> Iterator[tuple[str, str, Location]]:
        entry = section.entry("pipeline")
        words = tuple(literal_text(entry.value).split()) if entry else ()
        if entry is None or not words:
            return
        self.words[name] = words
        for word in words[:-1]:
            self._meet(word, name, entry.at, is_filter=True)
        yield words[-1], name, entry.at

    def _meet(self, name: str, within: str, at: Location, *, is_filter: bool) -> None:
        kinds = ("filter", "filter-app") if is_filter else _APPLICATIONS
        known = (self._known.get((kind, name)) for kind in kinds)
        section = next((section for section in known if section), None)
        self._found.setdefault((is_filter, name), (section, at, {}))[2][within] = None

    def parts(self) -> Iterator[Part]:
        """All that was met."""
        for (is_filter, name), (section, at, within) in self._found.items():
            reference, entry_at, text = self._reference(section, name)
            settings = _settings(section) if section else ()
            place = entry_at or (section.at if section else at)
            yield Part(name, is_filter, reference, place, text, tuple(within), settings)

    def _reference(
        self, section: EntrySection | None, name: str
    ) -> tuple[str, Location | None, str]:
        """What is loaded for a part, where that is said, and the line."""
        if section is None:
            return (name if ":" in name else ""), None, ""
        for _ in range(_LONGEST_CHAIN):
            entry = next(filter(None, map(section.entry, ("use", *_FACTORIES))), None)
            if entry is None:
                return "", None, ""
            kind = section.name.partition(":")[0]
            other = self._known.get((kind, entry.value)) if entry.name == "use" else None
            if other is None:
                return entry.value, entry.at, entry.line_text
            section = other
        return "", None, ""


def _settings(section: EntrySection) -> tuple[str, ...]:
    names = dict.fromkeys(entry.name for entry in section.entries)
    return tuple(name for name in names if name not in _OWN and not name.startswith("set "))
