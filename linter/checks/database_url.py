"""Database URLs that SQLAlchemy cannot turn into a connection."""

import re
from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.checks.values import judged, pinned_value
from linter.model.facts import Setting
from linter.parse.values import Accepted

# SQLAlchemy's own grammar in short (sqlalchemy.engine.url._parse_url): name, authority, rest.
_URL = re.compile(r"(?P<name>[\w+]+)://(?P<rest>.*)", re.DOTALL)
_PORT = re.compile(r"^(?:\[[^/?\[\]]+\]|[^/:?\[\]]*):(?P<port>[^/?]*)")

Dialects = dict[str, tuple[str, ...]]
"""A dialect that SQLAlchemy has, with the drivers that it knows for it."""


@check("database-url-unusable")
def database_url_unusable(
    context: Context,
    options: tuple[tuple[str, str], ...],
    dialects: Dialects,
    first: dict[str, str],
    last: dict[str, str],
) -> Iterator[Hit]:
    """Connections whose URL has no known dialect, driver or form; `options` are looked at.

    `first` and `last` name the series that bound a dialect, where not every release has it.
    """
    known = {
        name: drivers
        for name, drivers in dialects.items()
        if context.span.ends_within(first=first.get(name, ""), last=last.get(name, ""))
    }
    for name in options:
        entry = context.target.current.get(name)
        setting = pinned_value(context, entry) if entry else None
        if entry is None or setting is None or setting.templated:
            continue
        verdict = judged(setting, entry, context.target, context.deployment.configuration)
        if isinstance(verdict, Accepted):
            fault = _fault(str(verdict.value or ""), known)
            if fault:
                # What a reference stands for may be a secret.
                told = "it leads to no usable URL" if "$" in setting.value else fault
                yield _hit(name, setting, told)


def _fault(url: str, dialects: Dialects) -> str:
    """What SQLAlchemy will say against a URL, quoting no more than its scheme; "" when nothing."""
    match = _URL.fullmatch(url)
    if match is None:
        return "it is empty" if not url else "it is no URL of the form dialect+driver://..."
    dialect, _, driver = match["name"].partition("+")
    if dialect not in dialects:
        return f"SQLAlchemy has no dialect {dialect!r}"
    if driver and driver not in dialects[dialect]:
        return f"SQLAlchemy knows no driver {driver!r} for {dialect}"
    port = _PORT.match(match["rest"].rpartition("@")[2])
    if port and port["port"] and not port["port"].isdigit():
        return "its port is no number"
    return ""


def _hit(name: tuple[str, str], setting: Setting, fault: str) -> Hit:
    fields = {"group": name[0], "name": name[1], "fault": fault}
    return Hit(written(name), setting.at, fields, excerpt=setting.line_text)


@check("database-password-unencoded")
def database_password_unencoded(
    context: Context, options: tuple[tuple[str, str], ...], accepted_until: str
) -> Iterator[Hit]:
    """URLs with more than one @ before the host, which SQLAlchemy took up to a series."""
    if context.span.ends_within(last=accepted_until):
        return
    for name in options:
        entry = context.target.current.get(name)
        setting = pinned_value(context, entry) if entry else None
        if setting is None or setting.templated:
            continue
        authority = setting.value.partition("://")[2].partition("?")[0]
        if authority.count("@") > 1:
            fields = {"group": name[0], "name": name[1]}
            yield Hit(written(name), setting.at, fields, excerpt=setting.line_text)


@check("driver-unnamed")
def driver_unnamed(context: Context, option: tuple[str, str], dialect: str) -> Iterator[Hit]:
    """A URL that leaves the choice of a database driver to SQLAlchemy."""
    entry = context.target.current.get(option)
    setting = pinned_value(context, entry) if entry else None
    if setting is not None and setting.value.startswith(f"{dialect}://"):
        fields = {"group": option[0], "name": option[1], "dialect": dialect}
        yield Hit(written(option), setting.at, fields, excerpt=setting.line_text)
