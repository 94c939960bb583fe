"""From the words of a command line to prepared files in their directory."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec.structs import replace

from linter.catalog import store
from linter.cli.analysis import Examined, Request, examine, usable
from linter.cli.check import files_request_of
from linter.cli.failure import UsageError
from linter.cli.prepare_command import prepare_command
from linter.cli.settling import Taken
from linter.cli.steps import stepping
from linter.collect.marker import DECISIONS
from linter.engine import analyse, contexts_of
from linter.model.preparation import Answer, NewFile, Style
from linter.model.snapshot import Node
from linter.preparation.answering import AnswersError, read_answers
from linter.preparation.case import Case
from linter.preparation.entries import CHANGED, FolderError, Tree, TreeError
from linter.preparation.folder import write, write_patch
from linter.preparation.made import Made
from linter.preparation.patch import patch, patches_beside, root_of
from linter.preparation.preparation import Preparation, idle_answers, prepared
from linter.preparation.room import require_patch_room, require_room
from linter.preparation.tree import tree_of
from linter.report import preparation_markdown
from linter.ruleset import Ruleset, load_rules
from linter.samples.choice import samples_for


class Wish(msgspec.Struct, frozen=True):
    """What to prepare, how, and where to put it."""

    request: Request
    style: Style
    output: Path
    answers: Path | None = None
    patch: Path | None = None
    command: str = ""

    @classmethod
    def of(cls, arguments: argparse.Namespace, settings: Taken) -> "Wish":
        """What the words of a command line ask for."""
        return cls(
            files_request_of(arguments, settings),
            Style(arguments.style),
            arguments.output,
            arguments.answers,
            arguments.patch,
            prepare_command(arguments),
        )


def make(wish: Wish) -> Made:
    """Prepares, proves and writes. Raises UsageError for what cannot be used."""
    with usable(), _as_usage():
        _require_room(wish)
        preparation, files = _prepared(wish)
        tree = tree_of(wish.request.paths, files)
        made = Made(
            preparation,
            tree,
            str(wish.output),
            str(wish.patch or ""),
            tuple(_changed(tree)),
            wish.command,
            str(wish.answers or ""),
        )
        documents = {
            DECISIONS: preparation_markdown.render(made).encode(),
            **patches_beside(tree),
        }
        lost = write(wish.output, tree, documents, preparation.upgrade.target.series)
        if wish.patch is not None:
            write_patch(wish.patch, patch(tree.entries, root_of(wish.request.paths)))
    return replace(made, tree=replace(tree, gaps=(*tree.gaps, *lost)))


def _require_room(wish: Wish) -> None:
    require_room(wish.output, wish.request.paths)
    if wish.patch is not None:
        require_patch_room(wish.patch, wish.output, wish.request.paths)


@contextmanager
def _as_usage() -> Iterator[None]:
    """Whatever is said of directories and answers that cannot be used comes out as a UsageError."""
    try:
        yield
    except (FolderError, AnswersError, TreeError) as error:
        raise UsageError(str(error)) from error


def _prepared(wish: Wish) -> tuple[Preparation, list[tuple[Node, tuple[NewFile, ...]]]]:
    answers = read_answers(wish.answers) if wish.answers else ()
    rules = load_rules(wish.request.rules)
    examined = examine(wish.request, rules)
    cases = tuple(_cases(wish, examined, rules, answers))
    with stepping(cases, len(cases), "preparing", sys.stderr) as stepped:
        found = prepared(stepped, examined.knowledge, store.secret_names())
    by_name = {name: each.part.files for each in found for name in each.nodes}
    files = [(node, by_name[node.name]) for node in examined.nodes]
    real = bool(cases) and cases[0].target_samples.real
    idle = tuple(idle_answers(answers, found))
    return Preparation(examined.upgrade, wish.style, found, real, examined.gaps, idle), files


def _cases(
    wish: Wish, examined: Examined, rules: Ruleset, answers: tuple[Answer, ...]
) -> Iterator[Case]:
    upgrade, knowledge = examined.upgrade, examined.knowledge
    outcome = analyse(examined.deployments, upgrade, rules, knowledge, examined.evidence)
    nodes = {node.name: node for node in examined.nodes}
    ends = samples_for(upgrade.source.series), samples_for(upgrade.target.series)
    for context in contexts_of(examined.deployments, upgrade, knowledge, examined.evidence):
        node = nodes[context.deployment.node]
        yield Case(context, node, rules, outcome.findings, answers, wish.style, *ends)


def _changed(tree: Tree) -> Iterator[str]:
    for entry in tree.entries:
        if entry.origin in CHANGED:
            yield entry.path or entry.was
