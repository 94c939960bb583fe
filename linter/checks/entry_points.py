"""Names of drivers, providers and methods that the target has no entry point for."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

import msgspec

from linter.catalog.entries import OptionEntry
from linter.checks.context import Context
from linter.checks.names import key_of, named, written
from linter.checks.registry import Hit, check
from linter.checks.values import (
    consequence,
    default_of,
    judged,
    pinned_value,
    pinned_values,
    severity_when_broken,
    shown_value,
)
from linter.model.facts import Setting
from linter.model.finding import Confidence, Severity
from linter.model.passwords import MASK
from linter.parse.masking import masked_line
from linter.parse.values import Accepted

DriverOptions = dict[str, str]
"""An option as written ("[identity] driver"), and the namespace that its value is looked up in."""


@check("entry-point-missing")
def entry_point_missing(
    context: Context,
    drivers: DriverOptions,
    tolerated: bool = False,
    only: tuple[str, ...] = ("*",),
    but: tuple[str, ...] = (),
) -> Iterator[Hit]:
    """Drivers without an entry point; `tolerated` ones are logged and left out, not fatal.

    `only` are patterns of the values to speak of, `but` of those to leave out.
    """
    for subject, namespace in drivers.items():
        entry = context.target.current.get(named(subject))
        if entry is None or namespace not in context.target.catalog.entry_points:
            continue
        for setting, value in _values(context, entry):
            if value in context.target.catalog.entry_points[namespace] or (tolerated and not value):
                continue
            if not _fits(value, only) or _fits(value, but):
                continue
            hit = _hit(context, entry, setting, value, namespace)
            yield msgspec.structs.replace(hit, severity=Severity.CONDITION) if tolerated else hit


def _fits(value: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in patterns)


def _values(context: Context, entry: OptionEntry) -> Iterator[tuple[Setting, str]]:
    """The names that are set; an empty value names nothing in a list, and "" elsewhere."""
    for configuration in context.deployment.configurations():
        for setting in pinned_values(configuration, entry):
            verdict = judged(setting, entry, context.target, configuration)
            if setting.templated or not isinstance(verdict, Accepted):
                continue
            values = verdict.value if isinstance(verdict.value, list) else [verdict.value]
            for value in values:
                yield setting, "" if value is None else str(value)


def _hit(context: Context, entry: OptionEntry, setting: Setting, value: str, namespace: str) -> Hit:
    since = _gone_since(context, namespace, value)
    return Hit(
        subject=written(key_of(entry)),
        at=setting.at,
        fields={
            "group": setting.group,
            "name": setting.name,
            "value": shown_value(setting, value),
            "namespace": namespace,
            "history": since,
            "known": ", ".join(context.target.catalog.entry_points[namespace]),
            "consequence": consequence(context, entry, setting),
        },
        severity=severity_when_broken(context, entry, setting),
        # A package of the site may bring its own entry point; upstream never had one.
        confidence=Confidence.CERTAIN if since else Confidence.LIKELY,
        excerpt=setting.line_text,
    )


def _gone_since(context: Context, namespace: str, value: str) -> str:
    """When the target lost a name that the source has, in words; "" when it never had it."""
    gone = ""
    for names in (*reversed(context.span.crossed), context.source):
        if value in names.catalog.entry_points.get(namespace, ()):
            return f" (removed in {gone})" if gone else ""
        gone = names.series
    return ""


@check("auth-method-missing")
def auth_method_missing(
    context: Context, direct_import_until: str, only: tuple[str, ...] = ("*",)
) -> Iterator[Hit]:
    """Methods in [auth] methods whose plugin the target cannot load.

    Up to the series `direct_import_until` a plugin may also be the path of a class. `only` are
    patterns of the plugins to speak of.
    """
    entry = context.target.current.get(("auth", "methods"))
    if entry is None:
        return
    imports = context.span.ends_within(last=direct_import_until)
    plugins = _plugins(context)
    for listed, method in _methods_in_use(context, entry):
        name, named_at = plugins.get(method, ("default", listed))
        known = context.target.catalog.entry_points.get(f"keystone.auth.{method}", ())
        if method == "" or name in known or (imports and "." in name) or not _fits(name, only):
            continue
        at_fault = named_at if known else listed
        if at_fault is not None:
            yield _method_hit(context, entry, at_fault, method, name)


def _methods_in_use(context: Context, entry: OptionEntry) -> Iterator[tuple[Setting | None, str]]:
    """The methods that are listed, with the line that does; without one, those of the default."""
    if pinned_value(context, entry):
        yield from _values(context, entry)
    else:
        for method in default_of(entry) or ():
            yield None, str(method)


def _method_hit(
    context: Context, entry: OptionEntry, at_fault: Setting, method: str, plugin: str
) -> Hit:
    known = context.target.catalog.entry_points.get(f"keystone.auth.{method}", ())
    shown = method if known else shown_value(at_fault, method)
    return Hit(
        subject=written(("auth", at_fault.name)),
        at=at_fault.at,
        fields={
            "method": shown,
            "plugin": _shown_plugin(at_fault, plugin),
            "namespace": f"keystone.auth.{shown}",
            "known": ", ".join(known) or "none",
            "methods": ", ".join(sorted(_methods(context))),
            "consequence": consequence(context, entry, at_fault),
        },
        severity=severity_when_broken(context, entry, at_fault),
        confidence=Confidence.CERTAIN if known else Confidence.LIKELY,
        excerpt=at_fault.line_text
        if _is_public(at_fault, plugin)
        else masked_line(at_fault.line_text),
    )


def _shown_plugin(setting: Setting, plugin: str) -> str:
    return plugin if plugin == "default" or _is_public(setting, plugin) else MASK


def _is_public(setting: Setting, plugin: str) -> bool:
    """Whether a plugin's name is one: under [auth] password somebody may have put a password."""
    if "$" in setting.value:
        return False
    return setting.name not in _LIKE_SECRETS or plugin == "default" or plugin.count(".") > 1


