"""What the files of web servers and service managers say of how keystone is run."""

from typing import Literal

import msgspec

from linter.model.facts import Flaw
from linter.model.location import Location
from linter.model.policy import Template

Server = Literal["apache", "nginx", "uwsgi", "unit", "script", "shell", ""]
"""The language of a file; a unit is systemd's or supervisor's, a script is in Python."""

UseKind = Literal["script", "module", "call", "python", "port", "url", "include"]


class WebUse(msgspec.Struct, frozen=True):
    """One thing that a file makes use of.

    A `script` is a program that is started or loaded, a `module` one of Python's, a `call` a name
    that a script in Python uses, `python` a version ("3.6"), a `port` one that is listened on or
    passed on to, a `url` a path of the API, an `include` another file. `by` is the directive;
    `line_text` is that and the value alone, since the rest of a line may hold a secret anywhere.
    `of_keystone` says that what stands around it is about keystone.
    """

    kind: UseKind
    value: str
    by: str
    at: Location
    line_text: str
    of_keystone: bool


class WebFile(msgspec.Struct, frozen=True):
    """One file: what it makes use of, in order, and what is wrong with its text.

    `server` is "" where the language is not known. `template` names the language of a file that
    must be rendered first; then what its literal text says was read. `is_cut` says that it goes on
    for longer than anybody looked. `programs` are those of keystone that its text names, whatever
    is done with them.
    """

    node: str
    path: str
    sha256: str
    flaws: tuple[Flaw, ...] = ()
    server: Server = ""
    uses: tuple[WebUse, ...] = ()
    template: Template = ""
    is_cut: bool = False
    programs: tuple[str, ...] = ()
