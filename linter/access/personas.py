"""The tokens that are asked about."""

from typing import Any, Literal

import msgspec

Scope = Literal["system", "domain", "project"]

SCOPES: tuple[Scope, ...] = ("system", "domain", "project")

# What keystone-manage bootstrap makes of its roles (keystone.cmd.bootstrap): each implies the next.
_ROLES = {
    "admin": ["admin", "manager", "member", "reader"],
    "manager": ["manager", "member", "reader"],
    "member": ["member", "reader"],
    "reader": ["reader"],
    "service": ["service"],
}


class Persona(msgspec.Struct, frozen=True):
    """A kind of token: "project-reader" has the role reader on a project."""

    role: str
    scope: Scope

    @property
    def name(self) -> str:
        """The name that reports use."""
        return f"{self.scope}-{self.role}"

    def credentials(self) -> dict[str, Any]:
        """What the enforcer hands to oslo.policy of such a token.

        As keystone.common.context.RequestContext.to_policy_values gives it, with the token that
        keystone.common.render_token makes.
        """
        domain = {"id": "own-domain", "name": "own-domain"}
        token: dict[str, Any] = {"user": {"id": "own-user", "name": "own-user", "domain": domain}}
        token["roles"] = [{"id": role, "name": role} for role in _ROLES[self.role]]
        match self.scope:
            case "system":
                token["system"] = {"all": True}
            case "domain":
                token["domain"] = domain
            case "project":
                token["project"] = {"id": "own-project", "name": "own-project", "domain": domain}
                token["is_domain"] = False
        project = self.scope == "project"
        values: dict[str, Any] = {
            "user_id": "own-user",
            "user_domain_id": "own-domain",
            "system_scope": "all" if self.scope == "system" else None,
            "domain_id": "own-domain" if self.scope == "domain" else None,
            "project_id": "own-project" if project else None,
            "project_domain_id": "own-domain" if project else None,
            "roles": list(_ROLES[self.role]),
            # Without [resource] admin_project_name every token is one of the admin project, but for
            # those of a domain (AuthContextMiddleware._keystone_specific_values).
            "is_admin_project": self.scope != "domain",
            **dict.fromkeys(_OF_SERVICES),
            "service_roles": [],
            "token": token,
        }
        return {**values, "system": "all"} if self.scope == "system" else values


_OF_SERVICES = (
    "service_user_id",
    "service_user_domain_id",
    "service_project_id",
    "service_project_domain_id",
)

PERSONAS = tuple(Persona(role, scope) for scope in SCOPES for role in _ROLES)

# Attributes that old policies name and that a token of no persona has.
_ELSEWHERE = frozenset(
    {
        "is_admin",
        "is_domain",
        "trust_id",
        "trustor_id",
        "trustee_id",
        "consumer_id",
        "access_token_id",
        "domain_name",
        "group_ids",
        "project_name",
        "tenant_id",
        "user_name",
        "username",
    }
)
KNOWN_ATTRIBUTES = frozenset(PERSONAS[0].credentials()) | _ELSEWHERE
"""What may stand before the colon of a check on the token."""