_LIKE_SECRETS = frozenset({"password", "token", "application_credential"})


def _methods(context: Context) -> Iterator[str]:
    prefix = "keystone.auth."
    for namespace in context.target.catalog.entry_points:
        if namespace.startswith(prefix):
            yield namespace.removeprefix(prefix)


def _plugins(context: Context) -> Mapping[str, tuple[str, Setting]]:
    """The plugin that [auth] names for a method, with the line that says so."""
    configuration = context.deployment.configuration
    plugins = {}
    for group, name in configuration.index:
        if group != "auth" or name == "methods":
            continue
        setting = configuration.effective(((group, name),), multi=False).winners[-1]
        if setting.value:
            plugins[name] = (setting.value, setting)
    return plugins


@check("url-scheme-missing")
def url_scheme_missing(
    context: Context,
    option: tuple[str, str],
    namespace: str,
    known: tuple[str, ...],
    only: tuple[str, ...] = ("*",),
) -> Iterator[Hit]:
    """A URL whose scheme names a driver that the target does not have.

    `only` are patterns of the schemes to speak of.
    """
    entry = context.target.current.get(option)
    if entry is None:
        return
    names = {*known, *context.target.catalog.entry_points.get(namespace, ())}
    for setting, value in _values(context, entry):
        scheme = value.partition(":")[0].partition("+")[0]
        if scheme in names or not value or not _fits(scheme, only):
            continue
        shown = scheme if "://" in value and "$" not in setting.value else "no known scheme"
        fields = {
            "group": option[0],
            "name": option[1],
            "scheme": shown,
            "known": ", ".join(sorted(names)),
            "history": _gone_since(context, namespace, scheme),
        }
        yield Hit(written(option), setting.at, fields, excerpt=setting.line_text)
