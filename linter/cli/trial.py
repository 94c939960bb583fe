"""Runs cases of rules as the user would run the program."""

import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from linter.cases import (
    Case,
    CaseError,
    Told,
    Trial,
    Trials,
    case_files,
    folder_of_cases,
    read_cases,
    renewed,
    told,
)
from linter.catalog.errors import CatalogError
from linter.catalog.store import known_of_series
from linter.cli.analysis import Given, Request, check
from linter.cli.failure import UsageError
from linter.cli.living_options import LivingWish
from linter.collect.place import Surroundings
from linter.model.notes import Note
from linter.model.report import Report
from linter.ruleset import RuleError, Ruleset, load_rules, shipped_folder


def tried(case: Case, folder: Path, rules: Sequence[Path] = ()) -> Report:
    """The report on a case whose files are put into an empty folder.

    The folder stands for a running system: permission bits mean something, and absolute paths in
    the files start there. Raises CaseError when the files cannot be put there.
    """
    try:
        _lay_out(case, folder)
    except (OSError, ValueError) as error:
        raise CaseError(f"{case.name}: its files cannot be laid out: {error}") from error
    paths = [folder / path for path in case.paths]
    if case.owners:
        paths = [_packed(case, folder)]
    source, target = case.upgrade
    request = Request(
        paths=tuple(map(str, paths)),
        source=source,
        target=target,
        rules=tuple(rules),
        web=tuple(str(folder / path) for path in case.web),
        logs=tuple(str(folder / path) for path in case.logs),
        acknowledgements=folder / case.acknowledgements if case.acknowledgements else None,
        living=LivingWish(waivers=folder / case.waivers if case.waivers else None),
        today=case.today,
        surroundings=Surroundings((folder,), folder / "no-distribution", home=folder, root=folder),
    )
    return check(request, Given(case.live, _notes(case)))


def _notes(case: Case) -> tuple[Note, ...] | None:
    if case.notes is None:
        return None
    from linter.notes.compose import note  # noqa: PLC0415 - with docutils

    return tuple(
        note(
            written.series,
            written.version,
            written.section,
            written.item,
            written.text,
            known_of_series(written.series),
            written.id,
        )
        for written in case.notes
    )


def _lay_out(case: Case, folder: Path) -> None:
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        path.chmod(0o640)
    for name, mode in case.modes.items():
        (folder / name).chmod(int(mode, 8))


def _packed(case: Case, folder: Path) -> Path:
    """An archive of the files of a case, with owners as on a running system."""

    def owned(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uname, _, entry.gname = case.owners.get(entry.name, "root:keystone").partition(":")
        return entry

    with tarfile.open(folder / "node.tar", "w") as archive:
        for name in sorted({name.partition("/")[0] for name in case.files}):
            archive.add(folder / name, name, filter=owned)
    return folder / "node.tar"


def trials(folders: Sequence[Path]) -> Trials:
    """The cases of the rules in these folders, run; of the shipped rules where none is given.

    Raises UsageError for rules or cases that cannot be used.
    """
    try:
        rules = load_rules(tuple(folders))
        found = [
            run_case(rule, case, folders)
            for rule, path in _files(folders, rules)
            for case in read_cases(path.read_bytes(), path)
        ]
    except (RuleError, CaseError, CatalogError) as error:
        raise UsageError(str(error)) from error
    shipped = load_rules().rules if folders else {}
    mine = [rule.id for rule in rules if rule.id not in shipped]
    return Trials(tuple(found), tuple(_unshown(mine, found)))


def renew(folders: Sequence[Path]) -> list[Path]:
    """Puts into the cases what their rules say now; the files that this changed.

    Raises UsageError for rules or cases that cannot be used, or a file that cannot be written.
    """
    changed = []
    try:
        for rule, path in _files(folders, load_rules(tuple(folders))):
            text = path.read_text(encoding="utf-8")
            new = renewed(text, partial(_said, rule, folders), path)
            if new != text:
                path.write_text(new, encoding="utf-8")
                changed.append(path)
    except (RuleError, CaseError, CatalogError, OSError) as error:
        raise UsageError(str(error)) from error
    return changed


def _said(rule: str, folders: Sequence[Path], case: Case) -> tuple[Told, ...]:
    return run_case(rule, case, folders).said


def _files(folders: Sequence[Path], rules: Ruleset) -> Iterator[tuple[str, Path]]:
    """The files of cases, each after the id of its rule."""
    for folder in folders or (shipped_folder(),):
        place = folder_of_cases(folder)
        if not folders and not place.is_dir():
            raise CaseError(
                "a checkout has the cases of the shipped rules; name yours with --rules"
            )
        for rule, path in case_files(place):
            if rule not in rules.rules:
                raise CaseError(f"{path}: there is no rule {rule!r} that it could be about")
            yield rule, path


def run_case(rule: str, case: Case, folders: Sequence[Path]) -> Trial:
    """One case in a folder of its own. Raises CaseError for one that cannot be run."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = tried(case, Path(folder).resolve(), folders)
        except UsageError as error:
            raise CaseError(f"{rule}: {case.name}: {error}") from error
    said = tuple(told(finding) for finding in report.findings if finding.rule == rule)
    crashed = [gap.why for gap in report.gaps if gap.what == f"rule {rule}"]
    return Trial(rule, case.name, case.findings, said, "; ".join(crashed))


def _unshown(rules: Sequence[str], found: Sequence[Trial]) -> list[tuple[str, str]]:
    shown = {(trial.rule, bool(trial.wanted)) for trial in found}
    ways = ((True, "firing"), (False, "quiet"))
    return [(rule, word) for rule in rules for fires, word in ways if (rule, fires) not in shown]
