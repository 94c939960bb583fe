"""What a release's packages carry beside options: entry points, paste, commands, migrations."""
# Runs inside a release, in the dialect of Python 3.6.
# mypy: ignore-errors

import configparser
import glob
import importlib
import io
import os
import pkgutil
import re
import sys

DISTRIBUTIONS = (
    "keystone", "oslo_cache", "dogpile_cache", "oslo_messaging", "oslo_policy", "oslo_db",
    "oslo_log", "oslo_middleware", "sqlalchemy",
)


def metadata_folders(distribution):
    """The folders of a distribution's metadata, whatever way it was installed."""
    for folder in sys.path:
        for path in glob.glob(os.path.join(folder, "*.dist-info")):
            name = os.path.basename(path).split("-")[0]
            if re.sub(r"[._]+", "_", name).lower() == distribution:
                yield path


def entry_points():
    """The names in each namespace that the distributions declare, and what dogpile registers."""
    found = {}
    for distribution in DISTRIBUTIONS:
        for namespace, names in declared(distribution).items():
            if distribution == "keystone" or not namespace.endswith("scripts"):
                found.setdefault(namespace, set()).update(names)
    found.setdefault("dogpile.cache", set()).update(cache_backends())
    found.setdefault("sqlalchemy.dialects", set()).update(dialects())
    found["wsgi_scripts"] = wsgi_scripts() - found.get("console_scripts", set())
    return {namespace: sorted(names) for namespace, names in found.items() if names}


def federation_protocols():
    """The authentication methods that map what an identity provider says."""
    for namespace, members in declared("keystone").items():
        if any("mapped:Mapped" in place for place in members.values()):
            yield namespace.rpartition(".")[2]


def declared(distribution):
    """Namespaces, and in each the names and their places, in a distribution's entry_points.txt."""
    for folder in metadata_folders(distribution):
        path = os.path.join(folder, "entry_points.txt")
        if os.path.exists(path):
            parser = configparser.RawConfigParser(delimiters=("=",), strict=False)
            parser.optionxform = str
            parser.read(path, encoding="utf-8")
            return {section: dict(parser.items(section)) for section in parser.sections()}
    return {}


def cache_backends():
    """The names that [cache] backend may have without an entry point."""
    import oslo_cache.core  # noqa: F401 - registers its own
    from dogpile.cache import region

    return set(region._backend_loader.impls)


def dialects():
    """SQLAlchemy's own dialects, and with each driver behind a dot."""
    import sqlalchemy.dialects

    for name in sqlalchemy.dialects.__all__:
        yield name
        package = importlib.import_module("sqlalchemy.dialects." + name)
        for module in pkgutil.iter_modules(package.__path__):
            driver = try_import("sqlalchemy.dialects.{}.{}".format(name, module[1]))
            if module[1] != "base" and hasattr(driver, "dialect"):
                yield "{}.{}".format(name, module[1])


def try_import(name):
    try:
        return importlib.import_module(name)
    except Exception:
        return None


def wsgi_scripts():
    """The scripts of keystone that a web server can load."""
    found = set()
    for folder in metadata_folders("keystone"):
        with io.open(os.path.join(folder, "RECORD"), encoding="utf-8") as lines:
            found.update(re.findall(r"bin/(keystone-wsgi-[\w-]+),", lines.read()))
    return found


def paste_parser(source):
    parser = configparser.RawConfigParser(strict=False)
    parser.read(os.path.join(source, "etc", "keystone-paste.ini"), encoding="utf-8")
    return parser


def paste_sections(source, kind):
    """The names of the sections of a kind in the release's keystone-paste.ini, if it has one."""
    names = paste_parser(source).sections()
    return sorted(name[len(kind):] for name in names if name.startswith(kind))


def paste_pipelines(source):
    """The names in each pipeline of the release's keystone-paste.ini."""
    parser = paste_parser(source)
    kind = "pipeline:"
    return {
        name[len(kind):]: parser.get(name, "pipeline").split()
        for name in parser.sections() if name.startswith(kind)
    }


def commands():
    """What keystone-manage can be asked to do."""
    from keystone.cmd import cli

    return sorted(command.name for command in cli.CMDS)


def symptoms():
    """The symptoms that keystone-manage doctor looks for."""
    from keystone.cmd import doctor

    found = set()
    for module in pkgutil.iter_modules(doctor.__path__):
        loaded = importlib.import_module("keystone.cmd.doctor." + module[1])
        found.update(name for name in dir(loaded) if name.startswith("symptom_"))
    return sorted(name[len("symptom_"):] for name in found)


def migrations():
    """The heads of the schema, and the numbered scripts that are still carried.

    Yoga carries alembic's first script and does not run it yet; what db_sync imports tells.
    """
    from keystone.common import sql
    from keystone.common.sql import upgrades

    root = os.path.dirname(sql.__file__)
    numbers = {kind: script_numbers(root, kind) for kind in ("expand", "contract")}
    legacy = numbers["expand"]
    found = {
        "legacy_first": min(legacy) if legacy else 0,
        "legacy_last": max(legacy) if legacy else 0,
    }
    versions = os.path.join(root, "migrations", "versions")
    used = [getattr(member, "__name__", "") for member in vars(upgrades).values()]
    if any(name.startswith("alembic.") for name in used):
        found.update(engine="alembic", expand=head(versions, "EXPAND_HEAD"))
        found["contract"] = head(versions, "CONTRACT_HEAD")
    else:
        found.update(engine="sqlalchemy-migrate", expand="%03d" % max(legacy))
        found["contract"] = "%03d" % max(numbers["contract"])
    return found


def script_numbers(root, kind):
    """The numbers of sqlalchemy-migrate's scripts in a repository of that kind."""
    pattern = os.path.join(root, "**", kind + "_repo", "versions", "[0-9]*.py")
    return [int(os.path.basename(path)[:3]) for path in glob.glob(pattern, recursive=True)]


def head(versions, name):
    with io.open(os.path.join(versions, name), encoding="utf-8") as text:
        return text.read().strip()
