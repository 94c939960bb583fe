"""What oslo.db, keystonemiddleware and the web servers say of what will not do for them."""

from linter.logs.known.template import Template, pattern, sentence
from linter.model.logs import EventKind, Origin

# oslo_db/sqlalchemy/engines.py and enginefacade.py
OSLO_DB = (
    Template(
        EventKind.DATABASE,
        "portion, and will make use of a default driver",
        pattern(
            r"URL \S.*? does not contain a '\+drivername' portion, and will make use of a default "
            r"driver\. A full dbname\+drivername:// protocol is recommended\.(?: For MySQL, it is "
            r"strongly recommended that mysql\+pymysql:// be specified for maximum service "
            r"compatibility)?"
        ),
        "[database] connection",
        origin=Origin.LIBRARY,
    ),
    Template(
        EventKind.DATABASE,
        ", consider enabling TRADITIONAL or STRICT",
        pattern(r"MySQL SQL mode is '[^']*', consider enabling TRADITIONAL or STRICT_ALL_TABLES"),
        "[database] mysql_sql_mode",
        origin=Origin.LIBRARY,
    ),
    Template(
        EventKind.DATABASE,
        "Unable to detect effective SQL mode",
        sentence("Unable to detect effective SQL mode"),
        "[database] mysql_sql_mode",
        origin=Origin.LIBRARY,
    ),
    Template(
        EventKind.DATABASE,
        "Configuration option(s) ",
        pattern(r"Configuration option\(s\) \[u?'(?P<subject>\w+)'.*?\] not supported"),
        "[database] {subject}",
        origin=Origin.LIBRARY,
    ),
)

# mod_wsgi's src/server/mod_wsgi.c and uWSGI's plugins/python/python_plugin.c: keystone did not
# start, and has no log of its own that would say so.
WEB_SERVERS = (
    Template(
        EventKind.FAILURE,
        "Failed to exec Python script file ",
        pattern(
            r"(?:mod_wsgi \(pid=\d+\): )?(?P<message>Failed to exec Python script file "
            r"'(?P<place>[^']*/)?(?P<subject>[^'/]*)'\.)"
        ),
    ),
    # mod_wsgi 6 gives each message a number.
    Template(
        EventKind.FAILURE,
        "Unable to execute Python script file ",
        pattern(
            r"(?:WSGI\d{4}: )?(?P<message>Unable to execute Python script file "
            r"'(?P<place>[^']*/)?(?P<subject>[^'/]*)'\.)"
        ),
    ),
    Template(
        EventKind.FAILURE,
        "Target WSGI script ",
        pattern(
            r"(?:mod_wsgi \(pid=\d+[^)]*\): )?(?P<message>Target WSGI script "
            r"'(?P<place>[^']*/)?(?P<subject>[^'/]*)' "
            r"(?:cannot be loaded as Python module|does not contain WSGI application '[^']*')\.)"
        ),
    ),
    Template(
        EventKind.FAILURE,
        "unable to load app ",
        pattern(r"unable to load app \d+ \(mountpoint='[^']*'\) \([^)]*\)"),
        "uwsgi",
    ),
)

# keystonemiddleware/auth_token: what keystone's own middleware is made of does not write these.
AUTH_TOKEN = (
    Template(
        EventKind.OPTION_VALUE,
        "service_token_roles_required set to False",
        pattern(
            r"AuthToken middleware is set with keystone_authtoken\.service_token_roles_required "
            r"set to False\.(?:.*to True\.|.*)"
        ),
        "[keystone_authtoken] service_token_roles_required",
        origin=Origin.SERVICE,
    ),
    Template(
        EventKind.FEATURE,
        "but it was not a valid service token",
        sentence(
            "A valid token was submitted as a service token, but it was not a valid service token. "
            "This is incorrect but backwards compatible behaviour. This will be removed in future "
            "releases."
        ),
        "service token",
        origin=Origin.SERVICE,
    ),
)
