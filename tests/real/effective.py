"""Prints what the real keystone reads for every option that it registers at its start.

Runs inside the Python of a release (3.6 and later): effective.py FILE...
The files are read in this order. A JSON list is printed of group, name and the value, without
those that the real library refuses to read.
"""

# ruff: noqa: T201 - what is printed is the result

import contextlib
import json
import sys
import typing

import keystone.conf
from oslo_config import cfg

PLACES = {"config_file", "config_dir"}


def readable(options: "typing.Mapping[str, object]") -> "typing.Iterator[tuple[str, object]]":
    """Each option with its value, those left out that the library refuses to read."""
    for name in options:
        with contextlib.suppress(Exception):
            yield name, options[name]


def values(conf: "cfg.ConfigOpts", files: "list[str]") -> "list[tuple[str, str, object]]":
    """Group, name and value of every option that is registered, as these files have them."""
    conf([], project="keystone", default_config_files=files, default_config_dirs=[])
    groups = set(conf) & set(conf._groups)  # noqa: SLF001, nothing else tells groups from options
    found = [("DEFAULT", *each) for each in readable(conf) if each[0] not in groups | PLACES]
    return found + [(group, *each) for group in sorted(groups) for each in readable(conf[group])]


def main() -> None:
    """Reads the files as keystone.server does and prints every value."""
    keystone.conf.configure()
    print(json.dumps(values(keystone.conf.CONF, sys.argv[1:]), default=str))


if __name__ == "__main__":
    main()
