"""The files beside keystone.conf, written at random: policies, logging, paste, web servers."""

import random

from tests.preparation.policy_files import by_chance
from tests.preparation.written import Files

WITH_OTHERS = 1 / 5
LOGGING = """\
[loggers]
keys = root
[handlers]
keys = file
[formatters]
keys =
[logger_root]
handlers = file
[handler_file]
class = {}
args = ('keystone.log',)
"""
CLASSES = (
    "oslo_log.watchers.FastWatchedFileHandler",
    "logging.handlers.WatchedFileHandler",
    "oslo_log.handlers.ColorHandler",
    "handlers.SysLogHandler",
    "nothing.At.All",
)
PASTE = """\
[filter:admin_token_auth]
use = egg:keystone#admin_token_auth
[filter:json_body]
use = egg:keystone#json_body
[filter:site]
use = egg:{}
[app:service_v3]
use = egg:keystone#service_v3
[pipeline:api_v3]
pipeline = {} service_v3
[composite:main]
use = egg:Paste#urlmap
/v3 = api_v3
"""
FILTERS = ("json_body", "admin_token_auth", "site", "missing")
VHOST = """\
<VirtualHost *:5000>
    WSGIScriptAlias / {}
    <Directory /usr/bin>
        Require all granted
    </Directory>
</VirtualHost>
"""
UWSGI = """\
[uwsgi]
wsgi-file = {}
processes = 2
"""
CRON = """\
1 * * * * keystone keystone-manage {0}
@daily root echo {0}
"""
SCRIPTS = (
    "/usr/bin/keystone-wsgi-public",
    "/usr/bin/keystone-wsgi-admin",
    "/var/www/cgi-bin/keystone/main",
    "/srv/own.py",
)
COMMANDS = ("token_flush", "fernet_rotate", "credential_migrate", "trust_flush", "pki_setup")


def with_others(source: random.Random, between: tuple[str, str], files: Files) -> Files:
    """The files, in a part of all inputs with others beside them."""
    if source.random() > WITH_OTHERS:
        return files
    new = dict(files)
    if source.random() < 1 / 2:
        policies = by_chance(source.randrange(2**32), between)
        conf = policies.pop("keystone.conf")
        new |= {path: _bytes(text) for path, text in policies.items()}
        new["keystone.conf"] += b"\n" + _bytes(conf)
    if source.random() < 1 / 2:
        new["logging.conf"] = LOGGING.format(source.choice(CLASSES)).encode()
        new["keystone.conf"] += b"\n[DEFAULT]\nlog_config_append = logging.conf\n"
    if source.random() < 1 / 3:
        filters = " ".join(source.sample(FILTERS, source.randint(0, len(FILTERS))))
        egg = source.choice(("site#limit", "keystone#sizelimit", "keystone#ec2_extension"))
        new["keystone-paste.ini"] = PASTE.format(egg, filters).encode()
    if source.random() < 1 / 3:
        new["keystone.ini"] = UWSGI.format(source.choice(SCRIPTS)).encode()
    if source.random() < 1 / 3:
        new["wsgi-keystone.conf"] = VHOST.format(source.choice(SCRIPTS)).encode()
    if source.random() < 1 / 3:
        new["cron.d/keystone"] = CRON.format(source.choice(COMMANDS)).encode()
    return new


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
