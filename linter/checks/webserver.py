"""How web servers and service managers run keystone, and what of it the target lacks."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TypedDict

import msgspec

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.finding import Confidence, Severity, Witness
from linter.model.visible import visible
from linter.model.webserver import UseKind, WebUse

_MOST_WITNESSES = 5


class Life(TypedDict, total=False):
    """The first and the last series that have something; an end that is missing is open."""

    first: str
    last: str


def _uses(context: Context, *kinds: UseKind) -> Iterator[WebUse]:
    for file in context.deployment.webs:
        for use in file.uses:
            if use.kind in kinds:
                yield use


def _programs(context: Context) -> Iterator[WebUse]:
    """The programs that are loaded; those of scripts and units are judged for themselves."""
    scripts = {script.path for script in context.deployment.scripts}
    return (use for use in _uses(context, "script") if use.at.path not in scripts)


def _hit(subject: str, use: WebUse, fields: dict[str, str], confidence: Confidence | None) -> Hit:
    told = {"value": visible(use.value), "by": visible(use.by), "path": use.at.path}
    return Hit(subject, use.at, told | fields, confidence=confidence, excerpt=use.line_text)


def _joined(hits: Iterator[Hit]) -> Iterator[Hit]:
    """One hit for each subject in a file; the next lines that say the same are its witnesses."""
    first: dict[tuple[str, str, str], Hit] = {}
    also: dict[tuple[str, str, str], list[Witness]] = {}
    for hit in hits:
        key = (hit.at.node, hit.at.path, hit.subject)
        if key not in first:
            first[key] = hit
        elif len(also.setdefault(key, [])) < _MOST_WITNESSES:
            also[key].append(Witness("config", hit.excerpt, at=hit.at))
    for key, hit in first.items():
        yield msgspec.structs.replace(hit, witnesses=tuple(also.get(key, ())))


def _lives(context: Context, series: str, life: Life) -> bool:
    ladder = context.span.ladder
    first, last = life.get("first") or ladder[0], life.get("last") or ladder[-1]
    return last in ladder and ladder.index(first) <= ladder.index(series) <= ladder.index(last)


@check("web-script-missing")
def web_script_missing(context: Context, scripts: tuple[str, ...]) -> Iterator[Hit]:
    """Scripts of keystone that a web server loads and that the target does not install."""
    yield from _joined(_missing_scripts(context, scripts))


def _missing_scripts(context: Context, scripts: tuple[str, ...]) -> Iterator[Hit]:
    before, after = (
        names.catalog.entry_points.get("wsgi_scripts", ())
        for names in (context.source, context.target)
    )
    for use in _programs(context):
        name = re.sub(r"/\$\d.*", "", use.value).rpartition("/")[2]
        if name in scripts and name not in after:
            # Where the source has none either, the script may be one of the site.
            confidence = Confidence.CERTAIN if name in before else Confidence.POSSIBLE
            yield _hit(name, use, {"name": name}, confidence)


@check("web-program-gone")
def web_program_gone(context: Context, programs: tuple[str, ...]) -> Iterator[Hit]:
    """Programs that are started and that no release on the way has."""
    found = (use for use in _programs(context) if _basename(use) in programs)
    yield from _joined(_hit(_basename(use), use, {}, None) for use in found)


def _basename(use: WebUse) -> str:
    return use.value.rpartition("/")[2]


@check("web-script-copied")
def web_script_copied(context: Context, patterns: tuple[str, ...]) -> Iterator[Hit]:
    """Scripts under the paths to which one that keystone lost used to be copied.

    One that is itself among the files is judged by its text.
    """
    given = [file.path for file in context.deployment.webs if file.server == "script"]
    found = (
        use
        for use in _uses(context, "script")
        if any(fnmatchcase(use.value, pattern) for pattern in patterns)
        and not any(use.value.startswith(f"/{path.lstrip('/')}") for path in given)
    )
    yield from _joined(_hit(use.value, use, {}, None) for use in found)


@check("web-script-outdated")
def web_script_outdated(context: Context, names: dict[str, Life]) -> Iterator[Hit]:
    """What a WSGI script in Python calls or imports of keystone, and the target does not have."""
    yield from _joined(_outdated(context, names))


def _outdated(context: Context, names: dict[str, Life]) -> Iterator[Hit]:
    for file in context.deployment.webs:
        calls = [use for use in file.uses if use.kind == "call"]
        if not any("keystone" in use.value for use in calls):
            continue
        for use in calls:
            name = _longest_known(use.value, names)
            if name and not _lives(context, context.target.series, names[name]):
                was = _lives(context, context.source.series, names[name])
                confidence = Confidence.CERTAIN if was else Confidence.LIKELY
                yield _hit(name, use, {"name": name}, confidence)


def _longest_known(call: str, names: dict[str, Life]) -> str:
    """The name in the table that a call is of, or the module that it imports or imports from."""
    words = [word for word in call.split() if word not in {"from", "import"}]
    name = ".".join(words)
    while name and name not in names:
        name = name.rpartition(".")[0]
    return name


@check("web-module-missing")
def web_module_missing(context: Context, modules: dict[str, Life]) -> Iterator[Hit]:
    """Modules of keystone that are loaded as an application and that the target does not have."""
    yield from _joined(_missing_modules(context, modules))


def _missing_modules(context: Context, modules: dict[str, Life]) -> Iterator[Hit]:
    for use in _uses(context, "module", "script"):
        name = use.value.partition(":")[0].strip()
        if use.kind == "script":
            name = _as_module(use.value)
        if not name.startswith("keystone."):
            continue
        life = modules.get(name)
        if life is None or not _lives(context, context.target.series, life):
            confidence = Confidence.POSSIBLE if life is None else Confidence.CERTAIN
            yield _hit(name, use, {"name": visible(name)}, confidence)


def _as_module(path: str) -> str:
    """The module that a file of keystone's package is, "" for any other script."""
    found = re.search(r"/(keystone/(?:wsgi|server)/\w+)\.py$", path)
    return found[1].replace("/", ".") if found else ""


