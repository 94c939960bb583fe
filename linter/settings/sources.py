"""Reads the settings of a site from a file and from the environment.

Only the working directory is searched for the file: one in a directory above may be another's, and
whoever can write it could loosen the gate.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from linter.model.visible import visible
from linter.settings.values import SITE, Said, SettingsError, checked

OWN = "kslint.toml"
SHARED = "pyproject.toml"
_PREFIX = "KSLINT_"
_OTHER_VARIABLES = frozenset({"KSLINT_CATALOGS", "KSLINT_DEBUG"})
_OF_TESTS = "KSLINT_TEST_"
_PATHS = frozenset({"web", "logs", "rules", "acknowledgements", "waivers", "baseline"})
_LISTS = frozenset({"format", "web", "logs", "rules", "select", "ignore"})


class SettingsFile(msgspec.Struct, frozen=True):
    """A file of settings: what it says, and the digest of its content."""

    path: Path
    sha256: str
    said: tuple[Said, ...]


def settings_in(folder: Path) -> SettingsFile | None:
    """What kslint.toml says, else [tool.kslint] of pyproject.toml; None without either.

    Raises SettingsError for a file that cannot be read, is no TOML, or has a wrong setting.
    """
    for name in (OWN, SHARED):
        path = folder / name
        if path.is_fifo():
            # Nobody named it, so nobody may be there to write into it.
            raise SettingsError(f"{path} cannot be read: it is a pipe")
        if path.is_symlink() or path.exists():
            return settings_file(path)
    return None


def settings_file(path: Path) -> SettingsFile:
    """What one file says; of a pyproject.toml that is its table. Raises SettingsError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    folder = "" if path.parent == Path() else str(path.parent)
    said = from_toml(content, path.name, folder) if _concerns_us(path.name, content) else ()
    return SettingsFile(path, hashlib.sha256(content).hexdigest(), said)


def _concerns_us(name: str, content: bytes) -> bool:
    """Whether a file can say anything; that of a project is for others, right or wrong."""
    return name != SHARED or b"kslint" in content


def from_toml(content: bytes, name: str, folder: str = "") -> tuple[Said, ...]:
    """What a file of this name in a folder says. Raises SettingsError."""
    table, where = _settings(content, name)
    return tuple(
        Said(key, _placed(key, checked(key, value, f"{where}: `{visible(key)}`"), folder), where)
        for key, value in table.items()
        if key != SITE
    )


def site_in(content: bytes, name: str) -> tuple[object, str] | None:
    """The table of the site in a file of settings of this name, and where that stands.

    None without one. Raises SettingsError for what is no TOML.
    """
    if not _concerns_us(name, content):
        return None
    table, _ = _settings(content, name)
    if SITE not in table:
        return None
    within = "[tool.kslint.site]" if name == SHARED else "[site]"
    return table[SITE], f"{within} of {name}"


def toml_table(content: bytes, name: str) -> Mapping[str, Any]:
    """All that a file says. Raises SettingsError for what is no TOML."""
    # Nobody pays for the parser who has no file.
    import tomllib  # noqa: PLC0415

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{name} is not TOML: {visible(str(error))}") from error


def _settings(content: bytes, name: str) -> tuple[Mapping[str, Any], str]:
    """What a file says of kslint, and where."""
    table = toml_table(content, name)
    if name != SHARED:
        return table, name
    return _table(_table(table, "tool", name), "kslint", name), f"[tool.kslint] of {name}"


def from_environment(environment: Mapping[str, str]) -> tuple[Said, ...]:
    """What variables say; an empty one says nothing.

    Paths of a list stand between colons as in PATH, other parts between commas; a severity is
    `RULE=SEVERITY`. Raises SettingsError, also for a variable that is named like a setting and is
    none.
    """
    return tuple(
        Said(key, checked(key, _parted(key, environment[variable], where), where), variable)
        for variable, key in _variables(environment)
        for where in [f"{variable}: `{visible(key)}`"]
        if environment[variable]
    )


def _variables(environment: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The variables that are ours with what they set, in their order."""
    for variable in sorted(environment):
        is_other = variable in _OTHER_VARIABLES or variable.startswith(_OF_TESTS)
        if variable.startswith(_PREFIX) and not is_other:
            yield variable, variable.removeprefix(_PREFIX).lower()


def _parted(key: str, text: str, where: str) -> object:
    """The value that a variable's text stands for."""
    if key == "severity":
        pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
        if not all(equals for _, equals, _ in pairs):
            raise SettingsError(f"{where}: each part is RULE=SEVERITY, with commas between")
        return {rule.strip(): severity.strip() for rule, _, severity in pairs}
    if key in _LISTS:
        between = os.pathsep if key in _PATHS else ","
        return [part.strip() for part in text.split(between) if part.strip()]
    return text


def _table(table: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    found = table.get(key, {})
    if not isinstance(found, Mapping):
        raise SettingsError(f"{name}: `{key}` is no table")
    return found


def _placed(key: str, value: Any, folder: str) -> Any:
    """The value with its paths as seen from the working directory."""
    if not folder or key not in {*_PATHS, "format"}:
        return value
    if isinstance(value, tuple):
        return tuple(_placed(key, each, folder) for each in value)
    if key == "format":
        name, equals, target = value.partition("=")
        return f"{name}{equals}{_inside(folder, target)}" if equals else value
    return _inside(folder, value)


def _inside(folder: str, path: str) -> str:
    return path if path in {"", "-"} else str(Path(folder, path))
