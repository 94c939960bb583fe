"""What is wrong with a site whose values are each of the right type."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from linter.model.site import Balancer, Machine, Packages, Service, Site
from linter.plan.addresses import why_no_api, why_no_server
from linter.plan.converting import MistakeError, Place

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")
_PORTS = range(1, 65536)
_FOLDERS = ("configuration", "state", "backups")
_COMMANDS = {
    Service: ("start", "stop", "is_running"),
    Packages: ("install", "undo", "version"),
    Balancer: ("drain", "undrain", "is_drained"),
}
"""What `by` = "commands" needs, and nothing else takes."""


def site_faults(site: Site) -> Iterator[MistakeError]:
    """What is wrong with a site, each part by itself and all of them together.

    What its texts hold is asked with `text_faults`.
    """
    yield from _names(site)
    for at, machine in enumerate(site.machines):
        yield from _machine(machine, ("machines", at))
    yield from _paths(site)
    yield from _programs(site)
    yield from _backup(site)


def _names(site: Site) -> Iterator[MistakeError]:
    seen: set[str] = set()
    for at, machine in enumerate(site.machines):
        place = ("machines", at, "name")
        if not _NAME.fullmatch(machine.name):
            yield MistakeError(place, "a name has letters, digits, dots and dashes, 63 at most")
        # The ids of steps are in small letters.
        elif machine.name.lower() in seen:
            yield MistakeError(place, f"{machine.name} stands there twice")
        seen.add(machine.name.lower())


def _machine(machine: Machine, place: Place) -> Iterator[MistakeError]:
    if why := why_no_api(machine.address):
        yield MistakeError((*place, "address"), why)
    if not machine.services:
        told = "names none, so that nothing would be stopped before the database is changed"
        yield MistakeError((*place, "services"), told)
    for at, service in enumerate(machine.services):
        yield from _service(service, (*place, "services", at))
    yield from _packages(machine.packages, (*place, "packages"))
    if machine.balancer:
        yield from _balancer(machine.balancer, (*place, "balancer"))


def _service(service: Service, place: Place) -> Iterator[MistakeError]:
    yield from _commands(service, place)
    if service.by != "commands" and not service.unit:
        yield MistakeError(place, f'`unit` is missing, the name that by = "{service.by}" knows')
    if service.unit.startswith("-"):
        yield MistakeError((*place, "unit"), "would be taken for an option")
    if service.by == "uwsgi-emperor" and service.unit:
        yield from _path(service.unit, (*place, "unit"))
    if service.port is not None and service.port not in _PORTS:
        yield MistakeError((*place, "port"), f"{service.port} is no port")


def _packages(packages: Packages, place: Place) -> Iterator[MistakeError]:
    yield from _commands(packages, place)
    is_listed = packages.by in {"apt", "dnf", "pip"}
    for name in ("wanted", "present"):
        words = getattr(packages, name)
        if is_listed and not words:
            what = "to be installed" if name == "wanted" else "there now, to go back to"
            yield MistakeError(place, f"`{name}` is missing, the packages {what}")
        for at, word in enumerate(words):
            if not word or word.startswith("-"):
                yield MistakeError((*place, name, at), "is no name of a package")
    if packages.by == "pip" and not packages.environment:
        yield MistakeError(place, "`environment` is missing, the virtual environment of keystone")
    for name in ("environment", "constraints"):
        if path := getattr(packages, name):
            yield from _path(path, (*place, name))


def _balancer(balancer: Balancer, place: Place) -> Iterator[MistakeError]:
    yield from _commands(balancer, place)
    if balancer.by != "haproxy":
        return
    yield from _path(balancer.socket, (*place, "socket"))
    if not re.fullmatch(r"[\w.:-]+/[\w.:-]+", balancer.server, re.ASCII):
        told = "has to name what haproxy calls it, such as keystone/ctl1"
        yield MistakeError((*place, "server"), told)


def _commands(part: Service | Packages | Balancer, place: Place) -> Iterator[MistakeError]:
    """Commands that are missing, and those that would never be run."""
    for name in _COMMANDS[type(part)]:
        words = getattr(part, name)
        if part.by == "commands" and not words:
            yield MistakeError(place, f'`{name}` is missing, a command that by = "commands" needs')
        elif part.by != "commands" and words:
            told = f'would never be run with by = "{part.by}": take it out, or say "commands"'
            yield MistakeError((*place, name), told)
        else:
            yield from program_faults(words, (*place, name))


def _programs(site: Site) -> Iterator[MistakeError]:
    for name in ("manage", "manage_after", "status", "status_after"):
        yield from program_faults(getattr(site, name), (name,))
    if site.user and not _USER.fullmatch(site.user):
        yield MistakeError(("user",), "is no name of a user")


def program_faults(words: tuple[str, ...], place: Place) -> Iterator[MistakeError]:
    """What is wrong with a command, which may be none."""
    if words and (not words[0] or words[0].startswith("-") or " " in words[0]):
        told = 'begins with no program: write each word by itself, as in ["systemctl", "stop"]'
        yield MistakeError(place, told)


def _paths(site: Site) -> Iterator[MistakeError]:
    for name in _FOLDERS:
        yield from _path(getattr(site, name), (name,))
    for name in ("prepared", "credentials"):
        if path := getattr(site, name):
            yield from _path(path, (name,))
    for at, path in enumerate(site.logs):
        yield from _path(path, ("logs", at))
    inside = PurePosixPath(site.configuration)
    for name in ("prepared", "state", "backups"):
        if inside in (
            PurePosixPath(getattr(site, name)),
            *PurePosixPath(getattr(site, name)).parents,
        ):
            told = f"lies in {inside}, which is put aside and replaced: choose another place"
            yield MistakeError((name,), told)


def _path(path: str, place: Place) -> Iterator[MistakeError]:
    if not path.startswith("/") or ".." in PurePosixPath(path).parts:
        told = f"`{path}` is not absolute: plans are run in other directories"
        yield MistakeError(place, told if path else "is missing, an absolute path")


def _backup(site: Site) -> Iterator[MistakeError]:
    for at, server in enumerate(site.memcached):
        if why := why_no_server(server):
            yield MistakeError(("memcached", at), why)
    reason = ("without_verified_backup",)
    if not site.verify_backup and not site.without_verified_backup.strip():
        told = "has to say why no backup is proven, for verify_backup is false"
        yield MistakeError(reason, told)
    if site.verify_backup and site.without_verified_backup:
        yield MistakeError(reason, "gives a reason, but verify_backup is true: which is it?")
