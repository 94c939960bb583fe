"""The options that a release registers, with the arguments of their types."""
# Runs inside a release, in the dialect of Python 3.6.
# mypy: ignore-errors

import importlib
import inspect
import io
import os
import pkgutil
import re
import socket
import sys

from oslo_config import cfg
from oslo_config import generator
from oslo_config import types

import package_facts

# Modules outside keystone that a deployment loads, or that a keystone.conf commonly configures.
COMPANIONS = (
    "keystonemiddleware.auth_token",
    "keystonemiddleware.audit",
    "oslo_concurrency.lockutils",
    "oslo_concurrency.opts",
    "oslo_messaging._metrics.client",
    "oslo_middleware.basic_auth",
    "oslo_middleware.cors",
    "oslo_middleware.healthcheck",
    "oslo_middleware.http_proxy_to_wsgi",
    "oslo_middleware.sizelimit",
    "oslo_middleware.ssl",
    "oslo_policy.opts",
)
# These load the application when they are imported, or are not part of a deployment.
NOT_IMPORTED = ("keystone.tests", "keystone.wsgi", "keystone.httpd", "keystone.locale")

KINDS = {
    "HostAddress": "host-address",
    "HostDomain": "host-domain",
    "IPAddress": "ip",
    "MultiString": "multi",
}
PLAIN_KINDS = {
    "String", "Integer", "Float", "Boolean", "List", "Dict", "Port", "Hostname", "URI", "Range",
}
# What stands in for the names of the host and of the program, see disguise().
DISGUISE = "kslint-probe"


def disguise():
    """Give host and program a name that no default has by itself; call it before keystone's import.

    Defaults of oslo.messaging are made of them.
    """
    socket.gethostname = socket.getfqdn = lambda *_: DISGUISE
    sys.argv[0] = DISGUISE


def options(source):
    """The options of the release's own sample first, then those registered only while running."""
    owners = watch_registrations()
    found = {}
    for namespace, group, option in sampled_options(source):
        found.setdefault((group, option.dest), entry(group, option, namespace, True))
    for group, option in registered_options():
        owner = owners.get((group, option.dest), "keystone")
        found.setdefault((group, option.dest), entry(group, option, owner, False))
    return [found[key] for key in sorted(found)]


def sampled_options(source):
    """Namespace, group and option of each option in the release's sample configuration."""
    path = os.path.join(source, "config-generator", "keystone.conf")
    with io.open(path, encoding="utf-8") as lines:
        named = [re.match(r"namespace\s*=\s*(\S+)", line) for line in lines]
    for namespace, listing in generator._list_opts([name.group(1) for name in named if name]):
        for group, members in listing:
            for option in members:
                yield namespace, getattr(group, "name", group) or "DEFAULT", option


def watch_registrations():
    """A dict that fills with the package that registers each option."""
    owners = {}
    register = cfg.ConfigOpts.register_opt

    def watching(self, opt, group=None, *arguments, **named):
        name = getattr(group, "name", group) or "DEFAULT"
        owners.setdefault((name, opt.dest), package_outside_oslo_config(sys._getframe(1)))
        return register(self, opt, group, *arguments, **named)

    cfg.ConfigOpts.register_opt = watching
    return owners


def package_outside_oslo_config(frame):
    """The distribution whose code registers an option; oslo.config if nobody else does."""
    while frame is not None:
        package = frame.f_globals.get("__name__", "").split(".")[0]
        if package not in ("oslo_config", "debtcollector", "option_facts", "__main__"):
            return package.replace("oslo_", "oslo.")
        frame = frame.f_back
    return "oslo.config"


def registered_options():
    """Group and option of all that is registered once everything of keystone is imported."""
    import keystone
    import keystone.conf

    keystone.conf.configure()
    walked = pkgutil.walk_packages(keystone.__path__, "keystone.", onerror=lambda name: None)
    for name in [module[1] for module in walked] + list(COMPANIONS):
        if not name.startswith(NOT_IMPORTED):
            try_import(name)
    conf = keystone.conf.CONF
    conf([], project="keystone", default_config_files=[])
    for info in conf._opts.values():
        yield "DEFAULT", info["opt"]
    for group in conf._groups.values():
        for info in group._opts.values():
            yield group.name, info["opt"]


def try_import(name):
    """Import what can be: drivers whose library is not installed, as for LDAP, cannot."""
    try:
        importlib.import_module(name)
    except (Exception, SystemExit):
        return


def entry(group, option, namespace, sampled):
    """One option as the catalog holds it."""
    return {
        "group": group,
        "name": option.dest,
        "type": type_entry(option.type),
        "namespace": namespace,
        "default": default(option),
        "aliases": aliases(group, option),
        "multi": bool(getattr(option, "multi", False)),
        "required": bool(option.required),
        "secret": bool(option.secret),
        "mutable": bool(getattr(option, "mutable", False)),
        "for_removal": bool(option.deprecated_for_removal),
        "deprecated_since": str(getattr(option, "deprecated_since", None) or ""),
        "sampled": sampled,
    }


def aliases(group, option):
    """The older names in the order in which oslo.config tries them in a file."""
    names = []
    for older in option.deprecated_opts:
        name = [older.group or group, older.name or option.dest]
        if (older.group or older.name) and name not in names and name != [group, option.dest]:
            names.append(name)
    return names


def default(option):
    """The default as JSON; none where it depends on the host or the program."""
    value = option.default
    if isinstance(value, str):
        return None if DISGUISE in value else value.replace(sys.prefix, "<prefix>")
    if isinstance(value, (list, tuple)):
        return [item if isinstance(item, (str, int, float)) else str(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, dict)):
        return value
    return str(value)


def type_entry(kind):
    """The class of an option's type and its arguments."""
    name = type(kind).__name__
    choices = getattr(kind, "choices", None) or ()
    regex = getattr(kind, "regex", None)
    found = {
        "kind": KINDS.get(name) or (name.lower() if name in PLAIN_KINDS else "other"),
        "choices": ["" if choice is None else str(choice) for choice in choices],
        "min": getattr(kind, "min", None),
        "max": getattr(kind, "max", None),
        "max_length": getattr(kind, "max_length", None) or None,
        "regex": getattr(regex, "pattern", regex) or "",
        "quotes": bool(getattr(kind, "quotes", False)),
        "ignore_case": bool(getattr(kind, "ignore_case", False)),
        "bounds": bool(getattr(kind, "bounds", False)),
        "schemes": list(getattr(kind, "schemes", None) or ()),
        "version": address_version(kind),
    }
    item = getattr(kind, "item_type", None) or getattr(kind, "value_type", None)
    if isinstance(item, types.ConfigType):
        found["item"] = type_entry(item)
    return found


def address_version(kind):
    """4 or 6 where an address must be of that version."""
    address = getattr(kind, "ip_address", kind)
    checker = getattr(address, "version_checker", None)
    return {"_check_ipv4": 4, "_check_ipv6": 6}.get(getattr(checker, "__name__", ""))


def dynamic_groups():
    """Patterns of groups that a site names itself, or fills with options of its own choice.

    A federation protocol may have a group with its remote_id_attribute; auth_token's group takes
    the options of whatever plugin it names; CORS may be configured once for each origin.
    """
    from oslo_middleware import cors

    patterns = {"keystone_authtoken"}
    patterns.update(package_facts.federation_protocols())
    if "startswith('cors.')" in inspect.getsource(cors):
        patterns.add("cors.*")
    return sorted(patterns)
