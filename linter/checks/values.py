"""What a setting is worth: the assignment that wins, what it resolves to, when it is read."""

from typing import Any

import msgspec

from linter.catalog.entries import Name, OptionEntry, Phase
from linter.checks.context import Context
from linter.checks.names import Names, key_of
from linter.model.facts import Setting
from linter.model.finding import Severity
from linter.model.passwords import MASK
from linter.model.visible import visible
from linter.parse.effective import Configuration, normalised
from linter.parse.masking import without_credentials
from linter.parse.substitution import SubstitutionError, substitute
from linter.parse.values import Accepted, Rejected, read_value


def names_read(entry: OptionEntry) -> tuple[Name, ...]:
    """Every name under which an option is looked up, in the order in which oslo.config tries."""
    return (key_of(entry), *((normalised(group), name) for group, name in entry.aliases))


def pinned_value(
    context: Context, entry: OptionEntry, configuration: Configuration | None = None
) -> Setting | None:
    """The assignment that gives an option its value, None when the default holds."""
    winners = pinned_values(configuration or context.deployment.configuration, entry)
    return winners[-1] if winners else None


def pinned_values(configuration: Configuration, entry: OptionEntry) -> tuple[Setting, ...]:
    """The assignments that give an option its value; several for a multi-valued option."""
    return configuration.effective(names_read(entry), multi=entry.multi).winners


def default_of(entry: OptionEntry) -> Any:  # the JSON value that the catalog holds
    """The default as a plain value, None when the option has none."""
    return None if entry.default is None else msgspec.json.decode(entry.default)


def equals_default(setting: Setting, entry: OptionEntry) -> bool:
    """Whether an assignment says what the release would do without it."""
    default = default_of(entry)
    if entry.multi and isinstance(default, list):
        return [setting.value] == default
    if default is None:
        return setting.value == ""
    if setting.value == default:
        return True
    return read_value(entry.type, setting.value) == Accepted(default)


def judged(
    setting: Setting, entry: OptionEntry, names: Names, configuration: Configuration
) -> Accepted | Rejected:
    """What the release makes of an assignment, `$` references resolved first."""

    def lookup(name: Name) -> str | None:
        return referred_text((normalised(name[0]), name[1]), names, configuration)

    key = key_of(entry)
    try:
        text = substitute(setting.value, lookup, group=key[0], within=(key,))
    except SubstitutionError as error:
        return Rejected(_told(error, setting, entry))
    verdict = read_value(entry.type, text)
    if isinstance(verdict, Rejected):
        return Rejected(f"the option takes {verdict.reason}")
    return verdict


def _told(error: SubstitutionError, setting: Setting, entry: OptionEntry) -> str:
    """What is wrong with a reference, naming it only where it is no part of a secret."""
    said = str(error)
    reference = said.split(maxsplit=1)[0]
    if entry.secret or setting.shown == MASK or reference.lstrip("$") not in setting.value:
        return "a $ reference in it leads nowhere or back to itself"
    return said


def referred_text(name: Name, names: Names, configuration: Configuration) -> str | None:
    """The text that a `$` reference by this name stands for; None where no option has the name.

    By an old name oslo.config finds the option, but then looks for its value in the group of that
    old name instead of its own (ConfigOpts._get_opt_info and _do_get).
    """
    entry = names.find(name)
    if entry is None:
        return None
    if name in names.current:
        return text_of(entry, configuration)
    return _text_among(((name[0], entry.name), *names_read(entry)[1:]), entry, configuration)


def text_of(entry: OptionEntry, configuration: Configuration) -> str:
    """The text that an option stands for in a `$` reference: as set, else its default."""
    return _text_among(names_read(entry), entry, configuration)


def _text_among(names: tuple[Name, ...], entry: OptionEntry, configuration: Configuration) -> str:
    winners = configuration.effective(names, multi=entry.multi).winners
    if winners:
        return winners[-1].value
    default = default_of(entry)
    return "" if default is None else _text(default)


def effective_text(
    context: Context, group: str, name: str, configuration: Configuration | None = None
) -> str | None:
    """The value that the target will see, as text; None when it knows no such option."""
    entry = context.target.find((normalised(group), name))
    if entry is None:
        return None
    configuration = configuration or context.deployment.configuration
    setting = pinned_value(context, entry, configuration)
    if setting is None:
        return text_of(entry, configuration)
    verdict = judged(setting, entry, context.target, configuration)
    return _text(verdict.value) if isinstance(verdict, Accepted) else setting.value


def shown_value(setting: Setting, value: str) -> str:
    """One of a setting's values fit to print; what a reference stands for may be a secret."""
    if setting.shown == MASK or not {"$", "\n"}.isdisjoint(setting.value):
        return setting.shown
    return visible(without_credentials(value)) or "(empty)"


def _text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def phase_of(context: Context, entry: OptionEntry) -> Phase:
    """When the target first reads an option, given what else is set."""
    if entry.read:
        return entry.read
    key = (entry.group, entry.name)
    for reading in context.target.catalog.readings:
        if effective_text(context, reading.group, reading.name) != reading.value:
            continue
        if key in reading.start:
            return "start"
        if key in reading.token:
            return "token"
    return ""


def severity_when_broken(context: Context, entry: OptionEntry, setting: Setting) -> Severity:
    """A blocker where the option is read before the first token is out, else a condition.

    In a domain overlay: where overlays are read, since the first request loads every one of them
    (keystone.identity.core.DomainConfigs).
    """
    if context.deployment.overlay_of(setting):
        broken = entry.group in {"identity", "ldap"} and reads_overlays(context)
        return Severity.BLOCKER if broken else Severity.CONDITION
    return Severity.BLOCKER if phase_of(context, entry) else Severity.CONDITION


def reads_overlays(context: Context) -> bool:
    """Whether keystone reads the overlay files of domains at all."""
    enabled = effective_text(context, "identity", "domain_specific_drivers_enabled")
    database = effective_text(context, "identity", "domain_configurations_from_database")
    return enabled == "True" and database != "True"


def consequence(context: Context, entry: OptionEntry, setting: Setting) -> str:
    """What happens when the option is read and cannot be used."""
    if context.deployment.overlay_of(setting):
        broken = severity_when_broken(context, entry, setting) is Severity.BLOCKER
        return _CONSEQUENCES["token" if broken else ""]
    return _CONSEQUENCES[phase_of(context, entry)]


_CONSEQUENCES: dict[Phase, str] = {
    "start": "keystone does not start",
    "token": "keystone starts but issues no token",
    "": "keystone starts; whatever first reads the option will fail",
}
