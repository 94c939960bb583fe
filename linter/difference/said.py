"""Which rules say more of a subject: those that made a finding of it."""

from collections.abc import Iterable, Sequence

import msgspec

from linter.catalog.entries import Name
from linter.checks.names import written
from linter.engine import shortened
from linter.model.facts import Setting
from linter.model.finding import Finding
from linter.model.location import Location
from linter.model.passwords import MASK, without_passwords
from linter.model.visible import visible
from linter.parse.deployment import Deployment

_Place = tuple[str, int]
_PLUGINS = frozenset({"password", "token", "application_credential"})
"""Methods whose plugins have the name of a secret."""


class Said(msgspec.Struct, frozen=True):
    """The findings of one deployment by what they speak of, the gravest first."""

    by_subject: dict[str, list[Finding]]
    by_line: dict[_Place, list[str]]

    def of(self, subjects: Iterable[str], at: Sequence[Location] = ()) -> tuple[str, ...]:
        """The ids of the rules that speak of one of the subjects in these files or of the lines.

        Without lines, those that speak of a subject in any file.
        """
        paths = {place.path for place in at}
        found = [
            finding.rule
            for subject in subjects
            for finding in self.by_subject.get(subject, ())
            if not paths or finding.at.path in paths
        ]
        for place in at:
            found += self.by_line.get((place.path, place.line), ())
        return tuple(dict.fromkeys(found))


def spoken(text: str) -> str:
    """A name from a file as findings have it for a subject: safe to print, and shortened."""
    return shortened(visible(without_passwords(text)))


def told_value(setting: Setting) -> str:
    """What a line says, with less of it than a finding shows, since every line is told.

    The further lines of a value may be options that somebody indented by accident, and the plugin
    of a method in [auth] may be the password that belongs elsewhere.
    """
    first, newline, _ = setting.shown.partition("\\n")
    if setting.group.lower() == "auth" and setting.name.lower() in _PLUGINS and setting.value:
        return first if "." in first else MASK
    return f"{first} …" if newline and "\n" in setting.value else setting.shown


def subject_of(name: Name) -> str:
    """An option as findings have it for a subject."""
    return spoken(written(name))


def said_of(deployment: Deployment, findings: Iterable[Finding]) -> Said:
    """What a run found in this deployment; on other nodes the same fault has other lines."""
    by_subject: dict[str, list[Finding]] = {}
    by_line: dict[_Place, list[str]] = {}
    for finding in findings:
        if finding.nodes and set(deployment.nodes).isdisjoint(finding.nodes):
            continue
        by_subject.setdefault(finding.subject, []).append(finding)
        places = (finding.at, *(witness.at for witness in finding.witnesses if witness.at))
        for at in places:
            if at.line and at.node == deployment.node:
                by_line.setdefault((at.path, at.line), []).append(finding.rule)
    return Said(by_subject, by_line)
