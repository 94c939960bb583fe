"""Tells by the folders that logs lie in which host wrote them."""

import re
from collections import Counter
from collections.abc import Sequence

from linter.collect.naming import node_names
from linter.logs.files.rotation import rotation_of
from linter.logs.meaning.services import SERVICES

_PROGRAMS = re.compile(
    r"keystone.*|apache2?|httpd|nginx|haproxy|uwsgi|gunicorn|kolla|pods|containers|journal|sos_.*"
    r"|logs?|var|old|archived?|backups?|.*stderr|.*stdout"
)
_DATES = re.compile(r"(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d.*")
_POD = re.compile(r".+_.+_[0-9a-f]{8,}.*")
_REPORT = re.compile(r"sosreport-(?P<host>.+?)(?:[-.]\d+)?-(?:\d{4}-\d\d-\d\d|\d{8,14})(?:[-.].*)?")
_ARCHIVE = re.compile(r"\.(?:tar(?:\.\w+)?|t[gbx]z2?|tzst)$")

PathBelow = tuple[str, str]
"""The folder that an argument stands for, and the path of a log below it, both with `/`."""


def named_by_host(places: Sequence[PathBelow]) -> list[tuple[str, str]]:
    """The node of each log, and its path without the folder of that node.

    Reports of sos, folders with var/log, and folders side by side that hold the same logs tell the
    node; it is empty for all where there is only one.
    """
    named = [_marked(path) for _, path in places]
    # A stream lies in no folder.
    open_ones = [index for index, (node, _) in enumerate(named) if places[index][0] and not node]
    for index, found in zip(
        open_ones, _side_by_side([places[index] for index in open_ones]), strict=True
    ):
        named[index] = found
    nodes = {node for node, _ in named}
    if len(nodes) == 1 and nodes != {""}:
        return [("", path) for _, path in places]
    return named


def host_of_report(name: str) -> str:
    """The host that a report of sos is named after, empty for anything else."""
    match = _REPORT.fullmatch(name)
    return match["host"] if match else ""


def _marked(path: str) -> tuple[str, str]:
    """What the path itself says: sosreport-ctl1-2026-01-01-abcdefg/..., ctl1/var/log/..."""
    parts = path.split("/")
    for index in range(len(parts) - 2, -1, -1):
        if host := host_of_report(parts[index]):
            return host, "/".join(parts[index + 1 :])
    for index in range(1, len(parts) - 2):
        if parts[index : index + 2] == ["var", "log"] and _is_host(parts[index - 1]):
            return parts[index - 1], "/".join(parts[index:])
    return "", path


def _side_by_side(places: Sequence[PathBelow]) -> list[tuple[str, str]]:
    """What folders tell that hold the same logs: those of the arguments, or those below the one."""
    bases = sorted({base for base, _ in places})
    if len(bases) > 1:
        names = dict(zip(bases, node_names(bases), strict=True))
        split = [(names[base], path) for base, path in places]
    else:
        cut = [path.partition("/") for _, path in places]
        split = [(_ARCHIVE.sub("", folder), path) for folder, _, path in cut]
    if _are_hosts([(node, path) for node, path in split if path]):
        return [
            (node, rest) if rest else ("", path)
            for (node, rest), (_, path) in zip(split, places, strict=True)
        ]
    if len(bases) > 1 and _are_alike(places):
        return [("", f"{node}/{path}") for node, path in split]
    return [("", path) for _, path in places]


def _are_alike(places: Sequence[PathBelow]) -> bool:
    """Whether logs of different arguments would be taken for one."""
    logs = {(base, rotation_of(path).family) for base, path in places}
    return len({family for _, family in logs}) < len(logs)


def _are_hosts(split: Sequence[tuple[str, str]]) -> bool:
    logs = {(node, rotation_of(path).family) for node, path in split}
    nodes = {node for node, _ in logs}
    shared = Counter(family for _, family in logs)
    sharing = {node for node, family in logs if shared[family] > 1}
    return len(nodes) > 1 and sharing == nodes and all(map(_is_host, nodes))


def _is_host(name: str) -> bool:
    if not name or name.startswith(("/", ".")):
        return False
    if name.lower() in SERVICES:
        return False
    known = (_PROGRAMS, _DATES, _POD)
    return not any(expression.fullmatch(name.lower()) for expression in known)
