"""Plans what becomes of the files of web servers and service managers, and of scripts."""

from msgspec.structs import replace

from linter.difference.said import spoken
from linter.model.preparation import Action, Change, NewFile
from linter.model.webserver import WebFile, WebUse
from linter.preparation.case import Case, Part, joined
from linter.preparation.entry_points import Replaced, with_application
from linter.preparation.file_questions import Asked, still_said
from linter.preparation.read_again import with_contents
from linter.preparation.web_choices import answered

_RULES = ("web/", "files/")
_NOT_INSTALLED = "web/script-not-installed"
_SCRIPTS = (_NOT_INSTALLED, "files/program-removed")
_APPLICATION = "keystone.wsgi.api:application"
"""What every release has that installs no scripts."""


def plan_webs(case: Case) -> Part:
    """The web server's files with the target's entry points."""
    return joined(*(_planned(case, file) for file in case.context.deployment.webs))


def _planned(case: Case, file: WebFile) -> Part:
    asked = still_said(case, case.context, file.path, _RULES)
    if not asked.findings:
        return Part(gaps=asked.gaps)
    content = case.sources()[file.path].content
    replaced = _replaced(file, content, asked)
    part = _told(file, replaced)
    if replaced.uses:
        context = with_contents(case, {file.path: replaced.content})
        file = next(web for web in context.deployment.webs if web.path == file.path)
        asked = still_said(case, context, file.path, _RULES)
    rest = answered(case, file, replaced.content, asked) if asked.findings else Part()
    whole = joined(part, rest, Part(gaps=asked.gaps))
    return replace(whole, files=whole.files[-1:])


def _replaced(file: WebFile, content: bytes, asked: Asked) -> Replaced:
    """The file in which uwsgi loads the target's application; templates are left alone."""
    lost = asked.of(*_SCRIPTS)
    loads_more = any(use.kind == "module" for use in file.uses)
    if not lost or file.template or file.is_cut or loads_more:
        return Replaced(content)
    uses = [use for use in file.uses if use.kind == "script"]
    return with_application(content, uses, _APPLICATION)


def _told(file: WebFile, replaced: Replaced) -> Part:
    changes = tuple(map(_change, replaced.uses))
    return Part((NewFile(file.path, replaced.content),), (), changes) if changes else Part()


def _change(use: WebUse) -> Change:
    subject = spoken(use.by)
    why = f"The target installs no such script; uwsgi loads {_APPLICATION}."
    return Change(Action.SET, subject, use.at, why, (_NOT_INSTALLED,))
