"""Prepared files, for the tests of their renderers."""

from pathlib import Path

from msgspec.structs import replace

from linter.difference.effective import ValueChange
from linter.difference.held import Held
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Change, Choice, Decision, NewFile, Style
from linter.preparation.case import Part
from linter.preparation.entries import Entry, Origin, Tree
from linter.preparation.explaining import Explained
from linter.preparation.made import Made
from linter.preparation.preparation import Preparation, PreparedDeployment
from linter.preparation.proof import Proof
from tests.waivers.made import UPGRADE, finding

MAIN = "keystone.conf"
SOURCE = Path("/srv/etc/keystone")


def at(line: int, path: str = MAIN, node: str = "") -> Location:
    return Location(node, path, line, line)


def provider(node: str = "", line: int = 12) -> Decision:
    return Decision(
        "[token] provider",
        "The target has no provider uuid; which one is to be used?",
        (
            Choice("set", "write another provider", takes_value=True, values=("fernet", "jws")),
            Choice("default", "comment it out; the target then uses fernet"),
        ),
        at(line, node=node),
        ("config/token-provider-removed",),
    )


USUAL = Decision(
    "[DEFAULT] my_option",
    "No release knows this name; does a plugin read it?",
    (Choice("keep", "leave the line"), Choice("default", "comment it out")),
    at(30),
    usual="keep",
)
ANSWERED = Decision(
    "policy identity:get_user",
    "The rule is gone; what is to become of it?",
    (Choice("set", "", takes_value=True), Choice("drop", "leave it out")),
    at(3, "policy.json"),
    usual="drop",
    chosen="set",
)
RENAMED = Change(
    Action.RENAMED,
    "[DEFAULT] sql_connection",
    at(4),
    "the target reads [database] connection",
    ("config/renamed",),
)
GONE = Change(
    Action.COMMENTED_OUT, "[token] provider", at(12), "it is gone", decision="[token] provider"
)
CONVERTED = Change(Action.CONVERTED, "policy.json", at(0, "policy.json"), "the target reads YAML")
DEFAULT = Explained(
    ValueChange(
        ("token", "expiration"),
        "",
        "default-changed",
        Held("3600", "default"),
        Held("7200", "default"),
    ),
    "the default changed in 2025.1",
)
LOST = ValueChange(
    ("identity", "driver"),
    "corp",
    "gone",
    Held("ldap", "set", (at(2, "domains/keystone.corp.conf"),)),
    Held("", "unread"),
    ("identity", "backend"),
)
LINK = Gap(
    "site.conf",
    "it leads out of the directory",
    "give its directory",
    required=True,
    at=at(0, "site.conf"),
)
ENTRIES = tuple(
    Entry(path, SOURCE / was, origin, was=was)
    for path, was, origin in (
        ("", "keystone-paste.ini", Origin.LEFT_OUT),
        ("README", "README", Origin.NOT_UNDERSTOOD),
        ("current.conf", "current.conf", Origin.LINK),
        ("fernet-keys/0", "fernet-keys/0", Origin.KEY),
        (MAIN, MAIN, Origin.EDITED),
        ("logging.conf", "logging.conf", Origin.COPIED),
        ("policy.yaml", "policy.json", Origin.CONVERTED),
    )
)


def made(*deployments: PreparedDeployment, tree: Tree | None = None, **others: object) -> Made:
    fields = {"idle_answers": ("[token] expiry",)} | others
    preparation = Preparation(UPGRADE, Style.KEEP, deployments, real_samples=False)
    return Made(
        replace(preparation, **fields),
        Tree(ENTRIES) if tree is None else tree,
        "new",
        command="kslint prepare etc --output new",
    )


SOUND = made(
    PreparedDeployment(
        ("",), Part(changes=(RENAMED,), decisions=(USUAL,)), Proof(explained=(DEFAULT,))
    ),
    idle_answers=(),
)
FULL = replace(
    made(
        PreparedDeployment(
            ("",),
            Part(
                (NewFile("policy.json", b"{}", "policy.yaml"),),
                (),
                (RENAMED, GONE, CONVERTED),
                (provider(), USUAL, ANSWERED),
                (LINK,),
            ),
            Proof((DEFAULT,), (LOST,), (finding("config/dead"),), ("[DEFAULT] old",)),
        )
    ),
    patch="upgrade.patch",
    changed=(MAIN, "policy.yaml", "policy.json"),
)


def of_nodes() -> Made:
    """Three nodes, two of which have the same files; all have one decision and one change."""
    own = Change(Action.DROPPED, "[cache] memcache_servers", at(9), "it is gone")
    one, other = (
        PreparedDeployment(
            names,
            Part(
                changes=(replace(RENAMED, at=at(4, node=names[0])), *more),
                decisions=(provider(names[0], line),),
            ),
            Proof(),
        )
        for names, line, more in ((("ctl1", "ctl2"), 12, ()), (("ctl3",), 14, (own,)))
    )
    return made(one, other, idle_answers=())
