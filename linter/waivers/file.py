"""Reads a file of waivers, a list that says who lives with what, why, and until when."""

from linter.model.location import Location
from linter.model.waiver import Waiver, WaiverFault, Waivers
from linter.parse.composed import NotComposedError
from linter.parse.listed_entries import ListedEntry, listed_entries
from linter.waivers.fields import Form, waiver_of

USUAL = ".kslint/waivers.yaml"
"""Where they are kept, in the working directory."""

_FORM = Form(
    required=("rule", "owner", "reason", "until"), optional=("subject", "path", "ticket", "target")
)


class WaiverError(Exception):
    """A file of waivers that cannot be read at all; the text names it, the line and the reason."""


def read_waivers(content: bytes, path: str) -> Waivers:
    """The waivers in a file, and its entries that are none, each with its line.

    Raises WaiverError for what is no text, no YAML or no list: then nobody knows what it waives.
    """
    try:
        entries = listed_entries(content, first=_FORM.required[0])
    except NotComposedError as error:
        raise WaiverError(f"{path} {error}") from error
    read = [_read(entry, Location(path=path, line=entry.line)) for entry in entries]
    return Waivers(
        tuple(each for each in read if isinstance(each, Waiver)),
        tuple(each for each in read if isinstance(each, WaiverFault)),
    )


def _read(entry: ListedEntry, at: Location) -> Waiver | WaiverFault:
    rule = entry.texts.get("rule", "").strip()
    named = (rule,) if rule else ()
    if entry.faults:
        return WaiverFault("malformed", at, named, entry.faults[0])
    return waiver_of(named, entry.texts, _FORM, at)
