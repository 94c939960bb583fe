"""Prints what the real libraries of a release read for every option that its sample lists.

Runs inside the Python of a release (3.6 and later): reading.py NAMESPACE... < files.json
The input is a list of lists of files, each read in its order. For each a JSON list is printed, one
a line: group, name, value, whether a file sets it, and its old names.
"""

# ruff: noqa: T201 - what is printed is the result
# ruff: noqa: SLF001 - oslo.config tells these things to its own tools only

import contextlib
import json
import sys
import typing
import warnings
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parent.parent))

import effective
import keystone.conf
from oslo_config import cfg, generator


def register(conf: cfg.ConfigOpts, namespaces: "list[str]") -> None:
    """Registers what the generator of the sample would list, with the defaults it would give."""
    keystone.conf.configure(conf)
    for _, listed in generator._list_opts(namespaces):
        for group, options in listed:
            for option in options:
                with contextlib.suppress(cfg.DuplicateOptError):
                    conf.register_opt(option, group=group)


def described(conf: cfg.ConfigOpts, group: str, name: str) -> "tuple[bool, list[list[str]]]":
    """Whether a file sets the option, and the old names under which it may stand."""
    held = conf._opts if group == "DEFAULT" else conf._groups[group]._opts
    old = [
        [each.group or group, each.name or name] for each in held[name]["opt"].deprecated_opts or ()
    ]
    place = conf.get_location(name, None if group == "DEFAULT" else group)
    return bool(place) and place.location.name == "user", old


def answer(conf: cfg.ConfigOpts, files: "list[str]") -> "typing.Iterator[tuple]":
    """Everything about every option."""
    for group, name, value in effective.values(conf, files):
        yield (group, name, value, *described(conf, group, name))


def main() -> None:
    """Answers for each list of files."""
    warnings.simplefilter("ignore")
    conf = keystone.conf.CONF
    register(conf, sys.argv[1:])
    for files in json.load(sys.stdin):
        print(json.dumps(list(answer(conf, files)), default=str))


main()
