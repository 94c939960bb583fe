"""The policy rules that a release registers."""
# Runs inside a release, in the dialect of Python 3.6.
# mypy: ignore-errors

from keystone.common import policies


def rules():
    """Each rule with its default, in the order of names."""
    return sorted((rule_entry(rule) for rule in flat(policies.list_rules())), key=by_name)


def by_name(rule):
    return rule["name"]


def flat(members):
    """Rules out of the lists that some releases nest them in."""
    for member in members:
        if isinstance(member, (list, tuple)):
            for inner in flat(member):
                yield inner
        else:
            yield member


def rule_entry(rule):
    """One rule as the catalog holds it."""
    found = {
        "name": rule.name,
        "check": rule.check_str,
        "scopes": list(getattr(rule, "scope_types", None) or ()),
        "operations": list(operations(rule)),
    }
    older = getattr(rule, "deprecated_rule", None)
    since = getattr(rule, "deprecated_since", None) or ""
    if older:
        own = getattr(older, "deprecated_since", None)
        found["deprecated"] = {
            "name": older.name, "check": older.check_str, "since": str(own or since),
        }
    if getattr(rule, "deprecated_for_removal", False):
        found["for_removal_since"] = str(since)
    return found


def operations(rule):
    """Method and path of the calls that a rule guards."""
    for operation in getattr(rule, "operations", None) or ():
        methods = operation["method"]
        for method in [methods] if isinstance(methods, str) else methods:
            yield "{} {}".format(method, operation["path"])
