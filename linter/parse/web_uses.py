"""What a statement of a web server's file makes use of."""

import re
from collections.abc import Callable, Iterator, Mapping

from linter.model.webserver import Server, UseKind
from linter.parse.web_statements import Statement

Finder = Callable[[str], Iterator[str]]

_WORDS = re.compile(r"(?:\{\{[^{}]*\}\}|[^\s\"'=,;|])+")
_PROGRAM = re.compile(
    r"(?:(?<![\w-])(?:keystone-wsgi-[a-z]+|keystone-all)|httpd/keystone\.py|keystone/(?:main|admin)"
    r"|keystone/wsgi/api\.py)(?![\w.-])"
)
_APPLICATION = re.compile(r"(?<![\w/.@-])keystone(?:\.\w+)+:[A-Za-z_]\w*")
_PORT = re.compile(r"(?<![\d.])35357(?!\d)")
_URL = re.compile(r"/v2\.0(?![\w.])")
_CALL = re.compile(
    r"\b(?:initialize_application|find_paste_config|loadapp"
    r"|(?:from|import) +keystone(?:\.\w+)*(?: +import +\w+)?)"
)
_VERSION = re.compile(r"python(\d)(?:\.?(\d{1,2}))?(?!\w)")


def uses_of(server: Server, statement: Statement) -> Iterator[tuple[UseKind, str]]:
    """Kind and value of everything that is looked for in the argument of such a statement."""
    for kind, find in _FINDERS[server].get(statement.name.lower(), {}).items():
        for value in find(statement.argument):
            yield kind, value


def _programs(text: str) -> Iterator[str]:
    for word in _WORDS.findall(text):
        program = _PROGRAM.search(word)
        if program:
            yield _without_user(word[: program.end()])


def _second_words(text: str) -> Iterator[str]:
    """What an alias stands for: the first word is the path that it is served under."""
    words = re.findall(r"\"[^\"]*\"|(?:\{\{[^{}]*\}\}|\S)+", text)
    for word in words[1:2]:
        yield word.strip('"')


def _wholes(text: str) -> Iterator[str]:
    word = text.strip().strip("\"'").strip()
    if word:
        yield word


def _applications(text: str) -> Iterator[str]:
    yield from _APPLICATION.findall(text)


def _ports(text: str) -> Iterator[str]:
    yield from _PORT.findall(text)


def _urls(text: str) -> Iterator[str]:
    for word in filter(_URL.search, _WORDS.findall(text)):
        yield _without_user(word).partition("?")[0]


def _without_user(address: str) -> str:
    """An address without the name and the password before it."""
    return address.rpartition("@")[2]


def _calls(text: str) -> Iterator[str]:
    for call in _CALL.findall(text):
        yield " ".join(call.split())


def _versions(text: str) -> Iterator[str]:
    for major, minor in _VERSION.findall(text):
        # Nobody has run Python 2.6 since Newton.
        if minor or major == "2":
            yield f"{major}.{minor or '7'}"


_Finders = Mapping[UseKind, Finder]
_COMMAND: _Finders = {
    "script": _programs,
    "module": _applications,
    "python": _versions,
    "port": _ports,
}
_MOUNTED: _Finders = {"script": _second_words, "url": _urls}
_PASSED: _Finders = {"port": _ports, "url": _urls}
_BOUND: _Finders = {"port": _ports}
_SERVED: _Finders = {"url": _urls}
_LOADED: _Finders = {"script": _programs}
_PYTHON: _Finders = {"python": _versions}
_INCLUDED: _Finders = {"include": _wholes}

_LOOKED_AT: dict[Server, tuple[tuple[str, _Finders], ...]] = {
    "apache": (
        ("wsgiscriptalias wsgiscriptaliasmatch", _MOUNTED),
        ("alias aliasmatch scriptalias scriptaliasmatch", _MOUNTED),
        ("wsgiimportscript", _LOADED),
        ("wsgidaemonprocess wsgipythonhome wsgipythonpath", _PYTHON),
        ("listen virtualhost namevirtualhost", _BOUND),
        ("proxypass proxypassmatch rewriterule redirect redirectmatch", _PASSED),
        ("location locationmatch", _SERVED),
        ("include includeoptional", _INCLUDED),
    ),
    "nginx": (
        ("listen server upstream", _BOUND),
        ("proxy_pass uwsgi_pass rewrite return", _PASSED),
        ("location", _SERVED),
        ("include", _INCLUDED),
    ),
    "uwsgi": (
        ("wsgi-file file mount", _LOADED),
        ("home virtualenv venv pyhome pythonpath python-path pp", _PYTHON),
        ("plugin plugins need-plugin", _PYTHON),
        ("http http-socket https socket uwsgi-socket", _BOUND),
        ("module wsgi", {"module": _wholes}),
    ),
    "unit": (
        ("execstart execstartpre execstartpost execreload command", _COMMAND),
        ("environment", _PYTHON),
    ),
    "shell": (("command", _COMMAND),),
    "script": (("code", {"call": _calls}),),
    "": (),
}
_FINDERS: Mapping[Server, Mapping[str, _Finders]] = {
    server: {name: finders for names, finders in entries for name in names.split()}
    for server, entries in _LOOKED_AT.items()
}
"""What is looked for in the argument of each directive."""
