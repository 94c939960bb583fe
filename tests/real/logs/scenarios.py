"""The keystones that are run: what is deprecated in them, how they are served, how they log."""

from linter.model.logs import EventKind
from tests.real.logs.deployment import APACHE_LOG, KEYSTONE_LOG, SERVER_LOG, Deployment
from tests.real.logs.servers import Service

_FILE = ("WatchedFileHandler",)
# oslo.log takes one of its own where it is to write colours, terminal or not.
_STDERR = ("StreamHandler", "ColorHandler")

_OLD = """\
[DEFAULT]
admin_token = admin-token
max_request_body_size = 200000
{more}
[assignment]
cache_time = 600
list_limit = 100
[profiler]
profiler_enabled = false
[token]
cache_on_issue = true
"""
_OLDER = "notification_driver = noop\npolicy_file = policy.json\n"
_OLDEST = "[database]\nidle_timeout = 1800\n"
_POLICY = {"policy.json": '{"identity:list_trusts": "", "identity:list_users": "role:admin"}'}
_TO_FILE = "log_file = keystone.log\nlog_dir = {folder}\n"

# What each of these settings has the process say, as (kind, subject).
_SAID = {
    (EventKind.OPTION_RENAMED, "[DEFAULT] max_request_body_size"),
    (EventKind.OPTION_RENAMED, "[assignment] cache_time"),
    (EventKind.OPTION_RENAMED, "[assignment] list_limit"),
    (EventKind.OPTION_RENAMED, "[profiler] profiler_enabled"),
    (EventKind.OPTION_REMOVAL, "[token] cache_on_issue"),
}
_SAID_OLDER = {
    (EventKind.OPTION_RENAMED, "[DEFAULT] notification_driver"),
    (EventKind.OPTION_RENAMED, "[DEFAULT] policy_file"),
}
_SAID_OLDEST = {(EventKind.OPTION_RENAMED, "[database] idle_timeout")}


def _settings(series: str, more: str = "") -> str:
    """Options by names that were given up before the release, or that it means to remove."""
    if series in {"stein", "train"}:
        return _OLD.format(more=_OLDER + more) + _OLDEST
    if series == "2024.1":
        return _OLD.format(more=_OLDER + more)
    return _OLD.format(more=more) + "[oslo_policy]\npolicy_file = policy.json\n"


def said(deployment: Deployment) -> set[tuple[EventKind, str]]:
    """The kinds and subjects that the settings of a deployment have it say."""
    found = set(_SAID)
    if deployment.series != "2025.1":
        found |= _SAID_OLDER
    if deployment.series in {"stein", "train"}:
        found |= _SAID_OLDEST
    if "logdir" in deployment.settings:
        found.add((EventKind.OPTION_RENAMED, "[DEFAULT] logdir"))
    return found


# As etc/logging.conf.sample of keystone has it.
_LOGGING_CONF = """\
[loggers]
keys = root
[handlers]
keys = file
[formatters]
keys = normal
[logger_root]
level = INFO
handlers = file
[handler_file]
class = FileHandler
formatter = normal
args = ('{folder}/keystone.log', 'a')
[formatter_normal]
format = (%(name)s): %(asctime)s %(levelname)s %(message)s
"""
_LEVEL, _DEBUG = "%(levelname)s", "%(module)s %(funcName)s"
_CONTEXT = "%(asctime)s.%(msecs)03d controller-1 keystone[%(process)d]: %(levelname)s %(name)s "
_CUSTOM = (_CONTEXT + "[%(request_id)s] %(message)s", _CONTEXT + "%(message)s")


def _formats(context: str, default: str) -> str:
    names = ("logging_context_format_string", "logging_default_format_string")
    return "".join(
        f"{name} = {value}\n" for name, value in zip(names, (context, default), strict=True)
    )


_UWSGI, _MOD_WSGI = Service("uwsgi"), Service("apache")
_CONF = "log_config_append = {folder}/etc/logging.conf\n"
# devstack's own, for a terminal and for the journal.
_DEVSTACK = (
    """\
%(color)s%(levelname)s %(name)s [\x1b[01;36m%(global_request_id)s %(request_id)s \x1b[00;36m\
%(project_name)s %(user_name)s%(color)s] \x1b[01;35m%(instance)s%(color)s%(message)s\x1b[00m""",
    """\
%(color)s%(levelname)s %(name)s [\x1b[00;36m-%(color)s] \x1b[01;35m%(instance)s%(color)s\
%(message)s\x1b[00m""",
)

