"""Reads the settings of a site: from a file, from the environment and from options.

Only the working directory is searched for the file: one in a directory above may be another's, and
whoever can write it could loosen the gate.
"""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from linter.model.visible import visible
from linter.settings.values import Said, SettingsError, checked

OWN = "kslint.toml"
SHARED = "pyproject.toml"
_PREFIX = "KSLINT_"
_OTHER_VARIABLES = frozenset({"KSLINT_CATALOGS", "KSLINT_DEBUG"})
_OF_TESTS = "KSLINT_TEST_"
_PATHS = frozenset({"web", "logs", "rules", "acknowledgements", "waivers", "baseline"})
_LISTS = frozenset({"format", "web", "logs", "rules", "select", "ignore"})


def settings_in(folder: Path) -> tuple[Said, ...]:
    """What kslint.toml says, else [tool.kslint] of pyproject.toml; nothing without either.

    Raises SettingsError for a file that cannot be read, is no TOML, or has a wrong setting.
    """
    for name in (OWN, SHARED):
        path = folder / name
        try:
            return from_toml(path.read_bytes(), name, "" if folder == Path() else str(folder))
        except OSError as error:
            if isinstance(error, FileNotFoundError) and not path.is_symlink():
                continue
            raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    return ()


def from_toml(content: bytes, name: str, folder: str = "") -> tuple[Said, ...]:
    """What a file of this name in a folder says. Raises SettingsError."""
    try:
        table: Mapping[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{name} is not TOML: {visible(str(error))}") from error
    where = name
    if name == SHARED:
        where = f"[tool.kslint] of {name}"
        table = _table(_table(table, "tool", name), "kslint", name)
    return tuple(
        Said(key, _placed(key, checked(key, value, f"{where}: `{visible(key)}`"), folder), where)
        for key, value in table.items()
    )


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


def from_options(given: Mapping[str, Any]) -> tuple[Said, ...]:
    """What options say, by the names of the settings; None is what nobody gave."""
    return tuple(
        Said(name, checked(name, value, option), option)
        for name, value in given.items()
        for option in [f"--{name.replace('_', '-')}"]
        if value is not None
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
