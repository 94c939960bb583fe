"""Options as oslo.config registers them and as a catalog describes them, side by side."""

from dataclasses import dataclass
from pathlib import Path

from oslo_config import cfg

from linter.catalog.entries import Name, OptionType
from linter.parse.effective import Configuration, configuration
from linter.parse.substitution import SubstitutionError, substitute
from linter.parse.values import Rejected, read_value
from tests.parse.oslo import Refused, Value, read, value_of

STRING = OptionType("string")


@dataclass(frozen=True)
class Option:
    """One option, twice."""

    group: str
    opt: cfg.Opt
    kind: OptionType = STRING
    aliases: tuple[Name, ...] = ()

    @property
    def names(self) -> tuple[Name, ...]:
        return ((self.group, self.opt.dest), *self.aliases)


def chosen(group: str, name: str, *choices: str) -> Option:
    opt = cfg.StrOpt(name, choices=list(choices))
    return Option(group, opt, OptionType("string", choices=choices))


EXPIRATION = Option(
    "token", cfg.IntOpt("expiration", default=3600, min=0), OptionType("integer", min=0)
)
MAX_ACTIVE_KEYS = Option(
    "fernet_tokens", cfg.IntOpt("max_active_keys", min=1), OptionType("integer", min=1)
)
KEY_REPOSITORY = Option("fernet_tokens", cfg.StrOpt("key_repository"))
HASH = chosen("identity", "password_hash_algorithm", "bcrypt", "scrypt", "pbkdf2_sha512")
SCOPE = chosen("ldap", "query_scope", "one", "sub")
BACKEND = chosen("cache", "backend", "oslo_cache.memcache_pool", "dogpile.cache.null")
ROUNDS = Option("identity", cfg.IntOpt("password_hash_rounds"), OptionType("integer"))
DEBUG = Option("DEFAULT", cfg.BoolOpt("debug", default=False), OptionType("boolean"))
CONNECTION = Option("database", cfg.StrOpt("connection"))
DOMAIN = Option("identity", cfg.StrOpt("default_domain_id", default="default"))
DRIVER = Option("identity", cfg.StrOpt("driver", default="sql"))
PROVIDER = Option("token", cfg.StrOpt("provider", default="fernet"))
PASSWORD = Option("ldap", cfg.StrOpt("password", secret=True))
LDAP_URL = Option("ldap", cfg.StrOpt("url"))
REGEX = Option("security_compliance", cfg.StrOpt("password_regex"))
TEMPLATES = Option("catalog", cfg.StrOpt("template_file"))
ENDPOINT = Option("DEFAULT", cfg.URIOpt("public_endpoint"), OptionType("uri"))
METHODS = Option("auth", cfg.ListOpt("methods"), OptionType("list"))
LOG_DIRECTORY = Option(
    "DEFAULT",
    cfg.StrOpt("log_directory", deprecated_name="logdir"),
    aliases=(("DEFAULT", "logdir"),),
)
LOG_FOLDER = Option(
    "DEFAULT",
    cfg.StrOpt("log_place", deprecated_name="log-folder"),
    aliases=(("DEFAULT", "log-folder"),),
)
CACHING = Option(
    "resource",
    cfg.BoolOpt("caching", default=False, deprecated_group="assignment"),
    OptionType("boolean"),
    aliases=(("assignment", "caching"),),
)
OPT_OUT = Option("DEFAULT", cfg.MultiStrOpt("notification_opt_out"), OptionType("multi"))


def real(option: Option, content: bytes, folder: Path) -> Value | Refused:
    """What oslo.config makes of the option in a file."""
    return value_of(content, option.opt, option.group, folder)


def judged(option: Option, content: bytes) -> Value | Refused:
    """What kslint makes of it, with oslo.config's names for what is refused."""
    file = read(content)
    for flaw in file.flaws:
        if flaw.fatal:
            unicode = flaw.kind == "not-utf-8"
            return Refused("UnicodeDecodeError" if unicode else "ConfigFileParseError")
    return _converted(option, configuration((file,)))


def _converted(option: Option, config: Configuration) -> Value | Refused:
    winners = config.effective(option.names, multi=option.opt.multi).winners
    if not winners:
        return Value(option.opt.default)

    def lookup(name: Name) -> str | None:
        registered = {("DEFAULT", "use_syslog"): "False", ("DEFAULT", "log_dir"): ""}
        return registered.get(name)

    values = []
    for setting in winners:
        try:
            text = substitute(setting.value, lookup, group=option.group)
        except SubstitutionError:
            return Refused("NoSuchOptError")
        verdict = read_value(option.kind, text)
        if isinstance(verdict, Rejected):
            return Refused("ConfigFileValueError")
        values.append(verdict.value)
    return Value(values if option.opt.multi else values[-1])