DEPLOYMENTS = (
    Deployment(
        "train-uwsgi-file", "train", (_UWSGI, _UWSGI), KEYSTONE_LOG, _FILE,
        _settings("train", _TO_FILE), _POLICY,
        (("db_sync",), ("doctor",), ("fernet_rotate",)),
    ),
    Deployment(
        "train-mod-wsgi-stock", "train", (Service("apache", 2),), APACHE_LOG, _STDERR,
        _settings("train"), _POLICY,
    ),
    Deployment(
        "stein-uwsgi-stderr", "stein", (_UWSGI,), SERVER_LOG, _STDERR,
        _settings("stein"), _POLICY,
    ),
    Deployment(
        "2024.1-uwsgi-stderr", "2024.1",
        (Service("uwsgi", 2, ("--lazy-apps",)), _UWSGI), SERVER_LOG, _STDERR,
        _settings("2024.1", "logdir = {folder}\nuse_stderr = true\n"), _POLICY,
        (("db_sync",),),
    ),
    Deployment(
        "2024.1-mod-wsgi-time-and-message", "2024.1",
        (Service("apache", words=('ErrorLogFormat "%{cu}t %M"',)),), APACHE_LOG, _STDERR,
        _settings("2024.1"), _POLICY,
    ),
    Deployment(
        "2024.1-json", "2024.1", (_UWSGI, _MOD_WSGI), KEYSTONE_LOG, _FILE,
        _settings("2024.1", _TO_FILE + "use_json = true\n"), _POLICY,
    ),
    Deployment(
        "2025.1-mod-wsgi-stock", "2025.1", (Service("apache", 2), _MOD_WSGI),
        APACHE_LOG, _STDERR, _settings("2025.1"), _POLICY,
    ),
    Deployment(
        "2025.1-logging-conf", "2025.1", (_UWSGI,), KEYSTONE_LOG, ("FileHandler",),
        _settings("2025.1", _CONF), _POLICY | {"logging.conf": _LOGGING_CONF},
    ),
    Deployment(
        "train-logging-conf-debug", "train", (_UWSGI,), KEYSTONE_LOG, ("FileHandler",),
        _settings("train", _CONF),
        _POLICY | {"logging.conf": _LOGGING_CONF.replace(_LEVEL, f"{_LEVEL} {_DEBUG}")},
    ),
    Deployment(
        "2025.1-json-in-apache", "2025.1", (_MOD_WSGI,), APACHE_LOG, _STDERR,
        _settings("2025.1", "use_json = true\n"), _POLICY,
    ),
    Deployment(
        "2025.1-like-syslog", "2025.1", (_UWSGI,), KEYSTONE_LOG, _FILE,
        _settings("2025.1", _TO_FILE + "log_date_format = %b %d %H:%M:%S\n" + _formats(*_CUSTOM)),
        _POLICY, formats=_CUSTOM,
    ),
    Deployment(
        "2025.1-devstack", "2025.1", (_UWSGI,), SERVER_LOG, _STDERR,
        _settings("2025.1", _formats(*_DEVSTACK)), _POLICY,
    ),
    Deployment(
        "2025.1-file", "2025.1", (_MOD_WSGI,), KEYSTONE_LOG, _FILE,
        _settings("2025.1", _TO_FILE), _POLICY,
    ),
)  # fmt: skip

# What keystone-manage logs is no start of the service.
MANAGED = Deployment(
    "managed", "2025.1", (), KEYSTONE_LOG, _FILE, _settings("2025.1", _TO_FILE), _POLICY,
    (("db_sync",), ("doctor",), ("bootstrap", "--bootstrap-password", "changed")),
)  # fmt: skip
# Several ways to rotate are tried on it.
ROTATED = Deployment(
    "rotated", "2025.1", (_UWSGI,), KEYSTONE_LOG, _FILE,
    _settings("2025.1", "log_file = {folder}/logs/keystone.log\n"), _POLICY,
)  # fmt: skip
