"""What the configuration in force says of the database and the log, read as keystone reads it."""

from pathlib import PurePath

from linter.catalog import store
from linter.catalog.entries import Name
from linter.collect.directory import CollectError, collect
from linter.execute.running import StepError
from linter.model.site import Site
from linter.parse.deployment import Deployment, read_deployment
from linter.parse.substitution import SubstitutionError, substitute

# The names under which every known release finds it (catalogs: aliases of [database] connection).
_CONNECTION: tuple[Name, ...] = (
    ("database", "connection"),
    ("DEFAULT", "sql_connection"),
    ("DATABASE", "sql_connection"),
    ("sql", "connection"),
)
_LOG_FILE: tuple[Name, ...] = (("DEFAULT", "log_file"), ("DEFAULT", "logfile"))
_LOG_FOLDER: tuple[Name, ...] = (("DEFAULT", "log_dir"), ("DEFAULT", "logdir"))
_PROGRAMS = ("keystone-manage", "keystone-status", "keystone")


def deployed(site: Site) -> Deployment:
    """The configuration in force on this machine. Raises StepError where it cannot be read."""
    try:
        snapshot = collect([site.configuration])
    except CollectError as error:
        raise StepError(str(error)) from error
    if len(snapshot.nodes) != 1:
        raise StepError(
            f"{site.configuration} holds the configurations of several nodes: name the one of this "
            "machine as `configuration` of the site"
        )
    node = snapshot.nodes[0]
    return read_deployment(node, [node.name], store.secret_names())


def database_url(site: Site) -> str:
    """The URL, with its password, that keystone itself connects to. Raises StepError."""
    url = _value(deployed(site), _CONNECTION)
    if not url:
        raise StepError(
            f"{site.configuration} sets no [database] connection, so keystone would use an SQLite "
            "file in the folder that it is started from: set it, and go on with `kslint resume`"
        )
    return url


def log_files(site: Site) -> tuple[str, ...]:
    """The files that keystone and keystone-manage log to here, whether or not they are there yet.

    They are those of `logs` in the site, which knows of web servers and of logging.conf, and those
    that log_file and log_dir name. Raises StepError where the configuration cannot be read.
    """
    deployment = deployed(site)
    folder = _value(deployment, _LOG_FOLDER)
    file = _value(deployment, _LOG_FILE)
    # oslo_log.log._get_log_file_path
    names = (file,) if file else tuple(f"{name}.log" for name in _PROGRAMS) if folder else ()
    paths = (str(PurePath(folder) / name) for name in names)
    return tuple(dict.fromkeys((*site.logs, *(path for path in paths if path.startswith("/")))))


def _value(deployment: Deployment, names: tuple[Name, ...]) -> str:
    """What an option is set to, "" where it is not. Raises StepError where nobody can tell."""
    configuration = deployment.configuration

    def lookup(name: Name) -> str | None:
        found = configuration.effective((name,), multi=False).winners
        return found[-1].value if found else None

    for setting in configuration.effective(names, multi=False).winners:
        place = f"{setting.at.path}, line {setting.at.line}, [{setting.group}] {setting.name}"
        if setting.templated:
            raise StepError(f"{place} is a template that nobody has rendered: render it first")
        try:
            return substitute(setting.value, lookup, group=setting.group).strip()
        except SubstitutionError as error:
            raise StepError(f"{place} cannot be read: {error}") from None
    return ""
