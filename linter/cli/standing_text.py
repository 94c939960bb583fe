"""How a plan stands, for a person."""

from collections.abc import Iterator

from linter.execute.by_hand import overridden
from linter.execute.standing import Standing, StepStanding
from linter.model.visible import visible


def text_of(standing: Standing) -> str:
    """A line for the plan, one for each step, and what to do next."""
    return "".join(f"{line}\n" for line in _lines(standing))


def _lines(standing: Standing) -> Iterator[str]:
    yield (
        f"{standing.plan}: Keystone {standing.source} to {standing.target}, "
        f"{standing.strategy}: {standing.state}"
    )
    yield from overridden(standing.overrides)
    if standing.holder:
        holder = standing.holder
        yield (
            f"at work: process {holder.pid} on {visible(holder.host)} since "
            f"{holder.since:%Y-%m-%d %H:%M:%S %Z}, plan {visible(holder.plan)}"
        )
    if standing.edited:
        yield "this plan is not the one that was carried out last: it was edited since"
    if standing.torn:
        yield "the last line of the journal is cut off, as by a kill while it was written"
    width = max(len(step.id) for step in standing.steps)
    for step in standing.steps:
        yield f"  {step.id:<{width}}  {_told(step)}"
    if standing.past_no_return:
        yield "past the point of no return: only the backup leads back"
    if standing.said:
        yield from (visible(line) for line in standing.said.splitlines())
    yield from (f"next: {visible(command)}" for command in standing.next)


def _told(step: StepStanding) -> str:
    words = [str(step.state)]
    if step.begun:
        words.append(f"begun {step.begun:%Y-%m-%d %H:%M:%S %Z}")
    if step.seconds is not None:
        words.append(f"{step.seconds:.1f} s")
    if step.attempts > 1:
        words.append(f"attempt {step.attempts}")
    if step.no_return:
        words.append("no return")
    return ", ".join(words)
