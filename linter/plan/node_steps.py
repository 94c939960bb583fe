"""The steps that are taken on one machine, and what is said of each."""

from collections.abc import Iterator

from linter.model.plan import (
    AnyStep,
    ConfigurationStep,
    PackageStep,
    ServiceStep,
    TokenStep,
    WaitStep,
)
from linter.model.site import Machine
from linter.plan.hop import Hop

_SHORT, _LONG = 300, 1800
_AGAIN = "Look at what it wrote, put it right, and go on with `kslint resume`."


def stop(machine: Machine) -> ServiceStep:
    """Stops everything that runs keystone on a machine."""
    return ServiceStep(
        id=_id("stop", machine),
        title=f"Stop keystone on {machine.name}",
        node=machine.name,
        check="No process of keystone is left and its port is closed.",
        on_failure="End by hand what still runs, then go on with `kslint resume`.",
        undo="Starts it again.",
        repeatable=True,
        limit=_SHORT,
        do="stop",
    )


def start(machine: Machine) -> ServiceStep:
    """Starts keystone on a machine with the new release."""
    return ServiceStep(
        id=_id("start", machine),
        title=f"Start keystone on {machine.name}",
        node=machine.name,
        before="Nothing of the old release runs there any more.",
        check="It runs, and its processes are those that were started now.",
        on_failure="Read its log. Put it right and go on with `kslint resume`, or take everything "
        "back with `kslint rollback`.",
        undo="Stops it.",
        repeatable=True,
        limit=_SHORT,
        do="start",
    )


def drain(machine: Machine) -> ServiceStep:
    """Takes a machine out of rotation."""
    return ServiceStep(
        id=_id("drain", machine),
        title=f"Take {machine.name} out of rotation",
        node=machine.name,
        before="Another machine is in rotation.",
        check="It gets no request any more, and has answered those it had.",
        on_failure="It is still in rotation, and nothing was changed on it. " + _AGAIN,
        undo="Puts it back into rotation.",
        repeatable=True,
        limit=_SHORT,
        do="drain",
    )


def undrain(machine: Machine) -> ServiceStep:
    """Puts a machine back into rotation."""
    return ServiceStep(
        id=_id("undrain", machine),
        title=f"Put {machine.name} back into rotation",
        node=machine.name,
        before="It has issued and validated a token.",
        check="It gets requests again.",
        on_failure="It works and gets no requests: put it back by hand, then go on with `kslint "
        "resume`.",
        undo="Takes it out of rotation.",
        repeatable=True,
        limit=_SHORT,
        do="undrain",
    )


def install(machine: Machine, hop: Hop) -> Iterator[AnyStep]:
    """The code and, where files were prepared, the configuration of the new release."""
    if machine.packages.by != "none":
        yield _package(machine, hop)
    if hop.digest:
        yield _configuration(machine, hop)


def _package(machine: Machine, hop: Hop) -> PackageStep:
    return PackageStep(
        id=_id("package", machine),
        title=f"Install keystone {hop.target.major} ({hop.target.series}) on {machine.name}",
        node=machine.name,
        before="Keystone is stopped there.",
        check=f"keystone-manage there is of release {hop.target.major}.",
        on_failure="The old release may be gone in part, and the database is what it was. "
        f"{_AGAIN} `kslint rollback` installs the old release again.",
        undo=f"Installs keystone {hop.source.major} ({hop.source.series}) again.",
        repeatable=True,
        limit=_LONG,
    )


def _configuration(machine: Machine, hop: Hop) -> ConfigurationStep:
    return ConfigurationStep(
        id=_id("configuration", machine),
        title=f"Put the prepared files in force on {machine.name}",
        node=machine.name,
        before="The prepared files are those that were reviewed, and the files in force those "
        "that the report judged.",
        check="Every prepared file is in its place, with owner and permissions.",
        on_failure="The files in force were put aside before. " + _AGAIN,
        undo="Puts the files back that were in force.",
        repeatable=True,
        limit=_SHORT,
        digest=hop.digest,
    )


def wait(machine: Machine) -> WaitStep:
    """Waits until a machine answers."""
    return WaitStep(
        id=_id("wait", machine),
        title=f"Wait until keystone on {machine.name} answers",
        node=machine.name,
        check=f"{machine.address} answers, asked without a load balancer.",
        on_failure="Read its log: most often a file cannot be read or an option is refused. "
        + _AGAIN,
        repeatable=True,
        limit=_SHORT,
    )


def tokens(machine: Machine, hop: Hop, name: str = "token") -> Iterator[TokenStep]:
    """A token is issued and an old one validated, where credentials are known."""
    if not hop.site.credentials:
        return
    yield TokenStep(
        id=_id(name, machine),
        title=f"Issue a token on {machine.name}, and validate one from before",
        node=machine.name,
        check="The new token and the one from before are valid, and the catalog is there.",
        on_failure="Users may be refused: leave the machine out of rotation. Read its log; compare "
        "the key repositories of the machines.",
        repeatable=True,
        limit=_SHORT,
        do="compare",
    )


def _id(name: str, machine: Machine) -> str:
    return f"{name}-{machine.name.lower()}"
