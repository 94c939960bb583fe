"""Which policy file gets which name, and what the options that name it say then."""

import posixpath
from collections.abc import Iterator

import msgspec

from linter.model.location import Location
from linter.model.policy import PolicyFile
from linter.model.preparation import Action, Change, Choice, Decision
from linter.model.visible import visible
from linter.preparation.case import Case, FileEdit
from linter.preparation.decision_ids import file_id
from linter.preparation.policy_reading import (
    OPTION,
    Reading,
    default_name,
    folder_of,
)
from linter.rebase.ini_edits import Add, SetValue

_OPTION = ("oslo_policy", "policy_file")
_JSON = ".json"
_YAML = ".yaml"


class Names(msgspec.Struct, frozen=True):
    """The new path of each policy file that gets one, and the edits that go with it.

    `left_out` are files that nothing reads any more and whose place another may take.
    """

    moved: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    edits: tuple[FileEdit, ...] = ()
    changes: tuple[Change, ...] = ()

    def to(self, path: str) -> str:
        """The new path of a file."""
        return dict(self.moved).get(path, path)


def names_of(case: Case, reading: Reading) -> Names:
    """The names under which the target finds what the source reads."""
    moved = dict(_main(case, reading)) | dict(_in_folders(case, reading))
    moved = {old: new for old, new in moved.items() if old != new}
    rival = reading.rival
    return Names(
        tuple(moved.items()),
        (rival.path,) if rival else (),
        tuple(_edits(case, reading, moved)),
        (_left_out(case, rival),) if rival else (),
    )


def decision_of(case: Case, reading: Reading) -> Iterator[Decision]:
    """What to do about a policy file that only the target reads."""
    deployment = case.context.deployment
    found = default_name(case)
    for file in deployment.policies:
        decision = file_id(deployment, file.path)
        answer = case.answer(decision)
        is_rival = reading.rival is not None and reading.rival.path == file.path
        if not is_rival and not (answer and posixpath.basename(file.path) == found):
            continue
        main = visible(reading.main.path) if reading.main else "no policy file"
        choices = (
            Choice("keep", f"the target reads it instead of {main}; who may do what changes"),
            Choice("drop", f"{main} holds, as in the source; what this file says is lost"),
        )
        question = f"Only {case.context.target.series} reads this file. Is it to hold from now on?"
        chosen = answer.choose if answer and answer.choose in {"keep", "drop"} else ""
        at = Location(file.node, file.path)
        yield Decision(decision, question, choices, at, (_SWITCHED,), chosen=chosen)


_SWITCHED = "policy/file-switched"


def _main(case: Case, reading: Reading) -> Iterator[tuple[str, str]]:
    main, named_at = reading.main, reading.named_at
    if main is None or not reading.converts or _is_set(case):
        return
    if named_at is None:
        new = posixpath.join(folder_of(main.path), posixpath.basename(default_name(case)))
    elif main.is_json and named_at.value.endswith(_JSON) and not named_at.templated:
        new = _in_yaml(main.path)
    else:
        return
    if reading.rival is not None and reading.rival.path != new:
        new = reading.rival.path
    if _is_free(case, reading, new):
        yield main.path, new


def _is_set(case: Case) -> bool:
    """Whether somebody gave the file's name, which then is to stand."""
    answer = case.answer(OPTION)
    return answer is not None and answer.choose != "default"


def _in_folders(case: Case, reading: Reading) -> Iterator[tuple[str, str]]:
    """Files of a folder are read in the order of their names, which has to stay the same."""
    folders: dict[str, list[str]] = {}
    main = reading.main.path if reading.main else ""
    files = [file for file in reading.files if file.path != main]
    for file in files:
        folders.setdefault(folder_of(file.path), []).append(file.path)
    for file in files if reading.converts else ():
        new = _in_yaml(file.path)
        if not (file.is_json and file.path.endswith(_JSON) and _is_free(case, reading, new)):
            continue
        beside = folders[folder_of(file.path)]
        renamed = [new if path == file.path else path for path in beside]
        if renamed == sorted(renamed):
            beside[:] = renamed
            yield file.path, new


def _is_free(case: Case, reading: Reading, path: str) -> bool:
    rival = reading.rival.path if reading.rival else ""
    return path == rival or path not in case.context.deployment.paths()


def _in_yaml(path: str) -> str:
    return path.removesuffix(_JSON) + _YAML


def _edits(case: Case, reading: Reading, moved: dict[str, str]) -> Iterator[FileEdit]:
    main, named_at = reading.main, reading.named_at
    if main is None or _is_set(case):
        return
    if named_at is not None and main.path in moved:
        value = _in_yaml(named_at.value)
        why = f"the policy file is {visible(moved[main.path])} now"
        change = Change(Action.SET, OPTION, named_at.at, why)
        yield FileEdit(named_at.at.path, SetValue((named_at.group, named_at.name), value), change)
    name = posixpath.basename(main.path)
    found = posixpath.basename(default_name(case))
    if named_at is None and reading.converts and main.path not in moved and name != found:
        path = case.context.deployment.main_path
        why = f"nothing names {visible(main.path)}, and the target looks for {found}"
        change = Change(Action.ADDED, OPTION, Location(main.node, path), why)
        yield FileEdit(path, Add(_OPTION, name), change)


def _left_out(case: Case, rival: PolicyFile) -> Change:
    why = "the source does not read it, and what the source reads is to hold"
    decision = file_id(case.context.deployment, rival.path)
    return Change(
        Action.LEFT_OUT,
        visible(rival.path),
        Location(rival.node, rival.path),
        why,
        (_SWITCHED,),
        decision,
    )
