"""What oslo.config and oslo.messaging say of options."""

from linter.logs.known.template import Template, pattern, sentence
from linter.model.logs import EventKind

_HEAD = r'(?:Deprecated: )?Option "(?P<option>[^"\s]+)" from group "(?P<group>[^"\s]+)" '
_SUBJECT = "[{group}] {option}"
_NEW = "[{new_group}] {new_option}"

# oslo_config/cfg.py, logger oslo_config.cfg. The reason since 4.6.0, the prefix since 6.3.0 where
# oslo.log is installed.
OSLO_CONFIG = (
    Template(
        EventKind.OPTION_REMOVAL,
        "deprecated for removal",
        pattern(
            _HEAD + r"is deprecated for removal(?: \(.*\))?\. Its value may be silently ignored in "
            r"the future\."
        ),
        _SUBJECT,
    ),
    Template(
        EventKind.OPTION_RENAMED,
        "is deprecated. Use option",
        pattern(
            _HEAD + r'is deprecated\. Use option "(?P<new_option>[^"\s]+)" from group '
            r'"(?P<new_group>[^"\s]+)"\.'
        ),
        _SUBJECT,
        _NEW,
    ),
    # systemctl and journalctl take away the middle of a line that is wider than the terminal.
    Template(
        EventKind.OPTION_REMOVAL,
        " from group ",
        pattern(_HEAD + r".*?(?:\.\.\.|…).*?future\."),
        _SUBJECT,
    ),
    Template(
        EventKind.OPTION_RENAMED,
        " from group ",
        pattern(
            _HEAD + r'.*?(?:\.\.\.|…)(?:.*?"(?P<new_option>[^"\s]+)" from group )?'
            r'.*?"?(?P<new_group>[^"\s]*)"\.'
        ),
        _SUBJECT,
        _NEW,
    ),
    # Syslog takes away the end.
    Template(
        EventKind.OPTION_REMOVAL,
        "deprecated for removal",
        pattern(_HEAD + "is deprecated for removal.*"),
        _SUBJECT,
    ),
    Template(
        EventKind.OPTION_RENAMED,
        "is deprecated. Use option",
        pattern(_HEAD + r'is deprecated\. Use option(?: "(?P<replacement>[^"\s]+)")?.*'),
        _SUBJECT,
        "{replacement}",
    ),
    # Two blanks are real; written whenever code reads the old name.
    Template(
        EventKind.OPTION_RENAMED,
        "is deprecated. Use option",
        pattern(
            r"Config option (?P<group>[^\s.]+)\.(?P<option>\S+) is deprecated\. Use option "
            r"(?P<new_group>[^\s.]+)\.(?P<new_option>\S+) instead\."
        ),
        _SUBJECT,
        _NEW,
    ),
    Template(
        EventKind.OPTION_IMMUTABLE,
        "Ignoring change to immutable option",
        pattern(r"Ignoring change to immutable option (?P<group>[^\s.]+)\.(?P<option>[\w-]+)"),
        _SUBJECT,
    ),
    # oslo_config/validator.py
    Template(
        EventKind.OPTION_REMOVAL,
        "Deprecated opt",
        pattern(r"Deprecated opt (?P<group>[^\s/]+)/(?P<option>\S+) found"),
        _SUBJECT,
    ),
    # The group is not told. Where it ends the process, it stands in the message of that.
    Template(
        EventKind.OPTION_VALUE,
        "alue for option ",
        pattern(
            r"(?:Unhandled error: )?(?:[\w.]*Error: )?(?:Default value|Value) for option "
            r"(?P<subject>\S+) (?:from .*?)?is not valid: .*?"
            r"(?= Traceback \(most recent call last\)|\Z)"
        ),
        varies=True,
    ),
)

# oslo_messaging: transport.py and _drivers/impl_rabbit.py, until Rocky and Queens.
OSLO_MESSAGING = (
    Template(
        EventKind.OPTION_REMOVAL,
        'legacy "rpc_backend" is deprecated',
        pattern(
            r'legacy "rpc_backend" is deprecated, "[^"]*" must be replaced by '
            r'"(?P<replacement>[^"]*)"'
        ),
        "[DEFAULT] rpc_backend",
        "{replacement}",
    ),
    Template(
        EventKind.OPTION_REMOVAL,
        "fake_rabbit option is deprecated",
        sentence(
            "Deprecated: fake_rabbit option is deprecated, set rpc_backend to kombu+memory or use "
            "the fake driver instead."
        ),
        "[oslo_messaging_rabbit] fake_rabbit",
    ),
)
