"""What logs said, for a person at a terminal."""

from linter.model.logs import LogTally


def render(tally: LogTally) -> str:
    """One line for each event, the most frequent first."""
    return "".join(f"{event.count:>8}  {event.message}\n" for event in tally.events)
