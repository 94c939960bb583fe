"""A run that is under way, and all that was written down of it and of those before."""

from collections.abc import Callable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from linter.execute.journal import Entry, What, Writer
from linter.execute.progress import Progress, progress_of
from linter.execute.running import Run, Settled
from linter.model.plan import AnyStep


class Record:
    """A journal that remembers its entries; `hide` takes secrets out of what is said."""

    def __init__(
        self, journal: Writer, entries: Sequence[Entry], hide: Callable[[str], str] = str
    ) -> None:
        self.entries = list(entries)
        self._journal = journal
        self._hide = hide

    def add(
        self, what: What, step: str = "", said: str = "", facts: Mapping[str, str] | None = None
    ) -> Entry:
        """The entry as it was written. Raises JournalError."""
        entry = self._journal.add(what, step, self._hide(said), facts)
        self.entries.append(entry)
        return entry


class Event(msgspec.Struct, frozen=True):
    """What happens to a step, of which `seconds` is how long it took, None where it begins."""

    step: AnyStep
    doing: str
    seconds: float | None = None


class Work(msgspec.Struct, frozen=True, eq=False):
    """A run that is under way; what it knows of earlier entries is in `record`.

    `hear` is told of each step that begins and ends. `must_stop` says that somebody wants an end
    after the step that is under way. `said` is what a person says became of steps in doubt.
    """

    begun: Run
    record: Record
    hear: Callable[[Event], None] = lambda _event: None
    must_stop: Callable[[], bool] = lambda: False
    said: Mapping[str, Settled] = {}

    @property
    def run(self) -> Run:
        """The run as it is handed to a step, with all entries up to now."""
        return replace(self.begun, history=tuple(self.record.entries))

    def progress(self, step: AnyStep) -> Progress:
        """How far a step is."""
        return progress_of((step,), self.record.entries)[0]

    def seconds_since(self, moment: float) -> str:
        """The seconds since a moment of the run's own clock, as a journal keeps them."""
        return f"{self.begun.monotonic() - moment:.3f}"


class End(msgspec.Struct, frozen=True):
    """How a run ended: `outcome`, at which step, and what is to be said of that."""

    outcome: str
    step: str = ""
    said: str = ""


DONE = "done"
FAILED = "failed"
IN_DOUBT = "in doubt"
STOPPED = "stopped"
REFUSED = "refused"
TAKEN_BACK = "taken back"
OUTCOME = "outcome"
"""The fact of `closed` that holds the outcome of an End."""
VERB = "verb"
"""The fact of `opened` and `resumed` that tells what was asked for: "apply" or "rollback"."""
