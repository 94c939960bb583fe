"""Configurations written at random of the names of real releases, and what must hold of them."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec.structs import replace

from linter.catalog import store
from linter.catalog.entries import Name, OptionEntry
from linter.checks.context import Context
from linter.checks.names import Names, key_of
from linter.checks.standing import Fate, Span, standing_of
from linter.checks.values import names_read
from linter.difference.effective import ValueChange, effective_after
from linter.difference.said import spoken, subject_of
from linter.engine import access_of, contexts_of, evaluate, join, without_lesser
from linter.inference import upgrade_between
from linter.model.facts import Setting
from linter.model.location import Location
from linter.model.preparation import Answer, Style
from linter.model.release import Upgrade
from linter.model.snapshot import Node
from linter.parse.deployment import read_deployment
from linter.parse.template import holds_construct
from linter.preparation.case import Case, Part
from linter.preparation.options import plan_options
from linter.preparation.options_edits import edited_files
from linter.preparation.planning import Planned, planned, renewed
from linter.preparation.proof import proofs
from linter.preparation.remaining import with_remaining
from linter.rebase.ini_lines import document
from linter.rebase.ini_places import page
from linter.ruleset import Ruleset, load_rules
from linter.samples.facts import facts_samples
from linter.samples.files import Samples
from tests.preparation.cases import KNOWLEDGE, node_of

BETWEEN = (
    ("train", "ussuri"),
    ("2024.1", "2025.1"),
    ("queens", "2025.1"),
    ("pike", "2026.2"),
    ("pike", "queens"),
    ("yoga", "2023.1"),
    ("zed", "2024.1"),
    ("2025.1", "2026.1"),
    ("stein", "yoga"),
)
SITE = (("our_plugin", "mode"), ("token", "expirationn"), ("openid", "remote_id_attribute"))
VALUES = (
    "", "1", "0", "-1", "true", "False", "a,b", "a:b", "$nothing", "$$", "%", '"quoted"', "a = b",
    "sql", "fernet", "uuid", "10.0.0.1", "http://a/$debug", "x" * 300, "ä", "a  b", "# c", "$",
    "first\n    second", "5000", "sqlite://", "mysql://a:canary@b/c", "${", "3.5", "'", "[a]",
)  # fmt: skip
HEADS = ("[{}]\n", "[{}]  \n", "\n[{}]\n", "# about it\n[{}]\n")
LINES = (
    "{} = {}\n",
    "{}={}\n",
    "{}: {}\n",
    "{}   =   {}  \n",
    "# said by an operator\n{} = {}\n",
    "#{0} = 1\n# why\n{0} = {1}\n",
    "; {0}\n{0}={1}\n",
    "\n{} = {}\n\n",
)
Files = dict[str, bytes]
POLICY_FILE = "[oslo_policy] policy_file"
"""The option whose value changes with the name of the file."""


@cache
def upgrade_of(between: tuple[str, str]) -> Upgrade:
    """The upgrade from one series to another."""
    source, target = (store.release_by_name(series) for series in between)
    return upgrade_between(source, target, store.releases(), ("given", "given"))


@cache
def span_of(between: tuple[str, str]) -> Span:
    """The names of an upgrade, which take longer to index than a case to prepare."""
    empty = read_deployment(node_of({"keystone.conf": ""}), ("",), store.secret_names())
    return next(contexts_of([empty], upgrade_of(between), KNOWLEDGE)).span


@cache
def samples(series: str) -> Samples:
    return facts_samples(store.load(series))


@cache
def rules() -> Ruleset:
    return load_rules()


def case_of_node(
    node: Node,
    between: tuple[str, str],
    answers: tuple[Answer, ...] = (),
    style: Style = Style.KEEP,
) -> Case:
    """The node as a case whose access rules nobody compared, and of which no rule was asked."""
    deployment = read_deployment(node, ("",), store.secret_names())
    span = span_of(between)
    standings = tuple(
        standing_of(setting, span)
        for setting in deployment.settings()
        if not (setting.templated and holds_construct(setting.group + setting.name))
    )
    context = Context(deployment, upgrade_of(between), (deployment,), span, standings)
    ends = tuple(map(samples, between))
    return Case(context, node, rules(), (), answers, style, ends[0], ends[1])


def judged(case: Case) -> Case:
    """The case with what all rules say of it, as a run has it."""
    context = replace(case.context, access=access_of(case.context.deployment, case.context.span))
    upgrade = context.upgrade
    asked = [rule for rule in case.rules if not rule.crosses or upgrade.crosses(rule.crosses)]
    found = [finding for rule in asked for finding in evaluate(rule, context)[0]]
    return replace(case, context=context, findings=join(without_lesser(found, case.rules)))


@cache
def clusters(between: tuple[str, str]) -> tuple[tuple[tuple[Name, ...], ...], ...]:
    """The names that are about one option: of those that do not stay as they are, and of others."""
    span = span_of(between)
    found: dict[Name, set[Name]] = {}
    for names in (span.source, *span.crossed):
        for name, entry in names.current.items():
            heir = _heir(span, name)
            own = found.setdefault(key_of(heir) if heir else name, set())
            own.update(names_read(entry))
    moving: list[tuple[Name, ...]] = []
    staying: list[tuple[Name, ...]] = []
    for name, own in sorted(found.items()):
        cluster = tuple(sorted(own | {name}))
        is_kept = all(_fate(span, each) is Fate.CURRENT for each in cluster)
        (staying if is_kept and len(cluster) == 1 else moving).append(cluster)
    return tuple(moving), tuple(staying)


def _fate(span: Span, name: Name) -> Fate:
    return standing_of(Setting(*name, "", "", Location()), span).fate


def _heir(span: Span, name: Name) -> OptionEntry | None:
    return standing_of(Setting(*name, "", "", Location()), span).entry


def written(source: random.Random) -> tuple[tuple[str, str], Files]:
    """An upgrade, and the files of a deployment."""
    between = source.choice(BETWEEN)
    moving, staying = clusters(between)
    names: list[Name] = []
    for _ in range(source.randint(1, 4)):
        cluster = source.choice(moving if source.random() < 3 / 4 else staying)
        names += source.sample(cluster, min(len(cluster), source.randint(1, 3)))
    if source.random() < 1 / 4:
        names.append(source.choice(SITE))
    paths = ["keystone.conf"]
    if source.random() < 1 / 2:
        paths += ["keystone.conf.d/a.conf", "keystone-dist.conf"][: source.randint(1, 2)]
    if source.random() < 1 / 3:
        paths.append("domains/keystone.sales.conf")
    return between, {path: _file(source, between, names) for path in paths}


def _file(source: random.Random, between: tuple[str, str], names: list[Name]) -> bytes:
    text = source.choice(("", "", "# a file\n\n", "\ufeff", "[token]\n"))
    lines = [source.choice(names) for _ in range(source.randint(0, 6))]
    group = ""
    for name in lines:
        if name[0] != group or source.random() < 1 / 8:
            group = name[0]
            spelt = group.title() if source.random() < 1 / 12 and group != "DEFAULT" else group
            text += source.choice(HEADS).format(spelt)
        value = _value(source, between, name, names)
        text += source.choice(LINES).format(name[1], value)
    if source.random() < 1 / 10:
        text = text.replace("\n", "\r\n")
    if source.random() < 1 / 10:
        text = text.rstrip("\r\n")
    if source.random() < 1 / 40:
        text += source.choice(
            (
                "\nno assignment\n",
                "[token] # same line\n",
                "{{ filled }}\n",
                "[open\n",
                "a = {% if b %}\n",
            )
        )
    return text.encode()


def _value(source: random.Random, between: tuple[str, str], name: Name, names: list[Name]) -> str:
    chance = source.random()
    if chance < 1 / 8:
        group, other = source.choice(names)
        return source.choice(("${}", "${{{}}}", "a${}b")).format(
            other if source.random() < 1 / 2 else f"{group}.{other}"
        )
    if chance < 1 / 3:
        return source.choice(VALUES)
    entry = span_of(between).source.find(name) or span_of(between).target.find(name)
    return good_value(source, entry) if entry else "a"


def good_value(source: random.Random, entry: OptionEntry) -> str:
    """A value that an option takes, most likely."""
    if entry.type.choices:
        return source.choice(entry.type.choices)
    return source.choice(_GOOD.get(entry.type.kind, ("a", "b,c")))


_GOOD = {
    "integer": ("5", "60", "100"),
    "port": ("80", "5000"),
    "float": ("1.5", "2"),
    "boolean": ("true", "off", "1"),
    "list": ("a", "a,b"),
    "dict": ("a:b", "a:b,c:d"),
    "uri": ("http://a.example/", "https://b.example:5000"),
    "host-address": ("10.0.0.1", "a.example"),
    "ip": ("10.0.0.1",),
}


def deployed(files: Mapping[str, bytes]) -> Node:
    """The files as a node."""
    return node_of(files)


def check(
    between: tuple[str, str],
    files: Files,
    answers: tuple[Answer, ...] = (),
    style: Style = Style.KEEP,
    *,
    is_judged: bool = False,
) -> Part:
    """Prepare the files, and look at everything that must hold whatever they say.

    Judged by every rule, as in a run, the result must be proved too.
    """
    case = case_of_node(deployed(files), between, answers, style)
    case = judged(case) if is_judged else case
    result = planned(case, store.secret_names())
    part, after = result.part, renewed(case.node, result.part.files)
    assert "canary" not in repr((part.changes, part.decisions, part.gaps))
    ids = [decision.id for decision in part.decisions]
    assert len(ids) == len(set(ids)), ids
    _every_change_is_told(case, result)
    if style is Style.KEEP:
        _every_other_line_is_kept(case, part, after)
    _twice_is_once(case, part, after, between)
    if is_judged:
        _it_is_proved(case, result)
    return part


def _it_is_proved(case: Case, result: Planned) -> None:
    """Nothing differs without a reason, and nothing that is asked for is asked for twice."""
    (proof,) = proofs([(case, result)], KNOWLEDGE)
    assert "canary" not in repr(proof)
    assert (proof.unexplained, proof.untold) == ((), ())
    decisions = with_remaining(case, result, proof.remaining, proof.left)
    ids = [decision.id for decision in decisions]
    assert len(ids) == len(set(ids)), ids
    assert "canary" not in repr(decisions)


def prepared(case: Case) -> tuple[Part, Node]:
    """What is planned for the options, and the files that come of it."""
    planned = plan_options(case)
    files = edited_files(case, planned.edits)
    part = Part(files.files, (), files.changes, planned.decisions, (*planned.gaps, *files.gaps))
    return part, renewed(case.node, files.files)


def _every_change_is_told(case: Case, result: Planned) -> None:
    part, compared = result.part, effective_after(case.context, result.after)
    for change in compared.changes:
        if change.before.at or change.after.at:
            names = _names(case.context, change)
            told = _told(part, names, spoken(change.domain)) or _follows_answer(case, change)
            assert told, (change, part)


def _follows_answer(case: Case, change: ValueChange) -> bool:
    """Whether the value refers to others, of which one may have been decided otherwise."""
    settings = (it for it in case.context.deployment.settings() if it.at in change.before.at)
    return bool(case.answers) and any("$" in setting.value for setting in settings)


def _names(context: Context, change: ValueChange) -> set[str]:
    names = {change.option, change.successor or change.option}
    for end in (context.source, context.target):
        names |= {each for name in tuple(names) for each in _read(end, name)}
    return set(map(subject_of, names))


def _read(end: Names, name: Name) -> tuple[Name, ...]:
    entry = end.find(name)
    return names_read(entry) if entry else ()


def _told(part: Part, names: set[str], domain: str) -> bool:
    """Whether a person is asked, or told of a line that is no longer there, or of one left."""
    ids = {f"{name} of domain {domain}" if domain else name for name in names}
    asked = any(decision.id in ids for decision in part.decisions)
    gone = any(
        change.subject in names and (change.action == "commented out" or change.decision)
        for change in part.changes
    )
    left = any(name in gap.what for gap in part.gaps for name in names)
    named = POLICY_FILE in names and any(change.subject == POLICY_FILE for change in part.changes)
    return asked or gone or left or named


def _every_other_line_is_kept(case: Case, part: Part, after: Node) -> None:
    new = {file.path: file.content for file in (*after.configuration, *after.domains)}
    for source in (*case.node.configuration, *case.node.domains):
        path = source.path
        lines = [line.text for line in document(source.content).lines]
        spans = {
            setting.at.line: setting.at.end_line for setting in page(source.content).file.settings
        }
        touched = {
            number
            for change in part.changes
            if change.at.path == path and change.at.line
            for number in range(change.at.line, spans.get(change.at.line, change.at.line) + 1)
        }
        kept = Counter(text for number, text in enumerate(lines, 1) if number not in touched)
        left = Counter(line.text for line in document(new[path]).lines)
        if not source.content.endswith((b"\n", b"\r")):
            # A blank line that comes to be the last is none without an end of its own.
            left[""] += 1
        assert not kept - left, (path, kept - left)


def _twice_is_once(case: Case, part: Part, after: Node, between: tuple[str, str]) -> None:
    again = _again(case, after, between)
    # What a value refers to may be readable only once a line that broke it is gone.
    asked = {it.id.partition(" of domain ")[0] for it in part.decisions if it.is_open}
    known = {file.path: file.content for file in (*after.configuration, *after.domains)}
    new = {file.path for file in again.files if known.get(file.path, file.content) != file.content}
    # A policy file that an answer brings in is prepared by the second run, as its Gap says.
    new -= {gap.what for gap in part.gaps}
    late = [
        each
        for each in again.changes
        if each.at.path in new and (each.action != "set" or each.subject not in asked)
    ]
    assert not late, again
    unsettled = any(decision.is_open for decision in part.decisions) or part.gaps
    kept = any(decision.chosen == "keep" for decision in part.decisions)
    if not unsettled and not kept and len(case.answers) < 2:
        later = _again(case, after, (between[1], between[1]))
        assert all(known.get(file.path) == file.content for file in later.files), later


def _again(case: Case, after: Node, between: tuple[str, str]) -> Part:
    again = case_of_node(after, between, case.answers, case.style)
    return planned(again, store.secret_names()).part


def answers_for(source: random.Random, case: Case, part: Part) -> Iterator[Answer]:
    """Answers to some of what is asked, and to what nobody asked."""
    for decision in part.decisions:
        if source.random() < 1 / 2:
            choice = source.choice(decision.choices)
            value = source.choice((*choice.values, "1", "a")) if choice.takes_value else ""
            yield Answer(decision.id, choice.name, value, at=Location(path="answers.yaml", line=1))
    lines = [each for each in case.context.standings if each.entry]
    if lines and source.random() < 1 / 2:
        line = source.choice(lines)
        assert line.entry
        choose = source.choice(("set", "default", "keep"))
        value = good_value(source, line.entry) if choose == "set" else ""
        yield Answer(subject_of(line.name), choose, value)
