"""What is known of one deployment whose files are to be prepared."""

import msgspec

from linter.checks.context import Context
from linter.model.facts import SourceFile
from linter.model.finding import Finding, Gap
from linter.model.preparation import Answer, Change, Decision, NewFile, Style
from linter.model.snapshot import Node
from linter.rebase.ini_edits import Edit
from linter.ruleset import Ruleset
from linter.samples.files import Samples


class Case(msgspec.Struct, frozen=True, eq=False):
    """One deployment in the form in which it is judged, and the files that it was read from.

    `findings` are those of the whole run, `answers` those of all nodes. `source_samples` and
    `target_samples` are the samples of both ends, real or made from facts.
    """

    context: Context
    node: Node
    rules: Ruleset
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    style: Style
    source_samples: Samples
    target_samples: Samples

    def answer(self, decision: str) -> Answer | None:
        """The answer that counts for this deployment: one for its nodes before one for all."""
        found = [answer for answer in self.answers if answer.decision == decision]
        own = set(self.context.deployment.nodes) if found else set()
        named = (answer for answer in found if own & set(answer.nodes))
        general = (answer for answer in found if not answer.nodes)
        return next(named, None) or next(general, None)

    def sources(self) -> dict[str, SourceFile]:
        """Every file whose content was kept, by path."""
        others = (other.source for other in self.node.others)
        files = (*self.node.configuration, *self.node.domains, *filter(None, others))
        return {file.path: file for file in files}


class FileEdit(msgspec.Struct, frozen=True):
    """One edit of a configuration file, and how it is told once it was made."""

    path: str
    edit: Edit
    change: Change


class Part(msgspec.Struct, frozen=True):
    """What one side of the preparation has come to: each planner answers for its files alone.

    `edits` are of configuration files, which all are made in one go at the end.
    """

    files: tuple[NewFile, ...] = ()
    edits: tuple[FileEdit, ...] = ()
    changes: tuple[Change, ...] = ()
    decisions: tuple[Decision, ...] = ()
    gaps: tuple[Gap, ...] = ()


def joined(*parts: Part) -> Part:
    """All of several parts, in their order."""
    return Part(
        tuple(file for part in parts for file in part.files),
        tuple(edit for part in parts for edit in part.edits),
        tuple(change for part in parts for change in part.changes),
        tuple(decision for part in parts for decision in part.decisions),
        tuple(gap for part in parts for gap in part.gaps),
    )
