"""The manual page, made from the parser of the command line.

`python tests/structure/manual.py` writes docs/kslint.1. argparse-manpage was tried: it repeats what
argparse prints, which is broken in other places by each version of Python.
"""

import argparse
from collections.abc import Iterator

from linter import __version__
from linter.cli.main import parser
from tests.structure.sources import ROOT

# argparse tells of its groups and verbs in no other way.
# ruff: noqa: SLF001

PAGE = ROOT / "docs" / "kslint.1"


def page() -> str:
    """The manual page of the whole command line."""
    return "\n".join(_page(parser())) + "\n"


def _page(top: argparse.ArgumentParser) -> Iterator[str]:
    description = top.description or ""
    yield f'.TH KSLINT 1 "" "kslint {__version__}" "User Commands"'
    yield '.\\" Made from the parser of the command line by `make man`.'
    # No name is to be broken, nor the space between words stretched.
    yield from (".nh", ".ad l")
    yield from (".SH NAME", f"kslint \\- {_text(description[0].lower() + description[1:-1])}")
    yield from (".SH SYNOPSIS", *_synopsis(top))
    yield from (".SH DESCRIPTION", _text(description))
    yield from (".SH OPTIONS", *_options(top))
    yield ".SH VERBS"
    for verb in _verbs(top):
        yield from _verb(verb)
    headings = {"exit codes": "EXIT STATUS", "example": "EXAMPLE"}
    yield from _epilog(top, {name: f".SH {heading}" for name, heading in headings.items()})


def _verb(verb: argparse.ArgumentParser) -> Iterator[str]:
    yield f".SS {_text(verb.prog)}"
    yield from _synopsis(verb)
    yield from (".PP", _text(verb.description or ""))
    yield from _options(verb)
    yield from _epilog(verb, {})
    for inner in _verbs(verb):
        yield from _verb(inner)


def _verbs(of: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


def _synopsis(of: argparse.ArgumentParser) -> Iterator[str]:
    words = [f"\\fB{_text(of.prog)}\\fR", "[\\fIOPTION\\fR]..."]
    words += [_repeated(action) for action in of._get_positional_actions()]
    yield " ".join(words)


def _repeated(action: argparse.Action) -> str:
    """An argument with what says how often it may stand there."""
    name = f"\\fI{_text(_name(action))}\\fR"
    forms = {"+": f"{name}...", "*": f"[{name}]...", "?": f"[{name}]", "A...": f"{name} ..."}
    return forms.get(str(action.nargs), name)


def _name(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def _options(of: argparse.ArgumentParser) -> Iterator[str]:
    """Each argument and each option with what it means, under the headings of their groups."""
    own = {of._positionals, of._optionals}
    for group in of._action_groups:
        if group not in own and group._group_actions:
            title = group.title or ""
            yield from (".PP", f"{_text(title[:1].upper() + title[1:])}:")
        for action in group._group_actions:
            if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
                yield from (".TP", _usage(action), _text((action.help or "") % vars(action)))


def _usage(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"\\fI{_text(_name(action))}\\fR"
    value = "" if action.nargs == 0 else f" \\fI{_text(_name(action))}\\fR"
    return ", ".join(f"\\fB{_text(name)}\\fR{value}" for name in action.option_strings)


def _epilog(of: argparse.ArgumentParser, headings: dict[str, str]) -> Iterator[str]:
    """What stands at the end of the help: paragraphs, tables and examples."""
    indented = False
    yield ".PP"
    for line in (of.epilog or "").splitlines():
        if line.startswith(" ") and not indented:
            yield ".nf"
        elif indented and not line.startswith(" "):
            yield ".fi"
        indented = line.startswith(" ")
        if line.endswith(":") and not indented:
            yield headings.get(line[:-1], f".PP\n{_text(line)}")
        elif indented:
            yield _text(line)
        else:
            yield _text(line) or ".PP"
    if indented:
        yield ".fi"


def _text(text: str) -> str:
    """A text in which nothing means anything to roff."""
    inert = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga")
    return f"\\&{inert}" if inert.startswith((".", "'")) else inert


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
