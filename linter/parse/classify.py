"""What a file in a configuration directory is, told by its name and how its text begins."""

import re
from collections.abc import Callable
from functools import lru_cache

from linter.model.facts import FileKind

HEAD = 16_384
"""So many bytes of a file decide."""

_COPY = re.compile(
    r"(?i)(?:[._-](?:bak|backup|orig|old|save|sav|swp|swo|tmp|new|copy|disabled|sample|example"
    r"|rpmnew|rpmsave|rpmorig|dpkg-\w+|ucf-\w+)(?:[._-]?\d[\d._-]*)?|~\d*~?|[._-]\d[\d._:T-]*|#)$"
)
_TEMPLATE = re.compile(r"(?i)\.(?:j2|jinja2?|erb|epp|e?tpl|tmpl|gotmpl|mako|template)$")
_SSH_KEY = re.compile(r"id_(?:rsa|dsa|ecdsa|ed25519)(?:\.pub)?")
_SEALED = re.compile(r"(?i)\.(?:pem|key|crt|cer|csr|p12|pfx|jks|keytab|gpg)$")
_DOMAIN = re.compile(r"keystone\.(?!conf$).+\.conf")
_IN_CONF_D = re.compile(r"(?:^|/)keystone\.conf\.d/[^/]+\.conf$")
# oslo.policy reads every file of the folder that is not hidden, whatever its name.
_IN_POLICY_D = re.compile(r"(?:^|/)policy\.d/[^/.][^/]*$")
_POLICY = re.compile(r"(?i)(?:.*[._-])?policy(?:[._-].*)?\.(?:json|ya?ml)")
_PASTE = re.compile(r"(?i).*paste.*\.ini")
_LOGGING = re.compile(r"(?i)(?:.*[._-])?logging(?:[._-].*)?\.(?:conf|ini)")
_WEB = re.compile(
    r"(?im)^[ \t]*(?:<(?:virtualhost|directory|location|ifmodule|ifversion|files)\b"
    r"|wsgi(?:scriptalias|daemonprocess|processgroup)\s|proxypass\w*\s"
    r"|server[ \t]*\{|upstream[ \t]+\S+[ \t]*\{"
    r"|\[uwsgi\]|listen\s+[\d%{])"
)
_ROTATION = re.compile(r"(?m)^[ \t]*\"?/\S[^\n=]*\{\s*$")
_PASTE_SECTION = re.compile(r"(?m)^\[(?:composite|pipeline|filter|app|filter-app):")
_LOGGING_SECTION = re.compile(r"(?m)^\[(?:loggers|formatters|handlers|logger_root)\]")
_POLICY_RULE = re.compile(r"(?m)^[ \t]*\"?(?:identity:\w+|admin_required|admin_or_owner)\"?\s*:")
_RUNS = re.compile(
    r"(?im)\A#!(?!.*python)|^(?:[\d*/,-]+[ \t]+){4}\S"
    r"|^@(?:hourly|daily|weekly|monthly|yearly|reboot)\s|^ExecStart\w*\s*="
)
_KEYSTONE = re.compile(
    r"\bkeystone-(?:manage|all|status|wsgi-(?:admin|public))\b|\bfernet[-_]rotate\b"
)
_ASSIGNMENT = re.compile(r"(?m)^(?:\[[\w:.-]+\]\s*$|#?[A-Za-z]\w*\s*=)")


def classify(path: str, head: bytes) -> FileKind:
    """The kind of a file at a path relative to the configuration directory.

    A copy is a file beside the live one that nothing reads: a backup, a package's leftover, a
    sample. Keys and certificates are told by their names alone.
    """
    name = path.rpartition("/")[2]
    kind = kind_by_name(path)
    if kind in {FileKind.KEY, FileKind.COPY, FileKind.TEMPLATE} or _IN_POLICY_D.search(path):
        return kind
    said = kind_by_text(head)
    if said is not None and not (said is FileKind.PASTE and name == "keystone.conf"):
        return said
    if kind is FileKind.UNKNOWN and name.endswith((".conf", ".ini")) and looks_like_ini(head):
        return FileKind.CONFIGURATION
    if kind is FileKind.UNKNOWN and runs_keystone(head):
        return FileKind.SCRIPT
    return kind


def kind_by_name(path: str) -> FileKind:
    """The kind that a file's name alone makes likely."""
    name = path.rpartition("/")[2]
    if _IN_POLICY_D.search(path):
        return FileKind.POLICY
    for kind, matches in _NAMES:
        if matches(name):
            return kind
    if name in {"keystone.conf", "keystone-dist.conf"} or _IN_CONF_D.search(path):
        return FileKind.CONFIGURATION
    return FileKind.UNKNOWN


_NAMES: tuple[tuple[FileKind, Callable[[str], object]], ...] = (
    (FileKind.KEY, str.isdigit),
    (FileKind.KEY, _SEALED.search),
    (FileKind.KEY, _SSH_KEY.fullmatch),
    (FileKind.COPY, _COPY.search),
    (FileKind.TEMPLATE, _TEMPLATE.search),
    (FileKind.DOMAIN, _DOMAIN.fullmatch),
    (FileKind.POLICY, _POLICY.fullmatch),
    (FileKind.PASTE, _PASTE.fullmatch),
    (FileKind.LOGGING, _LOGGING.fullmatch),
)


def literal_name(name: str) -> str:
    """The name that a template is rendered to, "" for a file that is no template by its name."""
    extension = _TEMPLATE.search(name)
    return name[: extension.start()] if extension else ""


@lru_cache(maxsize=64)
def kind_by_text(head: bytes) -> FileKind | None:
    """The kind that the text proves whatever the name, None where it proves nothing."""
    text = head[:HEAD].decode("utf-8", errors="replace").replace("\r", "\n")
    for kind, pattern in _TEXTS:
        if pattern.search(text):
            return kind
    return None


_TEXTS = (
    (FileKind.WEB, _WEB),
    (FileKind.UNKNOWN, _ROTATION),
    (FileKind.PASTE, _PASTE_SECTION),
    (FileKind.LOGGING, _LOGGING_SECTION),
    (FileKind.POLICY, _POLICY_RULE),
)


def runs_keystone(head: bytes) -> bool:
    """Whether a text is a script, a crontab or a unit that names a program of keystone."""
    text = head[:HEAD].decode("utf-8", errors="replace").replace("\r", "\n")
    return bool(_RUNS.search(text) and _KEYSTONE.search(text))


def looks_like_ini(head: bytes) -> bool:
    """Whether a text has sections or assignments, be they commented out."""
    text = head[:HEAD].decode("utf-8", errors="replace").replace("\r", "\n")
    return bool(_ASSIGNMENT.search(text))
