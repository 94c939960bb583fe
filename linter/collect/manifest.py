"""Kubernetes Secrets and ConfigMaps with keystone's files, as they are rendered or deployed."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import yaml

from linter.collect.memory import Member, Memory, Parts
from linter.collect.reading import LIMIT, Content, Unreadable, read
from linter.model.facts import FileKind
from linter.parse.classify import kind_by_name

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

SUFFIXES = (".yaml", ".yml", ".json")
_MAIN = "keystone.conf"
_KIND = re.compile(rb"(?m)^[\s{,-]*\"?kind\"?\s*:\s*\"?(?:Secret|ConfigMap|List)\b")
_OPERATOR_KEY = re.compile(r"(Fernet|Credential)Keys(\d+)")
_NO_YAML = "it cannot be read as YAML: if it is a template, render it first"
_RERENDER = "give the manifest as it is rendered"
_RENAME = "if it is, give it in a Secret or ConfigMap with keystone in its name"
_ENCODED = Unreadable("it is no valid base64", "see what wrote the Secret")


class Manifest(msgspec.Struct, frozen=True):
    """The files in manifests, and what could not be looked into: where, why and what to do."""

    tree: Memory
    troubles: tuple[tuple[Path, str, str], ...] = ()


class Holder(msgspec.Struct, frozen=True):
    """A Secret or a ConfigMap: its name and what it holds, `encoded` as a Secret's data are."""

    namespace: str
    name: str
    texts: Mapping[str, str]
    encoded: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what it holds."""
        return (*self.texts, *self.encoded)


def is_manifest(path: Path) -> bool:
    """Whether a file is a manifest, by its name and by what it says it is."""
    if not path.name.lower().endswith(SUFFIXES) or not path.is_file():
        return False
    found = read(path, {})
    return isinstance(found, Content) and bool(_KIND.search(found.content))


def read_manifests(root: Path, paths: Sequence[Path]) -> Manifest:
    """The files of keystone that manifests hold together; keys are measured and not decoded.

    What belongs to one keystone.conf lies in one directory with it; where there are several, each
    has a directory of the name of its Secret or ConfigMap.
    """
    holders: list[Holder] = []
    troubles: list[tuple[Path, str, str]] = []
    for path in paths:
        found = read(path, {})
        try:
            holders += _holders(found.content if isinstance(found, Content) else b"")
        except (yaml.YAMLError, ValueError, RecursionError):
            troubles.append((path, _NO_YAML, _RERENDER))
    files: dict[Parts, Content | Unreadable] = {}
    sizes: dict[Parts, int] = {}
    for parts, holder, name in _laid(holders):
        if kind_by_name("/".join(parts)) is FileKind.KEY:
            sizes[parts] = _size(holder, name)
            continue
        files[parts] = decoded = _decoded(holder, name)
        sizes[parts] = len(decoded.content) if isinstance(decoded, Content) else 0
    members = {parts: Member("file", size) for parts, size in sizes.items()}
    tree = Memory(root, members, lambda directories: _below(files, directories))
    return Manifest(tree, (*troubles, *_ownerless(root, holders)))


def _below(
    files: Mapping[Parts, Content | Unreadable], directories: Sequence[Parts]
) -> Mapping[Parts, Content | Unreadable]:
    return {
        parts: content
        for parts, content in files.items()
        if any(parts[: len(directory)] == directory for directory in directories)
    }


def _holders(content: bytes) -> Iterator[Holder]:
    waiting = list(yaml.load_all(content, Loader))
    while waiting:
        document = waiting.pop(0)
        if not isinstance(document, dict):
            continue
        if isinstance(document.get("items"), list):
            waiting += document["items"]
        elif document.get("kind") in {"Secret", "ConfigMap"}:
            yield _holder(document)


def _holder(document: Mapping[object, object]) -> Holder:
    metadata = document.get("metadata")
    # Anything else than a text may be a few aliases that stand for gigabytes.
    named = _texts(metadata)
    data, more = _texts(document.get("data")), _texts(document.get("stringData"))
    is_secret = document.get("kind") == "Secret"
    return Holder(
        named.get("namespace", ""),
        named.get("name", ""),
        more if is_secret else data,
        data if is_secret else {},
    )


def _texts(value: object) -> dict[str, str]:
    """The entries whose values are texts."""
    if not isinstance(value, dict):
        return {}
    return {str(key): text for key, text in value.items() if isinstance(text, str)}


def _laid(holders: Sequence[Holder]) -> Iterator[tuple[Parts, Holder, str]]:
    """Where each file lies: with its keystone.conf, or below the name of what holds it."""
    mains = [holder for holder in holders if _MAIN in holder.names]
    for holder in holders:
        if holder not in mains and "keystone" not in holder.name:
            continue
        for main in mains if holder not in mains else [holder]:
            if holder.namespace == main.namespace or len(mains) == 1:
                top = (_part(main.namespace), _part(main.name)) if len(mains) > 1 else ()
                for name in holder.names:
                    yield (*top, *_place(holder, name, is_main=holder is main)), holder, name


def _ownerless(root: Path, holders: Sequence[Holder]) -> Iterator[tuple[Path, str, str]]:
    """Policy files that may be keystone's, in what has no service's configuration in it."""
    spaces = {holder.namespace for holder in holders if _MAIN in holder.names}
    for holder in holders:
        of_service = any(name.endswith(".conf") for name in holder.names)
        if holder.namespace not in spaces or of_service or "keystone" in holder.name:
            continue
        for name in holder.names:
            if kind_by_name(name) is FileKind.POLICY:
                why = "nothing says whether it is keystone's, so it was not judged"
                yield root / _part(holder.name) / _part(name), why, _RENAME


def _place(holder: Holder, name: str, *, is_main: bool) -> Parts:
    """Where keystone finds an entry, below its configuration directory."""
    operator = _OPERATOR_KEY.fullmatch(name)
    if operator:
        return (f"{operator[1].lower()}-keys", operator[2])
    for folder in ("fernet-keys", "credential-keys"):
        if folder in holder.name and name.isdigit():
            return (folder, name)
    if kind_by_name(name) is FileKind.DOMAIN:
        return ("domains", _part(name))
    return (_part(name),) if is_main else (_part(holder.name), _part(name))


def _part(name: str) -> str:
    """A name that stays in its directory."""
    return name.replace("/", "_") if name.strip(".") else f"_{name}"


def _size(holder: Holder, name: str) -> int:
    if name in holder.texts:
        return len(holder.texts[name])
    text = holder.encoded[name].strip()
    return len(text) * 3 // 4 - text[-2:].count("=")


def _decoded(holder: Holder, name: str) -> Content | Unreadable:
    if name in holder.texts:
        content = holder.texts[name].encode(errors="surrogatepass")
    else:
        try:
            content = base64.b64decode("".join(holder.encoded[name].split()), validate=True)
        except (binascii.Error, ValueError):
            return _ENCODED
    if len(content) > LIMIT:
        return _ENCODED
    return Content(content, hashlib.sha256(content).hexdigest())
