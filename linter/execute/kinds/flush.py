"""Empties the memcached servers, whose objects the other release may read otherwise."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from linter.execute.memcached import flush, reach
from linter.execute.running import Kind, Run, Settled
from linter.model.plan import FlushStep


def _shown(_step: FlushStep, run: Run) -> tuple[str, ...]:
    addresses = (urlsplit(f"//{server}") for server in run.plan.site.memcached)
    return tuple(f"echo flush_all | nc -N {each.hostname} {each.port}" for each in addresses)


def _ready(_step: FlushStep, run: Run) -> None:
    for server in run.plan.site.memcached:
        reach(server)


def _act(_step: FlushStep, run: Run) -> Mapping[str, str]:
    facts = {}
    for server in run.plan.site.memcached:
        flushed = flush(server)
        run.tell(f"memcached {server}: {flushed.objects} objects dropped")
        facts[f"flushed {server}"] = str(flushed.objects)
    return facts


def _check(_step: FlushStep, _run: Run) -> Mapping[str, str]:
    return {}


def _settle(_step: FlushStep, _run: Run) -> Settled:
    """Once more does no harm: a cache is filled again."""
    return Settled.NOT_DONE


def _undo(_step: FlushStep, run: Run) -> None:
    """What the new release has left there is not for the old one to read either."""
    for server in run.plan.site.memcached:
        flush(server)


FLUSH = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
