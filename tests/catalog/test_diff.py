from msgspec.structs import replace

from linter.catalog.diff import differences
from linter.catalog.entries import NoteEntry, PolicyRule
from tests.catalog.samples import catalog, option

SHIPPED = replace(
    catalog("2027.1", 31, option("token", "provider", default="fernet")),
    policy_rules=(PolicyRule("identity:get_user", "rule:owner"),),
    notes=(NoteEntry("bug-1"),),
    commands=("bootstrap", "db_sync"),
)


def test_equal_catalogs_have_no_difference() -> None:
    assert differences(SHIPPED, replace(SHIPPED)) == ()


def test_each_difference_is_a_sentence() -> None:
    rebuilt = replace(
        SHIPPED,
        options=(option("token", "provider", default="jws"),),
        policy_rules=(PolicyRule("identity:get_user", "rule:owner", scopes=("system",)),),
        notes=(),
        commands=("bootstrap",),
    )
    assert differences(SHIPPED, rebuilt) == (
        'commands: ["bootstrap","db_sync"] at hand, ["bootstrap"] rebuilt',
        'notes bug-1 id: only in the catalog at hand, "bug-1"',
        'options [token] provider default: "fernet" at hand, "jws" rebuilt',
        'policy_rules identity:get_user scopes: only in the rebuilt catalog, ["system"]',
    )
