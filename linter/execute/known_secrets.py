"""The secrets that a site's own files and environment hold."""

import hashlib
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, unquote_plus

from linter.catalog.store import secret_names
from linter.execute.masking import Secrets, secrets_of
from linter.model.facts import SourceFile
from linter.parse.ini import parse_config
from linter.parse.masking import SecretNames, is_secret

_KINDS = frozenset({".conf", ".ini"})
_LARGEST = 4 << 20
_URL_CREDENTIALS = re.compile(r"://[^\s/:@]*:(\S+)@")
_HOST_CREDENTIALS = re.compile(r"(?:://|,)[^\s/:@,]*:([^\s@,]+)@")
_URL_PARAMETERS = re.compile(r"[?&][\w-]*(?i:pass|secret|token)[\w-]*=([^&\s]+)")
_UNSET = frozenset({"", "None", "none", "<None>", "<none>", "True", "true", "False", "false"})
_WORD = re.compile(r"[A-Za-z]?[a-z]{0,12}")
_USUAL = """
keystone openstack identity admin administrator user password passwd passw0rd secret token default
service root database mysql mysqladmin mariadb postgres postgresql sqlite backup rabbit rabbitmq
guest memcached ldap change changeme test testing devstack stack
"""
"""Words that administrators take for passwords, and programs and people for other things."""
_Setting = tuple[str, str, str]


class UnknownSecretsError(Exception):
    """A file that holds secrets could not be read, so they cannot be hidden; which, and why."""


def known_secrets(
    configurations: Iterable[Path],
    credentials: Path | None,
    environment: Mapping[str, str],
    public: Iterable[str] = (),
) -> Secrets:
    """The secrets in all files below configuration directories, an openrc file and an environment.

    `public` are texts that anybody may read, such as the plan: what stands there cannot be hidden.
    Raises UnknownSecretsError.
    """
    settings = [setting for folder in configurations for setting in _of_folder(folder)]
    if credentials:
        settings += [("", name, value) for name, value in _variables(_text(credentials))]
    settings += [("", name, value) for name, value in environment.items()]
    names = secret_names()
    found = {value for each in settings for value in _secrets_of(each, names)} - _UNSET
    others = [told for each in settings for told in _told_of(each, names)]
    ordinary = [value for value in found if _is_ordinary(value, [_USUAL, *others])]
    return secrets_of(found, [*public, *ordinary])


def secrets_in(value: str) -> Iterator[str]:
    """The passwords in a URL or a list of them, as they are written and as they are meant."""
    for pattern in (_URL_CREDENTIALS, _HOST_CREDENTIALS, _URL_PARAMETERS):
        for found in pattern.finditer(value):
            yield from {found[1], unquote(found[1]), unquote_plus(found[1])}


def _of_folder(folder: Path) -> Iterator[_Setting]:
    seen = set()
    for place, folders, files in os.walk(folder, onerror=_raise, followlinks=True):
        # Links may lead round in a circle.
        seen.add(os.path.realpath(place))
        folders[:] = [name for name in folders if os.path.realpath(Path(place, name)) not in seen]
        for name in sorted(files):
            path = Path(place, name)
            if path.suffix in _KINDS and path.is_file():
                yield from _of_configuration(path)


def _raise(error: OSError) -> NoReturn:
    raise UnknownSecretsError(
        f"{error.filename} cannot be read, so what is secret in it cannot be hidden: "
        f"{error.strerror}"
    ) from error


def _of_configuration(path: Path) -> Iterator[_Setting]:
    content = _content(path)
    source = SourceFile("", path.name, content, hashlib.sha256(content).hexdigest())
    for setting in parse_config(source, frozenset()).settings:
        yield setting.group, setting.name, setting.value


def _secrets_of(setting: _Setting, names: SecretNames) -> Iterator[str]:
    group, name, value = setting
    # The whole of a URL is marked secret for its password; what else is in it may be told.
    inner = tuple(secrets_in(value))
    yield from inner
    if not inner and is_secret(group, name, names) and not _is_address(value):
        yield value


def _told_of(setting: _Setting, names: SecretNames) -> Iterator[str]:
    """What is no secret of a setting."""
    group, name, value = setting
    if _is_address(value):
        yield value.rpartition("@")[2]
    elif not is_secret(group, name, names):
        yield value


def _is_ordinary(value: str, texts: Iterable[str]) -> bool:
    """Whether a secret is a word that stands elsewhere too, so that hiding it would tell it."""
    if not _WORD.fullmatch(value):
        return False
    return any(value.lower() in text.lower() for text in texts)


def _is_address(value: str) -> bool:
    return "://" in value


def _variables(text: str) -> Iterator[tuple[str, str]]:
    """What an openrc file exports; what a shell would work out is taken as it stands."""
    for line in text.splitlines():
        name, assigned, value = line.strip().removeprefix("export ").partition("=")
        if assigned and not name.startswith("#"):
            yield name.strip(), value.strip().strip("\"'")
            with suppress(ValueError):
                yield name.strip(), "".join(shlex.split(value, comments=True))


def _text(path: Path) -> str:
    return _content(path).decode("utf-8", "surrogateescape")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        _raise(error)
