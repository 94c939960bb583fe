"""How a release's oslo.policy reads and judges with a deployment's settings."""

from collections.abc import Iterable
from functools import lru_cache

import msgspec

from linter.catalog.entries import Catalog, Name, OptionEntry, normalised
from linter.model.facts import Setting
from linter.parse.effective import Configuration
from linter.parse.substitution import SubstitutionError, substitute
from linter.parse.values import Accepted, read_value

_GROUP = "oslo_policy"


class Regime(msgspec.Struct, frozen=True):
    """What holds in one release.

    `policy_file` is the file's name as set or by default, `policy_file_at` the assignment, None for
    the default; `policy_dirs` are in reading order. The rest are the differences between versions
    of oslo.policy that matter to who may do what.
    """

    policy_file: str
    policy_file_at: Setting | None
    policy_dirs: tuple[str, ...]
    default_rule: str
    takes_json: bool
    falls_back_to_json: bool
    enforces_scope: bool
    drops_old_defaults: bool
    knows_domain_scope: bool
    joins_as_text: bool
    compares_overrides: bool


def regime_of(catalog: Catalog, configuration: Configuration) -> Regime:
    """What holds in a release with this configuration."""
    options = _Options(catalog, configuration)
    version = _version(catalog, "oslo-policy")
    named = options.setting("policy_file")
    default = options.default("policy_file")
    return Regime(
        policy_file=options.text("policy_file") or "",
        policy_file_at=named,
        policy_dirs=options.texts("policy_dirs"),
        default_rule=options.text("policy_default_rule") or "",
        # 5.0.0 reads nothing but YAML, and looks for no other file.
        takes_json=version < (5,),
        falls_back_to_json=named is None and default == "policy.yaml" and version < (5,),
        # The option came with scopes and went in 6.0.0, from when on they are always enforced.
        enforces_scope=options.switch("enforce_scope", without=version >= (6,)),
        # Older libraries know no such option and always let the old default pass too.
        drops_old_defaults=options.switch("enforce_new_defaults", without=version >= (6,)),
        # Up to 1.x every token that is not system-scoped counts as one of a project.
        knows_domain_scope=version >= (2,),
        # Up to 2.x "NEW or OLD" is put together as text and parsed again.
        joins_as_text=version < (3,),
        # Before 5.0.0 checks had no equality, and an override always differed from the default.
        compares_overrides=version >= (5,),
    )


def _version(catalog: Catalog, package: str) -> tuple[int, ...]:
    """The version of a library that the release was read with; a recent one where it is unknown."""
    text = catalog.built_with.packages.get(package, "6")
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


@lru_cache(maxsize=32)
def _entries(catalog: Catalog) -> dict[str, OptionEntry]:
    return {e.name: e for e in catalog.options if normalised(e.group) == _GROUP}


class _Options:
    """The options of oslo.policy in one release."""

    def __init__(self, catalog: Catalog, configuration: Configuration) -> None:
        self.catalog = catalog
        self.configuration = configuration
        self.entries = _entries(catalog)

    def default(self, name: str) -> object:
        """The release's own default, None where it has no such option."""
        entry = self.entries.get(name)
        return msgspec.json.decode(entry.default) if entry else None

    def settings(self, name: str) -> tuple[Setting, ...]:
        """The assignments that count."""
        entry = self.entries.get(name)
        return _assigned(self.configuration, entry) if entry else ()

    def setting(self, name: str) -> Setting | None:
        """The assignment that counts, None where the default holds."""
        return next(iter(self.settings(name)), None)

    def text(self, name: str) -> str | None:
        """The value as text, None where there is none."""
        found = self.settings(name)
        default = self.default(name)
        return self._resolved(found[-1]) if found else None if default is None else str(default)

    def texts(self, name: str) -> tuple[str, ...]:
        """The values of an option that may be given several times."""
        found = self.settings(name)
        if found:
            return tuple(map(self._resolved, found))
        default = self.default(name)
        return tuple(map(str, default)) if isinstance(default, list) else ()

    def switch(self, name: str, *, without: bool) -> bool:
        """Whether a boolean option is on; `without` is what holds where there is none."""
        entry = self.entries.get(name)
        if entry is None:
            return without
        value = read_value(entry.type, self.text(name) or "")
        return value == Accepted(value=True)

    def _resolved(self, setting: Setting) -> str:
        try:
            return substitute(setting.value, self._referred, group=_GROUP)
        except SubstitutionError:
            return setting.value

    def _referred(self, name: Name) -> str | None:
        for entry in self.catalog.options:
            if (normalised(entry.group), entry.name) == (normalised(name[0]), name[1]):
                found = _assigned(self.configuration, entry)
                default = msgspec.json.decode(entry.default)
                return found[-1].value if found else "" if default is None else str(default)
        return None


def _assigned(configuration: Configuration, entry: OptionEntry) -> tuple[Setting, ...]:
    names: Iterable[Name] = ((entry.group, entry.name), *entry.aliases)
    return configuration.effective(tuple(names), multi=entry.multi).winners
