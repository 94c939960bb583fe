"""Prepared files for people: whether they can be used, what is left to decide, and what comes next.

DECISIONS.md in the prepared directory has all of it, with every single change.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from shlex import quote

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from linter.collect.marker import DECISIONS
from linter.difference.effective import ValueChange
from linter.difference.held import Held
from linter.model.finding import Finding
from linter.model.preparation import Choice, Decision
from linter.model.visible import visible
from linter.preparation.explaining import Explained
from linter.preparation.made import Made
from linter.report.answer_entries import entry
from linter.report.console import gap_section, page, printed, wrapped
from linter.report.preparation_outline import (
    Asked,
    ChangedFile,
    Outline,
    Shared,
    Standing,
    outline,
)
from linter.report.preparation_phrases import (
    ORIGINS,
    STYLES,
    held_in_words,
    on_nodes,
    place_in_words,
    question_of,
    shortly,
    subject_in_words,
    unshown,
    values_in_words,
)
from linter.report.quantities import counted

_STYLES = {
    Standing.USABLE: "bold green",
    Standing.UNSEEN: "bold magenta",
    Standing.NOT_YET: "bold red",
}
NAMED = 4
"""Files of one kind that are named; more are counted."""
MOST = 12
"""Entries of a list that are shown; DECISIONS.md has the others."""


def render(made: Made, *, color: bool, width: int | None = None) -> str:
    """What was made as text; `width` in columns, that of the terminal when not given."""
    console = page(color=color, width=width)
    found = outline(made)
    _head(console, found)
    _open(console, found)
    _against(console, found)
    _changed(console, found)
    _values(console, found)
    idle = found.made.preparation.idle_answers
    if idle:
        _heading(console, f"Answers that answer nothing ({len(idle)})", "bold yellow")
        _list(console, idle)
    _gaps(console, found)
    _copied(console, found)
    _next(console, found)
    return printed(console)


def _head(console: Console, found: Outline) -> None:
    made, upgrade = found.made, found.made.preparation.upgrade
    title = f"Prepared files for Keystone {upgrade.source} → {upgrade.target}"
    console.print(Text(title, style="bold"))
    console.print(Text(f"  style: {STYLES[made.preparation.style]}", style="dim"))
    console.print(Text(f"  in:    {visible(made.folder)}", style="dim"))
    if made.patch:
        console.print(Text(f"  patch: {visible(made.patch)}, which may hold secrets", style="dim"))
    style = _STYLES[found.standing]
    body = Text(found.standing.value, style=style)
    for sentence in found.why:
        body.append(f"\n{visible(sentence)}", style="not bold default")
    console.print(Panel(body, border_style=style, title="prepared", title_align="left"))


def _open(console: Console, found: Outline) -> None:
    if not found.open:
        return
    _heading(console, f"Open decisions ({len(found.open)})", "bold yellow")
    for asked in found.open[:MOST]:
        _asked(console, asked)
    _more(console, len(found.open))


def _asked(console: Console, asked: Asked) -> None:
    decision = asked.decision
    console.print()
    rules = f"  {' '.join(decision.rules)}" if decision.rules else ""
    name = Text(f"  {visible(decision.id)}", style="bold").append(visible(rules), style="not bold")
    console.print(name, soft_wrap=True)
    if where := "; ".join(filter(None, map(place_in_words, asked.places))):
        wrapped(console, f"   --> {visible(where)}{visible(on_nodes(asked.nodes))}", style="dim")
    wrapped(console, f"    {visible(question_of(decision))}")
    for choice in decision.choices:
        _choice(console, decision, choice, asked.nodes)


def _choice(console: Console, decision: Decision, choice: Choice, nodes: tuple[str, ...]) -> None:
    # Whole, to be copied: the terminal wraps it where it must.
    console.print(Text(f"    {visible(entry(decision.id, choice, nodes))}"), soft_wrap=True)
    means = "; value: ".join(filter(None, (choice.means, values_in_words(choice))))
    if means:
        wrapped(console, f"      {visible(means)}", indent=6, style="dim")


def _against(console: Console, found: Outline) -> None:
    if found.unexplained:
        _heading(console, "Values that differ without a known reason", "bold red")
        _list(
            console, (f"{_change(each.value)}{on_nodes(each.nodes)}" for each in found.unexplained)
        )
    if found.untold:
        _heading(console, "What else differs without a known reason", "bold red")
        _list(console, (f"{each.value}{on_nodes(each.nodes)}" for each in found.untold))
    waiting = found.waiting()
    rest = [each for each in found.remaining if each not in waiting]
    if rest:
        _heading(console, "Findings that stand against the new files", "bold red")
        _list(console, map(_finding, rest))
    if waiting:
        number = counted(len(waiting), "finding waits", "findings wait")
        console.print()
        wrapped(console, f"{number} for the decisions above.", indent=2)
    if found.left:
        _heading(console, "Names that are left and that the target lacks", "bold red")
        _list(console, (f"{each.value}{on_nodes(each.nodes)}" for each in found.left))


def _finding(each: Shared[Finding]) -> str:
    finding = each.value
    return f"{finding.rule}  {finding.message} --> {finding.at}{on_nodes(each.nodes)}"


def _changed(console: Console, found: Outline) -> None:
    _heading(console, f"Changed files ({len(found.files)})")
    if not found.files:
        console.print("  Nothing had to be changed.")
    _list(console, map(_file, found.files))


def _file(file: ChangedFile) -> str:
    actions = Counter(each.value.action for each in file.changes)
    counts = ", ".join(f"{number} {action}" for action, number in actions.items())
    name = file.path or "elsewhere"
    return f"{name} → {file.to}: {counts}" if file.to else f"{name}: {counts}"


def _values(console: Console, found: Outline) -> None:
    for words, values in (
        ("Values that differ, each for a reason", found.values),
        ("Defaults that differ of options that are not set", found.defaults),
    ):
        if values:
            _heading(console, f"{words} ({len(values)})")
            _list(console, map(_explained, values))
    if found.idle:
        number = counted(len(found.idle), "option that is", "options that are")
        console.print()
        wrapped(console, f"The target lacks {number} not set: {DECISIONS} names them.", indent=2)


def _explained(each: Shared[Explained]) -> str:
    return f"{_change(each.value.change)}{on_nodes(each.nodes)}: {each.value.why}"


def _change(change: ValueChange) -> str:
    before, after = shortly(change)
    ends = f"{_held(change.before, before)} → {_held(change.after, after)}"
    return f"{subject_in_words(change)}: {ends}{unshown(change)}"


def _held(held: Held, shown: str) -> str:
    value, said = held_in_words(held, shown)
    return f"{value} ({said})" if value and said else value or said


def _copied(console: Console, found: Outline) -> None:
    origins = Counter(entry.origin for entry in found.made.tree.entries)
    lines = [(words, found.entries(each)) for each, words in ORIGINS.items() if origins[each]]
    _heading(console, f"Files ({len(found.made.tree.entries)})")
    for words, entries in lines:
        names = ", ".join(entry.path or entry.was for entry in entries[:NAMED])
        rest = f" and {len(entries) - NAMED} more" if len(entries) > NAMED else ""
        wrapped(console, f"  {words} ({len(entries)}): {visible(names)}{rest}")
    elsewhere = (*found.made.tree.outside, *found.made.tree.web)
    if elsewhere:
        _heading(console, "Outside of what was given, and to be changed too", "bold yellow")
        _list(console, (str(entry.source) for entry in elsewhere))


def _next(console: Console, found: Outline) -> None:
    """The commands stand on a line of their own, so that they can be copied."""
    made = found.made
    console.print()
    folder = made.folder.rstrip("/")
    all_of_it = f"{folder}/{DECISIONS}"
    for words, command in _steps(found, folder):
        wrapped(console, words, indent=2)
        if command:
            console.print(Text(f"  {visible(command)}"), soft_wrap=True)
    wrapped(console, f"Everything, with each change: {visible(all_of_it)}", style="dim")


def _steps(found: Outline, folder: str) -> Iterator[tuple[str, str]]:
    made = found.made
    answers = made.answers or ("answers.yaml" if found.open else "")
    again = f"{made.command} --answers {quote(answers)}" if answers else made.command
    if found.open:
        yield "Copy one entry of each open decision into a file of answers, then:", again
        return
    if found.standing is not Standing.USABLE:
        yield "Settle what is named above, then prepare again:", again
        return
    series = made.preparation.upgrade.target.series
    check = f"kslint check {quote(folder)} --from {series} --to {series}"
    yield "Before they are put in place, look at them as keystone will:", check
    if made.patch:
        yield (
            "Or, at the top of the repository, or else in the directory that was given:",
            f"git apply {quote(made.patch)}",
        )


def _heading(console: Console, words: str, style: str = "bold") -> None:
    console.print()
    console.print(Text(words, style=style))


def _gaps(console: Console, found: Outline) -> None:
    """What is required is shown to the last: the files cannot be used before it was looked at."""
    gaps = sorted((each.value for each in found.gaps), key=lambda gap: not gap.required)
    shown = max(MOST, sum(gap.required for gap in gaps))
    gap_section(console, gaps[:shown], len(gaps))
    if len(gaps) > shown:
        console.print()
        wrapped(console, f"  and {len(gaps) - shown} more, which {DECISIONS} has", style="dim")


def _list(console: Console, items: Iterable[str]) -> None:
    found = list(items)
    for item in found[:MOST]:
        wrapped(console, f"  {visible(item)}")
    _more(console, len(found))


def _more(console: Console, number: int) -> None:
    if number > MOST:
        console.print()
        wrapped(console, f"  and {number - MOST} more, which {DECISIONS} has", style="dim")
