"""Nodes behind haproxy, asked and told through its admin socket."""

import csv
import shlex
import socket
from collections.abc import Iterator, Mapping

import msgspec

from linter.execute.balancers.balancing import Balancing
from linter.execute.recorded import latest_fact
from linter.execute.running import Run, StepError
from linter.model.plan import Step
from linter.model.site import Balancer
from linter.model.visible import visible

_PATIENCE = 10.0
_MOST = 1 << 24
_SERVES = ("UP", "no check")
_YES = "yes"


class Server(msgspec.Struct, frozen=True):
    """A server of a backend: how it is, and the sessions and requests that it still has."""

    name: str
    status: str
    sessions: int

    @property
    def is_in_maintenance(self) -> bool:
        """Whether somebody took it out, and not for a moment."""
        return self.status.startswith("MAINT")

    @property
    def serves(self) -> bool:
        """Whether new requests are sent to it."""
        return self.status.startswith(_SERVES)


def _shown(balancer: Balancer, word: str) -> tuple[str, ...]:
    order = shlex.quote(_order(balancer, "drain" if word == "drain" else "ready"))
    return (f"echo {order} | socat stdio {shlex.quote(f'unix-connect:{balancer.socket}')}",)


def _ready(balancer: Balancer, _step: Step, _run: Run) -> None:
    servers = tuple(_servers(balancer))
    own = _own(balancer, servers)
    if own.is_in_maintenance or any(each.serves for each in servers if each.name != own.name):
        return
    others = ", ".join(f"{each.name} {each.status}" for each in servers if each.name != own.name)
    raise StepError(
        f"{balancer.server} is the only one of its backend that serves (others: "
        f"{others or 'none'}), so draining it would refuse every request: bring another one back "
        "first"
    )


def _drain(balancer: Balancer, _step: Step, run: Run) -> Mapping[str, str]:
    if _own(balancer, _servers(balancer)).is_in_maintenance:
        run.tell(f"{balancer.server} is in maintenance already, and will be left in it")
        return {_fact(balancer): _YES}
    _tell(balancer, _order(balancer, "drain"))
    return {_fact(balancer): "no"}


def _undrain(balancer: Balancer, _step: Step, run: Run) -> None:
    if latest_fact(run, _fact(balancer)) != _YES:
        _tell(balancer, _order(balancer, "ready"))


def _why_not_drained(balancer: Balancer, _step: Step, _run: Run) -> str:
    own = _own(balancer, _servers(balancer))
    if own.serves:
        return f"{balancer.server} still gets requests: {own.status}"
    return f"{balancer.server} still has {own.sessions} sessions" if own.sessions else ""


def _why_not_serving(balancer: Balancer, _step: Step, run: Run) -> str:
    own = _own(balancer, _servers(balancer))
    if own.serves or latest_fact(run, _fact(balancer)) == _YES:
        return ""
    return f"{balancer.server} gets no requests: {own.status}"


def _order(balancer: Balancer, state: str) -> str:
    return f"set server {balancer.server} state {state}"


def _fact(balancer: Balancer) -> str:
    return f"maintenance-{balancer.server}"


def _own(balancer: Balancer, servers: Iterator[Server] | tuple[Server, ...]) -> Server:
    name = balancer.server.partition("/")[2]
    for server in servers:
        if server.name == name:
            return server
    raise StepError(
        f"haproxy at {balancer.socket} has no server {balancer.server}: correct `server` in the "
        'plan\'s site, as "backend/server"'
    )


def _servers(balancer: Balancer) -> Iterator[Server]:
    """The servers of a balancer's backend, but the sums over them."""
    backend = balancer.server.partition("/")[0]
    lines = _said(balancer, "show stat").removeprefix("# ").splitlines()
    for row in csv.DictReader(lines):
        if row.get("pxname") == backend and row.get("svname") not in {"FRONTEND", "BACKEND"}:
            counts = [row.get(name) or "0" for name in ("scur", "qcur")]
            sessions = sum(int(count) for count in counts if count.isdecimal())
            yield Server(row.get("svname") or "", row.get("status") or "", sessions)


def _tell(balancer: Balancer, order: str) -> None:
    """Gives an order, to which haproxy answers with nothing. Raises StepError."""
    said = _said(balancer, order).strip()
    if said:
        raise StepError(f"haproxy refuses `{order}`: {visible(said[:400])}")


def _said(balancer: Balancer, order: str) -> str:
    pieces, length = [], 0
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_PATIENCE)
            connection.connect(balancer.socket)
            connection.sendall(f"{order}\n".encode())
            while length < _MOST and (piece := connection.recv(65536)):
                pieces.append(piece)
                length += len(piece)
    except OSError as error:
        raise StepError(
            f"haproxy cannot be asked at {balancer.socket}: {error.strerror or error}; see that it "
            "runs and that its `stats socket` is there with `level admin`"
        ) from error
    return b"".join(pieces).decode("utf-8", "replace")


HAPROXY = Balancing(
    shown=_shown,
    ready=_ready,
    drain=_drain,
    undrain=_undrain,
    why_not_drained=_why_not_drained,
    why_not_serving=_why_not_serving,
)
"""A drained server finishes what it has and is still checked; one in maintenance is not."""
