"""Which files of a folder or an archive are logs, told by name, and by text where that is open."""

import re
from fnmatch import fnmatchcase

from linter.logs.files.rotation import rotation_of

_LOGS = (
    *("*.log", "*_log", "*-log", "*.jsonl", "*.ndjson", "*.out", "*.err", "*.stdout", "*.stderr"),
    *("syslog", "messages", "user", "daemon", "journalctl*", "*.journal", "*.export"),
    *("keystone*.txt", "keystone", "keystone-*.json", "*.tailed"),
)
_OTHERS = re.compile(
    r".*\.(?:conf|cfg|ini|ya?ml|toml|j2|service|sh|bash|pyc?|pl|rb|js|css|html?|xml|md|rst|adoc|pdf"
    r"|db|sqlite3?|sql|pem|key|crt|cer|csr|pid|sock|lock|so|rpm|deb|whl|egg|png|jpe?g|gif|svg|sha256"
    r"|md5|asc|sig)|wtmp|btmp|lastlog|faillog|tallylog|readme|license|makefile"
)
_LINE_OF_LOG = re.compile(rb"\d\d:\d\d:\d\d|WARNING|ERROR|(?i:deprecat)")
# /var/log/pods/<namespace>_<pod>_<uid>/<container>/0.log, /var/log/containers/<pod>_<namespace>_
# <container>-<id>.log, as kubelet names them
_POD = re.compile(r"[^/_]+_[^/_]+_[0-9a-f-]{32,36}/[^/]+/|[^/_]+_[^/_]+_[^/_]+-[0-9a-f]{64}\.log")
_ARCHIVES = (".tar", ".tgz", ".txz", ".tbz2", ".tbz", ".tzst")


def is_named_as_log(name: str) -> bool | None:
    """Whether a name is a log's, None where it says nothing."""
    if is_named_as_archive(name):
        return True
    bare = rotation_of(name).family.lower()
    if any(fnmatchcase(bare, pattern) for pattern in _LOGS):
        return True
    return False if _OTHERS.fullmatch(bare) or name.startswith(".") else None


def is_named_as_archive(name: str) -> bool:
    """Whether a name is a tar archive's, packed or not."""
    return name.lower().endswith(_ARCHIVES) or ".tar." in name.lower()


def is_of_other_pod(path: str) -> bool:
    """Whether a log was written in a pod of Kubernetes that is none of keystone's."""
    return _POD.search(path) is not None and "keystone" not in path


def looks_like_log(head: bytes) -> bool:
    """Whether a beginning, unpacked, is text with times, levels or a warning in it."""
    return b"\0" not in head and _LINE_OF_LOG.search(head) is not None


def is_wanted_of_host(path: str) -> bool:
    """Whether a file of a whole host, as its archive names it, may hold what keystone logged.

    Where the path is not below var/log or in a report of sos, its name alone decides.
    """
    parts = path.lower().split("/")
    name = parts[-1]
    above = f"/{'/'.join(parts[:-1])}/"
    if "/sos_commands/" in above:
        return name.startswith("journalctl") or _speaks_of_keystone(path.lower())
    if "/sos_strings/" in above:
        return _speaks_of_keystone(name)
    if "/var/log/" not in above:
        return is_named_as_log(name) is True
    if is_named_as_log(name) is False:
        return False
    tail = path.lower().rpartition("var/log/")[2]
    return _speaks_of_keystone(tail) or rotation_of(tail).family in {"syslog", "messages"}


def _speaks_of_keystone(path: str) -> bool:
    return re.search(r"keystone|apache2|httpd|uwsgi|nginx/.*error", path) is not None
