"""Prepared files whose every word was written to leave its place."""

from pathlib import Path

from msgspec.structs import replace

from linter.difference.effective import ValueChange
from linter.difference.held import Held
from linter.difference.said import spoken
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Change, Choice, Decision
from linter.model.visible import visible
from linter.preparation.case import Part
from linter.preparation.entries import Entry, Origin, Tree
from linter.preparation.explaining import Explained
from linter.preparation.made import Made
from linter.preparation.preparation import PreparedDeployment
from linter.preparation.proof import Proof
from tests.report.gate_reports import HOSTILE
from tests.report.prepared_files import made
from tests.waivers.made import finding


def hostile() -> Made:
    """The texts that no format may take for more, in every place that a file's words reach.

    They are as they come: escaped, but never quoted.
    """
    deployments = (_prepared(spoken(text), number) for number, text in enumerate(HOSTILE))
    entries = tuple(
        Entry(text, Path("/srv") / str(number), origin, was=text)
        for number, text in enumerate(HOSTILE)
        for origin in Origin
    )
    found = made(*deployments, tree=Tree(entries, entries, web=entries, skipped=tuple(HOSTILE)))
    return replace(found, folder=HOSTILE[0], patch=HOSTILE[1], command=HOSTILE[2])


def _prepared(text: str, number: int) -> PreparedDeployment:
    at = Location(visible(f"ctl{number}{text}"), text, number)
    choice = Choice(text, text, takes_value=True, values=(text,))
    decision = Decision(text, text, (choice, replace(choice, values=(text, text))), at, (text,))
    change = ValueChange(
        (text, text), text, "refused", Held(text, "set", (at,)), Held(text, "refused"), (text, text)
    )
    return PreparedDeployment(
        (at.node,),
        Part(
            (),
            (),
            (Change(Action.RENAMED, text, at, text, (text,), decision="x"),),
            (decision, replace(decision, id=f"{text} ", usual=text)),
            (Gap(text, text, text, required=True, at=at),),
        ),
        Proof(
            (Explained(change, text),),
            (change,),
            (replace(finding(message=text, nodes=(at.node,), at=at), fix=text),),
            (text,),
        ),
    )
