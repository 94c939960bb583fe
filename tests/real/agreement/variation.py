"""Single faults of a working configuration, read from cases.yaml and written out as deployments."""

from pathlib import Path

import msgspec
import yaml

HERE = Path(__file__).parent
CONFIGURATION = "keystone.conf"


class Insertion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Text put under a section header, at the top of the file when `under` is empty."""

    under: str
    text: str


class Replacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the file and what stands there instead; `*` is the whole file."""

    line: str
    by: str


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fault; cases.yaml explains the fields."""

    id: str
    topic: str = ""
    set: tuple[str, ...] = ()
    remove: str = ""
    insert: Insertion | None = None
    replace: Replacement | None = None
    encoding: str = "utf-8"
    newline: str = "\n"
    files: dict[str, str] = {}
    absent: tuple[str, ...] = ()
    subject: str = ""
    line: int = 0
    hops: tuple[str, ...] = ()
    harmless: bool = False
    unseen: str = ""

    def names(self) -> str:
        """The subject that a finding about this case has to carry."""
        fault = self.subject or (self.set[-1] if self.set else self.remove)
        return fault.split("=", 1)[0].split(":", 1)[0].strip() if "=" in fault else fault


class Variation(msgspec.Struct, frozen=True):
    """The text of a case and the line to be found, 0 when nothing of the fault is in the file."""

    text: str
    line: int


def cases(target: str) -> tuple[Case, ...]:
    """The cases that belong to a target release, in the order of the file."""
    loaded = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
    topics = msgspec.convert(loaded, dict[str, tuple[Case, ...]])
    return tuple(
        msgspec.structs.replace(case, topic=topic)
        for topic, members in topics.items()
        for case in members
        if not case.hops or target in case.hops
    )


def vary(base: str, case: Case) -> Variation:
    """The base text with the fault of the case in it."""
    lines, changed = base.splitlines(), -1
    if case.remove:
        group, name = split(case.remove)
        lines.pop(find(lines, group, name))
    for assignment in case.set:
        changed = assign(lines, assignment)
    if case.insert:
        changed = insert(lines, case.insert)
    if case.replace:
        changed = replace(lines, case.replace)
    line = case.line if case.line > 0 else changed + 1 + case.line
    return Variation(case.newline.join([*lines, ""]), line if lines else 0)


def split(assignment: str) -> tuple[str, str]:
    """The group and the name of `[group] name = value`."""
    group, rest = assignment.removeprefix("[").split("]", 1)
    return group, rest.split("=", 1)[0].strip()


def assign(lines: list[str], assignment: str) -> int:
    """The index of the line that now makes the assignment, in its group."""
    group, name = split(assignment)
    text = assignment.split("]", 1)[1].strip()
    if (index := find(lines, group, name)) >= 0:
        lines[index] = text
        return index
    if f"[{group}]" not in lines:
        lines += ["", f"[{group}]"]
    index = lines.index(f"[{group}]") + 1
    lines.insert(index, text)
    return index


def find(lines: list[str], group: str, name: str) -> int:
    """The index of the line that sets the option, or -1."""
    section = ""
    for index, line in enumerate(lines):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == group and line.split("=", 1)[0].strip() == name:
            return index
    return -1


def insert(lines: list[str], insertion: Insertion) -> int:
    """The index of the last line inserted."""
    index = lines.index(insertion.under) + 1 if insertion.under else 0
    added = insertion.text.splitlines()
    lines[index:index] = added
    return index + len(added) - 1


def replace(lines: list[str], replacement: Replacement) -> int:
    """The index of the line replaced."""
    if replacement.line == "*":
        lines.clear()
        return 0
    index = lines.index(replacement.line)
    lines[index] = replacement.by
    return index


def write(case: Case, folder: Path, state: Path) -> int:
    """The line changed, after the deployment of a case is written into the folder."""
    base = (HERE / CONFIGURATION).read_text(encoding="utf-8")
    variation = vary(base, case)
    folder.mkdir(parents=True)
    for name, text in {**case.files, CONFIGURATION: variation.text}.items():
        encoding = case.encoding if name == CONFIGURATION else "utf-8"
        whole = text.replace("@STATE@", str(state)).replace("@CONF@", str(folder))
        (folder / name).write_bytes(whole.encode(encoding))
    return variation.line
