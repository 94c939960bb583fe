"""Names the release notes that speak of what a finding is about."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec
from msgspec.structs import replace

from linter.catalog.entries import Catalog, Name, NoteEntry
from linter.checks.names import Names, key_of, named, names_of, written
from linter.model.finding import Finding, Witness
from linter.model.harmless import LONGEST_WORD, harmless
from linter.model.notes import Note
from linter.model.release import Upgrade
from linter.model.triage import TriagedNote
from linter.notes.documents import NOTES_SITE, link_of, page_file
from linter.ruleset import Ruleset

_MOST = 3
"""Notes that one finding names."""
_NOT_ASKED = frozenset({"question", "release-note"})
"""The checks whose findings are about no single thing, or about a note."""
_SECTIONS = ("critical", "upgrade", "security", "deprecations")
"""Those that say what to do before an upgrade, the one that can break most first."""
_EVERYWHERE = frozenset(
    {"[DEFAULT]", "keystone.conf", "policy.json", "policy.yaml", "keystone-manage"}
)
"""What notes name for what is in it, or for what it can do besides."""
_OF_POLICY = re.compile(r"""\s*["']?(identity:\w+)["']?\s*:""")
"""How a line of a policy file begins, JSON or YAML, with the rule that it gives."""

Load = Callable[[str], Catalog]


class _Announcement(msgspec.Struct, frozen=True):
    """A release note of one series; `items` are none where only the catalog knows it."""

    key: str
    series: str
    sections: frozenset[str]
    identifiers: tuple[str, ...]
    items: tuple[Note, ...] = ()

    @property
    def rank(self) -> int:
        """0 for a note with the section that can break most."""
        of_section = (rank for rank, name in enumerate(_SECTIONS) if name in self.sections)
        return next(of_section, len(_SECTIONS))


def announced(
    findings: Sequence[Finding],
    rules: Ruleset,
    upgrade: Upgrade,
    load: Load,
    notes: Sequence[TriagedNote] = (),
) -> tuple[Finding, ...]:
    """The findings in their order, with the notes of the releases crossed that name their subject.

    The catalogs that `load` gives know a note by its id; `notes` are those that were gathered,
    whose first words are quoted. How sure a finding is does not change.
    """
    known = [names_of(load(release.series)) for release in (upgrade.source, *upgrade.crossed())]
    by_name: dict[str, list[_Announcement]] = {}
    for found in _announcements(upgrade, load, [each.note for each in notes]):
        for name in set(_names(found, known)):
            by_name.setdefault(name, []).append(found)
    return tuple(
        finding
        if rules.rules[finding.rule].check in _NOT_ASKED
        else _witnessed(finding, by_name, known)
        for finding in findings
    )


def _announcements(upgrade: Upgrade, load: Load, notes: Sequence[Note]) -> list[_Announcement]:
    """Every note of the releases crossed, each as of the first that it came with."""
    gathered: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        gathered.setdefault((note.series, note.key), []).append(note)
    found: dict[str, _Announcement] = {}
    for release in upgrade.crossed():
        for (series, key), items in gathered.items():
            if series == release.series:
                found.setdefault(key, _read(key, items))
        for entry in load(release.series).notes:
            found.setdefault(entry.id, _listed(entry, release.series))
    return list(found.values())


def _listed(entry: NoteEntry, series: str) -> _Announcement:
    options = map(written, entry.options)
    groups = (f"[{group}]" for group in entry.groups)
    identifiers = (*options, *groups, *entry.rules, *entry.files, *entry.commands)
    return _Announcement(entry.id, series, frozenset(entry.sections), identifiers)


def _read(key: str, items: Sequence[Note]) -> _Announcement:
    sections = frozenset(str(note.section) for note in items)
    identifiers = tuple(chain.from_iterable(note.identifiers for note in items))
    return _Announcement(key, items[0].series, sections, identifiers, tuple(items))


def _names(announcement: _Announcement, known: Sequence[Names]) -> Iterator[str]:
    """What a note names; a group only where it names no option of it, and asks for something."""
    options = [named(name) for name in announcement.identifiers if "] " in name]
    narrowed = {f"[{group}]" for group, _ in options}
    for name in announcement.identifiers:
        is_group = name.endswith("]")
        if is_group and (name in narrowed or announcement.rank == len(_SECTIONS)):
            continue
        if name not in _EVERYWHERE:
            yield name
    for option in options:
        yield from map(written, _called(option, known))


def _called(option: Name, known: Iterable[Names]) -> Iterator[Name]:
    """All the names that an option has in the releases known, none where none knows it."""
    for names in known:
        entry = names.find(option)
        if entry is not None:
            yield from (key_of(entry), *entry.aliases)


def _witnessed(
    finding: Finding, by_name: Mapping[str, Sequence[_Announcement]], known: Sequence[Names]
) -> Finding:
    telling: dict[str, tuple[_Announcement, str]] = {}
    for name in _subjects(finding, known):
        for note in by_name.get(name, ()):
            telling.setdefault(note.key, (note, name))
    if not telling:
        return finding
    # A page alone tells no ids: what the catalog lists is the same note again.
    paged = {note.series for note, _ in telling.values() if note.items and not note.items[0].id}
    told = [pair for pair in telling.values() if pair[0].items or pair[0].series not in paged]
    first = sorted(told, key=lambda pair: pair[0].rank)[:_MOST]
    return replace(finding, witnesses=(*finding.witnesses, *(_witness(*pair) for pair in first)))


def _subjects(finding: Finding, known: Sequence[Names]) -> Iterator[str]:
    """What a finding is about: its subject, a file by its name, an option's group, rules shown."""
    subject = finding.subject
    yield subject
    if "/" in subject and " " not in subject:
        yield subject.rpartition("/")[2]
    # No note means an option that no release knows.
    if "] " in subject and any(names.find(named(subject)) for names in known):
        yield f"[{named(subject)[0]}]"
    shown = (item.text for item in finding.witnesses if item.kind == "config")
    for line in (finding.excerpt, *shown):
        rule = _OF_POLICY.match(line)
        if rule:
            yield rule[1]


def _witness(announcement: _Announcement, name: str) -> Witness:
    said = f"speaks of {name}" if name.endswith("]") else "names it"
    key = harmless(announcement.key, LONGEST_WORD)
    if not announcement.items:
        text = f"release note {key} of {announcement.series} {said}"
        return Witness("note", text, reference=NOTES_SITE + page_file(announcement.series))
    # Nobody pays for it who gathers no notes.
    from linter.notes.beginning import beginning  # noqa: PLC0415

    items = announcement.items
    note = next((item for item in items if name in item.identifiers), items[0])
    text = f"release note {key} of {note.version} {said}: {beginning(note.text)}"
    return Witness("note", text, reference=link_of(note))
