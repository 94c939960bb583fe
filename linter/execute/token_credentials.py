"""Whom the tokens that are tried are issued to, read from a file of OS_ variables."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import msgspec

from linter.collect.reading import Unreadable, read
from linter.execute.running import StepError

_ASSIGNED = re.compile(r"\s*(?:export\s+)?(?P<name>OS_\w+)=(?P<value>.*)")


class Credentials(msgspec.Struct, frozen=True):
    """OS_ variables, the values of which are never to be shown."""

    variables: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Credentials({', '.join(sorted(self.variables))})"

    def of(self, *names: str) -> str:
        """The value of the first of these variables that has one, without OS_; else ""."""
        found = (self.variables.get(f"OS_{name}", "") for name in names)
        return next(filter(None, found), "")


def read_credentials(path: str) -> Credentials:
    """What an openrc file sets; no shell reads it, so that nothing in it is carried out.

    Raises StepError for a file that cannot be read, or that names neither user nor password.
    """
    if not path:
        raise StepError(
            "no token can be tried: the site names no file of `credentials`; nothing was changed: "
            "name an openrc file of a user that may log in"
        )
    content = read(Path(path), {})
    if isinstance(content, Unreadable):
        raise StepError(f"{path}: {content.why}: {content.remedy}")
    lines = content.content.decode("utf-8", errors="replace").splitlines()
    credentials = Credentials(dict(filter(None, map(_assigned, lines))))
    has_user = credentials.of("USERNAME", "USER_ID") and credentials.of("PASSWORD")
    if not (has_user or credentials.of("APPLICATION_CREDENTIAL_SECRET")):
        raise StepError(
            f"{path} sets neither OS_USERNAME and OS_PASSWORD nor an application credential in a "
            "form that can be read without a shell (export OS_PASSWORD='...'): write them so"
        )
    return credentials


def _assigned(line: str) -> tuple[str, str] | None:
    found = _ASSIGNED.fullmatch(line)
    if found is None:
        return None
    try:
        words = shlex.split(found["value"], comments=True)
    except ValueError:
        return None
    value = words[0] if words else ""
    # What a shell would replace is not the value.
    is_quoted = found["value"].lstrip().startswith("'")
    return None if "$" in value and not is_quoted else (found["name"], value)


def identity(credentials: Credentials) -> dict[str, object]:
    """The "identity" of a request for a token."""
    secret = credentials.of("APPLICATION_CREDENTIAL_SECRET")
    if secret:
        named = credentials.of("APPLICATION_CREDENTIAL_ID")
        known: dict[str, object] = {"id": named}
        if not named:
            known = {
                "name": credentials.of("APPLICATION_CREDENTIAL_NAME"),
                "user": _user(credentials),
            }
        given = {**known, "secret": secret}
        return {"methods": ["application_credential"], "application_credential": given}
    user = {**_user(credentials), "password": credentials.of("PASSWORD")}
    return {"methods": ["password"], "password": {"user": user}}


def scopes(credentials: Credentials) -> tuple[dict[str, object], ...]:
    """The scopes to ask for, the first that is granted being the best; {} is for none."""
    if credentials.of("APPLICATION_CREDENTIAL_SECRET"):
        return ({},)
    if credentials.of("SYSTEM_SCOPE"):
        return ({"scope": {"system": {"all": True}}}, {})
    project = credentials.of("PROJECT_ID", "TENANT_ID")
    if project:
        return ({"scope": {"project": {"id": project}}}, {})
    name = credentials.of("PROJECT_NAME", "TENANT_NAME")
    if name:
        return (
            {"scope": {"project": {"name": name, "domain": _domain(credentials, "PROJECT")}}},
            {},
        )
    domain = _named(credentials.of("DOMAIN_ID"), credentials.of("DOMAIN_NAME"))
    return ({"scope": {"domain": domain}}, {}) if domain else ({},)


def _user(credentials: Credentials) -> dict[str, object]:
    named = credentials.of("USER_ID")
    if named:
        return {"id": named}
    return {"name": credentials.of("USERNAME"), "domain": _domain(credentials, "USER")}


def _domain(credentials: Credentials, whose: str) -> dict[str, str]:
    identifier = credentials.of(f"{whose}_DOMAIN_ID", "DEFAULT_DOMAIN_ID", "DEFAULT_DOMAIN")
    name = credentials.of(f"{whose}_DOMAIN_NAME", "DEFAULT_DOMAIN_NAME")
    if credentials.of(f"{whose}_DOMAIN_NAME"):
        identifier = credentials.of(f"{whose}_DOMAIN_ID")
    return _named(identifier, name) or {"id": "default"}


def _named(identifier: str, name: str) -> dict[str, str]:
    if identifier:
        return {"id": identifier}
    return {"name": name} if name else {}
