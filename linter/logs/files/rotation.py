"""Which rotated files belong to one log, and which of them is older, told by their names."""

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

_PACKED = re.compile(r"\.(?:gz|bz2|xz|zst|zstd|lzma|lz4|Z|zip|7z)$")
_DATE = (
    r"(?P<date>(?:19|20)\d\d(?P<mark>[-_.]?)(?:0[1-9]|1[0-2])(?P=mark)(?:0[1-9]|[12]\d|3[01])"
    r"(?:[-_.T]?\d[\d:_.-]*)?)"
)
_ENDINGS = (
    # logrotate's dateext with any dateformat, TimedRotatingFileHandler, kubelet
    re.compile(rf"(?P<stem>.+)[-_.]{_DATE}(?P<extension>)$"),
    # logrotate's dateext with `extension`
    re.compile(rf"(?P<stem>.+)[-_.]{_DATE}(?P<extension>\.(?:log|txt|json))$"),
    # Apache's rotatelogs, logrotate's dateformat -%s
    re.compile(r"(?P<stem>.+)[-_.](?P<epoch>1\d{9})(?P<extension>)$"),
    # logrotate, RotatingFileHandler, docker
    re.compile(r"(?P<stem>.+)\.(?P<number>\d{1,4})(?P<extension>)$"),
    re.compile(r"(?P<stem>.+?)(?:\.(?:old|prev|bak|orig|save)|~)(?P<extension>)$"),
)


class Rotation(msgspec.Struct, frozen=True):
    """Where a file stands among those of its log.

    `family` is its path without what rotation added. Of the ages of one family the oldest sorts
    first. `number` counts from the newest rotated file, where they are numbered, and is 0 for the
    file that is written to; None where dates tell them apart.
    """

    family: str
    age: tuple[int, str]
    number: int | None
    is_packed: bool

    @property
    def is_live(self) -> bool:
        """Whether by its name it is the file that is written to."""
        return self.number == 0 and not self.is_packed


def rotation_of(path: str) -> Rotation:
    """What the name of a file says about its rotation."""
    folder, slash, name = path.rpartition("/")
    bare = _PACKED.sub("", name)
    is_packed = bare != name
    for ending in _ENDINGS:
        match = ending.match(bare)
        if match:
            family = f"{folder}{slash}{match['stem']}{match['extension']}"
            return Rotation(family, *_age(match), is_packed)
    return Rotation(f"{folder}{slash}{bare}", (2, ""), 0, is_packed)


def _age(match: re.Match[str]) -> tuple[tuple[int, str], int | None]:
    parts = match.groupdict()
    if parts.get("number") is not None:
        number = int(parts["number"])
        # As text, and the highest number first; rotation may begin with .0.
        return (1, f"{99_999 - number:05}"), number or None
    if parts.get("epoch"):
        moment = datetime.fromtimestamp(int(parts["epoch"]), UTC)
        return (0, moment.strftime("%Y%m%d%H%M%S")), None
    if parts.get("date"):
        return (0, re.sub(r"\D", "", parts["date"])), None
    return (1, f"{99_999:05}"), None


def missing(rotations: Iterable[Rotation]) -> Iterator[tuple[str, str, str]]:
    """The numbers that are left out in each family: their files, the newer and the older file."""
    families: dict[str, set[int]] = {}
    for rotation in rotations:
        if rotation.number is not None:
            families.setdefault(rotation.family, set()).add(rotation.number)
    for family, numbers in sorted(families.items()):
        ordered = sorted(numbers)
        for newer, older in itertools.pairwise(ordered):
            if older - newer > 1:
                first, last = f"{family}.{newer + 1}", f"{family}.{older - 1}"
                named = first if first == last else f"{first} to {last}"
                yield named, _named(family, newer), _named(family, older)


def _named(family: str, number: int) -> str:
    return f"{family}.{number}" if number else family