@check("web-admin-endpoint")
def web_admin_endpoint(context: Context, since: str, scripts: tuple[str, ...]) -> Iterator[Hit]:
    """An administrator's endpoint of its own, once it serves what the other one does."""
    if not context.span.ends_within(first=since):
        return
    severity = Severity.WARNING if context.upgrade.crosses(since) else Severity.INFO
    found = (
        _hit("admin endpoint", use, {}, None)
        for use in _uses(context, "port", "script")
        if use.kind == "port" or _basename(use) in scripts
    )
    for hit in _joined(found):
        yield msgspec.structs.replace(hit, severity=severity)


@check("web-path-gone")
def web_path_gone(context: Context, until: str, own: tuple[str, ...]) -> Iterator[Hit]:
    """Paths of an API that was last served, in part, by the series `until`.

    `own` are patterns of what is keystone's also where nothing around it says so.
    """
    ladder = context.span.ladder
    source, target = (ladder.index(end.series) for end in (context.source, context.target))
    if target < ladder.index(until):
        return
    severity = Severity.CONDITION if source <= ladder.index(until) else Severity.WARNING
    found = (
        _hit("/v2.0", use, {}, None)
        for use in _uses(context, "url")
        if use.of_keystone or any(fnmatchcase(use.value, pattern) for pattern in own)
    )
    for hit in _joined(found):
        yield msgspec.structs.replace(hit, severity=severity)


@check("web-file-included")
def web_file_included(context: Context, patterns: tuple[str, ...]) -> Iterator[Hit]:
    """Files that are included and that come with an older keystone."""
    found = (
        _hit(use.value, use, {}, None)
        for use in _uses(context, "include")
        if any(fnmatchcase(use.value, pattern) for pattern in patterns)
    )
    yield from _joined(found)


@check("web-python-too-old")
def web_python_too_old(context: Context) -> Iterator[Hit]:
    """Pythons that are named for keystone and that the target does not run on."""
    yield from _joined(_old_pythons(context))


def _old_pythons(context: Context) -> Iterator[Hit]:
    named = [use for use in _uses(context, "python") if use.of_keystone]
    if not named:
        return
    from packaging.specifiers import SpecifierSet  # noqa: PLC0415  few deployments name a Python

    before, after = (
        SpecifierSet(release.requires_python)
        for release in (context.upgrade.source, context.upgrade.target)
    )
    for use in named:
        if use.value not in after:
            # Where the source does not run on it either, it is a path that nobody misses.
            confidence = Confidence.LIKELY if use.value in before else Confidence.POSSIBLE
            fields = {"needs": str(after)}
            yield _hit(f"python{use.value}", use, fields, confidence)
