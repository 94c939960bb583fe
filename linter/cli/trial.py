"""Runs cases of rules as the user would run the program."""

import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from linter.cases import Case, CaseError, Told, case_files, folder_of_cases, read_cases, told
from linter.cli.analysis import Request, check
from linter.cli.failure import UsageError
from linter.collect.place import Surroundings
from linter.model.report import Report
from linter.ruleset import RuleError, Ruleset, load_rules, shipped_folder


class Trial(msgspec.Struct, frozen=True):
    """One case that was run: what it wants the user to read, and what the rule said."""

    rule: str
    case: str
    wanted: tuple[Told, ...]
    said: tuple[Told, ...]
    fault: str = ""

    @property
    def passed(self) -> bool:
        """Whether the rule says what the case wants, and ran to its end."""
        return self.wanted == self.said and not self.fault


class Trials(msgspec.Struct, frozen=True):
    """Every case of some rules; `unshown` are rules without a case that fires, or is quiet."""

    trials: tuple[Trial, ...]
    unshown: tuple[tuple[str, str], ...]

    @property
    def passed(self) -> bool:
        """Whether every case passed and every rule is shown both ways."""
        return not self.unshown and all(trial.passed for trial in self.trials)


def tried(case: Case, folder: Path, rules: Sequence[Path] = ()) -> Report:
    """The report on a case whose files are put into an empty folder.

    The folder stands for a running system: permission bits mean something, and absolute paths in
    the files start there.
    """
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        path.chmod(0o640)
    for name, mode in case.modes.items():
        (folder / name).chmod(int(mode, 8))
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
        surroundings=Surroundings((folder,), folder / "no-distribution", home=folder, root=folder),
    )
    return check(request, live=case.live)


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

    Raises UsageError for rules or cases that cannot be used, or where there is none.
    """
    try:
        rules = load_rules(tuple(folders))
        found = [
            run_case(rule, case, folders)
            for folder in folders or (shipped_folder(),)
            for rule, path in case_files(folder_of_cases(folder))
            for case in read_cases(path.read_bytes(), path)
            if _is_known(rule, path, rules)
        ]
    except (RuleError, CaseError) as error:
        raise UsageError(str(error)) from error
    mine = [rule.id for rule in rules if not folders or rule.id not in load_rules().rules]
    return Trials(tuple(found), tuple(_unshown(mine, found)))


def _is_known(rule: str, path: Path, rules: Ruleset) -> bool:
    if rule not in rules.rules:
        raise CaseError(f"{path}: there is no rule {rule!r} that it could be about")
    return True


def run_case(rule: str, case: Case, folders: Sequence[Path]) -> Trial:
    """One case in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        report = tried(case, Path(folder).resolve(), folders)
    said = tuple(told(finding) for finding in report.findings if finding.rule == rule)
    crashed = [gap.why for gap in report.gaps if gap.what == f"rule {rule}"]
    return Trial(rule, case.name, case.findings, said, "; ".join(crashed))


def _unshown(rules: Sequence[str], found: Sequence[Trial]) -> list[tuple[str, str]]:
    shown = {(trial.rule, bool(trial.wanted)) for trial in found}
    ways = ((True, "firing"), (False, "quiet"))
    return [(rule, word) for rule in rules for fires, word in ways if (rule, fires) not in shown]
