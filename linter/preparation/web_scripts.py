"""Another WSGI script in the place of one that the target does not have."""

import re
from collections.abc import Collection

from linter.checks.context import Context
from linter.model.preparation import COMMENT

_PATH = re.compile(r"(?:/[\w.+@-]+)+")
_DIRECTORY = re.compile(r"(?im)^[ \t]*<Directory[ \t]+\"?(/[^\"~>\n]*?)/?\"?[ \t]*>")
_FILES = re.compile(r"(?im)^[ \t]*<Files")


def fault_of(path: str, context: Context, lost: Collection[str]) -> str:
    """Why a path cannot be that of the new script, "" where it can."""
    name = path.rpartition("/")[2]
    if not _PATH.fullmatch(path) or ".." in path.split("/"):
        return "it is no whole path of a file, or has characters that need quotes"
    known = context.target.catalog.entry_points.get("wsgi_scripts", ())
    if name in lost and name not in known:
        return "it has the name of a script that the target does not install"
    return ""


def grant_of(content: bytes, path: str) -> tuple[str, ...]:
    """The lines with which Apache may load the script, none where a block says it already."""
    text = content.decode("utf-8", errors="replace")
    folder = path.rpartition("/")[0]
    named = (f"{found}/" for found in _DIRECTORY.findall(text))
    if not _FILES.search(text) and any(f"{folder}/".startswith(each) for each in named):
        return ()
    return (
        f"{COMMENT}Apache may load the script from there",
        f"<Directory {folder}>",
        "    Require all granted",
        "</Directory>",
    )
