"""Files beside the configuration that could not be judged, or not in full."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from linter.checks.context import Context
from linter.checks.logging_file import file_in_force, named_file
from linter.checks.paste import paste_in_force
from linter.checks.values import shown_value
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.passwords import without_passwords
from linter.model.sections import SectionFile
from linter.model.visible import visible
from linter.model.webserver import WebFile

_VARIABLE = re.compile(r"[$%@]\w|\$\{")
"""Of Apache: a parameter of a macro, a group of a pattern, or a definition."""


def unjudged_files(context: Context) -> Iterator[Gap]:
    """A Gap for each; required where the file decides whether keystone starts."""
    deployment = context.deployment
    # Releases that read a paste file know the option that names it.
    reads_paste = context.source.find(("paste_deploy", "config_file")) is not None
    pipelines = paste_in_force(context) if reads_paste else None
    if reads_paste and pipelines is None:
        why = "the release that is deployed reads pipelines from it, and it was not looked at"
        remedy = "check the directory with the file that `[paste_deploy] config_file` names"
        yield Gap("keystone-paste.ini", why, remedy, required=False)
    logging = file_in_force(context)
    if logging is None:
        yield from _unread_logging(context)
    for paste in deployment.pastes:
        yield from _partial(paste, required=paste is pipelines)
    for file in deployment.loggings:
        yield from _partial(file, required=file is logging)
    scripts = {script.path for script in deployment.scripts}
    webs = [web for web in deployment.webs if web.path not in scripts]
    is_told = any(map(_loads_keystone, deployment.webs))
    for web in webs:
        yield from _partial(web, required=False)
        if not web.template and not (web.server and is_told):
            gone = () if is_told else tuple(_gone(context, web))
            yield from _silent(web, gone)
    yield from _unseen_scripts(webs)
    if not webs and not is_told:
        yield from _unseen_server(context)


def _unseen_server(context: Context) -> Iterator[Gap]:
    """The web server's files, where it may load a script that is gone after the upgrade."""
    before, after = (
        set(names.catalog.entry_points.get("wsgi_scripts", ()))
        for names in (context.source, context.target)
    )
    if before - after:
        named = " and ".join(sorted(before - after))
        why = f"how it runs keystone was not looked at, and the target installs no {named}"
        yield Gap("web server", why, "name its files for keystone with --web", required=False)


def _loads_keystone(file: WebFile) -> bool:
    return any(use.kind in {"script", "module", "call"} and use.of_keystone for use in file.uses)


def _unseen_scripts(webs: Sequence[WebFile]) -> Iterator[Gap]:
    """WSGI scripts that are none of keystone's own, or a variable, and whose text was not given."""
    told = {PurePosixPath(file.path).name for file in webs if file.server == "script"}
    for use in (use for web in webs if not web.template for use in web.uses):
        path = use.value.replace("/$1", "")
        name, is_open = PurePosixPath(path).name, _VARIABLE.search(path) is not None
        if use.kind != "script" or not (use.of_keystone or path.startswith("${")):
            continue
        if name.startswith("keystone-") and not is_open:
            continue
        if told.isdisjoint({name, use.value}):
            told.add(use.value)
            shown = without_passwords(visible(use.value))
            why = f"{visible(use.by)} loads it, and it was not looked at"
            remedy = "see what it loads of keystone, or name the script itself with --web"
            yield Gap(shown, why, remedy, required=is_open, at=use.at)


def _unread_logging(context: Context) -> Iterator[Gap]:
    """A file that is there, outside of what was given or of another kind, and that was not read."""
    named = named_file(context)
    if named is None:
        return
    exists = any(file.exists for file in context.deployment.named if file.named == named.path)
    if exists or context.deployment.holds(named.path):
        why = "[DEFAULT] log_config_append names it, and it was not judged"
        remedy = "load it with the target's Python: logging.config.fileConfig"
        shown = shown_value(named.setting, named.path)
        yield Gap(shown, why, remedy, required=False, at=named.setting.at)


def _partial(file: SectionFile | WebFile, *, required: bool) -> Iterator[Gap]:
    at = Location(file.node, file.path)
    if file.template:
        why = f"it is a {file.template} template; only its literal text was judged"
        yield Gap(file.path, why, "render it first and check the result", required=required, at=at)
    elif file.is_cut:
        why = "it is too long; only its beginning was judged"
        yield Gap(file.path, why, "see what its end says", required=required, at=at)


def _gone(context: Context, file: WebFile) -> Iterator[str]:
    """The programs that a file names and that the target does not install."""
    points = context.target.catalog.entry_points
    installed = {*points.get("wsgi_scripts", ()), *points.get("console_scripts", ())}
    return (name for name in file.programs if name not in installed)


def _silent(file: WebFile, gone: Sequence[str]) -> Iterator[Gap]:
    """A file that does not say how keystone is run, where no other one does.

    Required where it names programs that are `gone`: it may well run them, in a way not known here.
    """
    why = ""
    if not file.server:
        why = "it is in no language of web servers that is known"
    elif not file.uses:
        why = "it does not say how keystone is run"
    elif all(use.kind == "include" for use in file.uses):
        why = "it does not say how keystone is run, and what it includes was not looked at"
    if why and gone:
        why += f", but names {' and '.join(gone)}, which the target does not install"
    if why:
        remedy = "name the file that loads keystone with --web"
        at = Location(file.node, file.path)
        yield Gap(file.path, why, remedy, required=bool(gone), at=at)
