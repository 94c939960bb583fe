"""How a site runs keystone: what a plan has to know and no report can tell."""

from typing import Annotated, Literal

import msgspec

Words = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
"""A command as its program and arguments; no shell reads it."""
Seconds = Annotated[int, msgspec.Meta(gt=0)]


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A service that runs keystone on a node.

    `unit` is what `by` knows it as: a unit, a program, a container or a vassal's file. `port` is
    the one that must be closed when it has stopped. `start`, `stop` and `is_running` are commands
    for `by` = "commands", the last of which ends with 0 if it runs.
    """

    by: Literal["systemd", "supervisor", "uwsgi-emperor", "docker", "podman", "commands"]
    unit: str = ""
    port: int | None = None
    process: str = ""
    start: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    is_running: tuple[str, ...] = ()


class Packages(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How keystone's code is brought to another release, and back.

    `wanted` and `present` are what is installed in the target and now, as the package manager takes
    it: "keystone=2:27.0.0-0ubuntu1". For pip `environment` is a virtual environment and
    `constraints` a file of upper constraints. `install`, `undo` and `version` are commands for
    `by` = "commands", the last of which prints the version that is installed.
    """

    by: Literal["apt", "dnf", "pip", "commands", "none"]
    wanted: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    environment: str = ""
    constraints: str = ""
    install: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    version: tuple[str, ...] = ()


class Balancer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a node is taken out of rotation and put back.

    `socket` is haproxy's admin socket, `server` its "backend/server". `drain`, `undrain` and
    `is_drained` are commands for `by` = "commands".
    """

    by: Literal["haproxy", "commands"]
    socket: str = ""
    server: str = ""
    drain: tuple[str, ...] = ()
    undrain: tuple[str, ...] = ()
    is_drained: tuple[str, ...] = ()


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A node: what runs there, and where it answers.

    `address` is the URL of its own API, without a balancer: "http://127.0.0.1:5000/v3".
    """

    name: str
    address: str
    services: tuple[Service, ...]
    packages: Packages
    balancer: Balancer | None = None


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything that is particular to a site.

    `configuration` is the directory in force, `prepared` what `kslint prepare` made for the target.
    `manage` and `status` are keystone-manage and keystone-status as they are called before the
    upgrade, `manage_after` and `status_after` after it where that differs; `user` runs them.
    `state` holds journals, `backups` what was backed up. `credentials` names a file of OS_
    variables, as an openrc file has them, for the tokens that are tried. `memcached` are servers
    ("host:port") to be flushed between stop and start. Unless `verify_backup`, a reason stands in
    `without_verified_backup`.
    """

    machines: Annotated[tuple[Machine, ...], msgspec.Meta(min_length=1)]
    configuration: str = "/etc/keystone"
    prepared: str = ""
    manage: Words = ("keystone-manage",)
    manage_after: tuple[str, ...] = ()
    status: Words = ("keystone-status",)
    status_after: tuple[str, ...] = ()
    user: str = "keystone"
    state: str = "/var/lib/kslint"
    backups: str = "/var/backups/kslint"
    credentials: str = ""
    logs: tuple[str, ...] = ()
    memcached: tuple[str, ...] = ()
    verify_backup: bool = True
    without_verified_backup: str = ""
