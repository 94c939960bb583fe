"""Lines of web servers' files with other entry points in them, every other byte kept."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from linter.model.webserver import WebUse
from linter.rebase.ini_lines import Document, Splice, document, spliced

_SCRIPT = r"[^\s\"'<>,=\]}]*keystone-wsgi-(?:public|admin)(?![\w.$/-])"
_OPTION = re.compile(
    rf"(?<![\w-])(?:wsgi-)?file(?P<between>[\"']?\s*[:=>]\s*[\"'\[]*){_SCRIPT}"
    r"(?:(?P<closing></)(?:wsgi-)?file>)?"
)
_WORD = re.compile(rf"(?<!\S)--(?:wsgi-)?file(?P<between>[ \t=]+[\"']?){_SCRIPT}")
_MOUNTED = re.compile(rf"(?<![\w-])(?P<head>mount[\"']?\s*[:=>\s]\s*[\"'\[]*/[^\s=]*=){_SCRIPT}")
_PLACE = re.compile(r"(?P<program>.*?)(?:/\$\d.*)?", re.DOTALL)


class Replaced(msgspec.Struct, frozen=True):
    """A file with new entry points, and the uses that were replaced."""

    content: bytes
    uses: tuple[WebUse, ...] = ()


_Rewrite = Callable[[str, WebUse], str]


def with_application(content: bytes, uses: Sequence[WebUse], application: str) -> Replaced:
    """The file in which uwsgi loads an application ("module:name") in the place of scripts.

    What is written in a way that is not known stays as it is.
    """

    def loaded(text: str, _: WebUse) -> str:
        text = _OPTION.sub(lambda found: _option(found, application), text)
        text = _WORD.sub(lambda found: f"--module{found['between']}{application}", text)
        return _MOUNTED.sub(lambda found: f"{found['head']}{application}", text)

    return _rewritten(content, uses, loaded)


def _option(found: re.Match[str], application: str) -> str:
    closing = "</module>" if found["closing"] else ""
    return f"module{found['between']}{application}{closing}"


def with_script(content: bytes, uses: Sequence[WebUse], path: str) -> Replaced:
    """The file that names another script; what follows its place in a pattern stays."""

    def named(text: str, use: WebUse) -> str:
        place = _PLACE.fullmatch(use.value)
        program = re.escape(place["program"] if place else use.value)
        return re.sub(rf"(?<![^\s\"']){program}(?=[\s\"']|/\$|$)", lambda _: path, text)

    return _rewritten(content, uses, named)


def with_python(content: bytes, uses: Sequence[WebUse], version: str) -> Replaced:
    """The file that names another Python in the paths of these uses."""

    def named(text: str, use: WebUse) -> str:
        old = re.escape(use.value)
        return re.sub(rf"python{old}(?![\w.]*\d)", f"python{version}", text)

    return _rewritten(content, uses, named)


def with_lines(content: bytes, lines: Sequence[str]) -> bytes:
    """The file with more lines at its end."""
    source = document(content)
    last = len(source.lines)
    return spliced(source, [Splice(last + 1, last, tuple(lines))]).content()


def distinct(uses: Iterable[WebUse]) -> tuple[WebUse, ...]:
    """The uses, those that a statement makes twice only once."""
    return tuple({(use.at.line, use.kind, use.value): use for use in uses}.values())


def _rewritten(content: bytes, uses: Sequence[WebUse], rewrite: _Rewrite) -> Replaced:
    source = document(content)
    splices: dict[int, Splice] = {}
    done: list[WebUse] = []
    for use in uses:
        for number in _statement(source, use.at.line):
            old = splices[number].texts[0] if number in splices else source.text(number)
            new = rewrite(old, use)
            if new != old:
                splices[number] = Splice(number, number, (new,))
                done.append(use)
                break
    return Replaced(spliced(source, splices.values()).content(), tuple(done))


def _statement(source: Document, first: int) -> Iterator[int]:
    """The lines of a statement: those that end in a backslash go on in the next."""
    for number in range(first, len(source.lines) + 1):
        yield number
        if not source.text(number).endswith("\\"):
            return
