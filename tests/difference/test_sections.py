from pathlib import Path

import pytest

from linter.checks.context import Context
from linter.checks.registry import CHECKS
from linter.difference.differences import Differences, differences
from linter.difference.sections import FilePart, Part
from linter.model.finding import Gap
from linter.model.location import Location
from linter.ruleset import Ruleset, load_rules
from tests.triage.deployed import deployed

PASTE = """\
[filter:limit]
use = egg:site#limit
[filter:admin_token_auth]
use = egg:keystone#admin_token_auth
[app:service_v3]
use = egg:keystone#service_v3
[pipeline:api_v3]
pipeline = limit admin_token_auth service_v3
"""
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
class = oslo_log.watchers.FastWatchedFileHandler
args = ('keystone.log',)
[handler_spare]
class = StreamHandler
"""
NAMED = "[DEFAULT]\nlog_config_append = /etc/keystone/logging.conf\n"


def parts(context: Context) -> list[tuple[str, Part]]:
    return [(each.subject, each.part) for each in differences(context, load_rules()).parts]


def test_pipelines_are_kept_while_the_target_reads_them(tmp_path: Path) -> None:
    context = deployed(tmp_path, between=("pike", "queens"), **{"keystone-paste__ini": PASTE})
    assert parts(context) == [
        ("", Part.KEPT),
        ("filter:limit", Part.KEPT),
        ("filter:admin_token_auth", Part.GONE),
        ("app:service_v3", Part.KEPT),
    ]


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        (
            ("pike", "stein"),
            [
                ("", Part.UNREAD),
                ("filter:limit", Part.UNREAD),
                ("filter:admin_token_auth", Part.UNREAD),
                ("app:service_v3", Part.UNREAD),
            ],
        ),
        (("stein", "train"), [("", Part.IGNORED)]),
    ],
)
def test_nothing_of_a_paste_file_is_read_from_rocky_on(
    tmp_path: Path, between: tuple[str, str], expected: list[tuple[str, Part]]
) -> None:
    assert parts(deployed(tmp_path, between=between, **{"keystone-paste__ini": PASTE})) == expected


def test_a_class_that_the_target_lacks_is_gone_and_a_section_in_no_list_ignored(
    tmp_path: Path,
) -> None:
    between = ("2024.1", "2025.1")
    assert parts(deployed(tmp_path, NAMED, between=between, logging__conf=LOGGING)) == [
        ("", Part.KEPT),
        ("[loggers]", Part.KEPT),
        ("[handlers]", Part.KEPT),
        ("[formatters]", Part.KEPT),
        ("[logger_root]", Part.KEPT),
        ("[handler_file]", Part.GONE),
        ("[handler_spare]", Part.IGNORED),
    ]


def test_a_logging_file_that_nothing_names_is_ignored(tmp_path: Path) -> None:
    assert parts(deployed(tmp_path, logging__conf=LOGGING)) == [("", Part.IGNORED)]


def test_of_a_file_that_the_target_refuses_only_that_is_said(tmp_path: Path) -> None:
    text = LOGGING.replace("[handler_file]", "[handler_other]")
    context = deployed(tmp_path, NAMED, logging__conf=text)
    assert differences(context, load_rules()).parts == (
        FilePart("", Part.REFUSED, Location("", "logging.conf"), ()),
    )


def test_a_file_that_a_template_names_is_not_taken_for_ignored(tmp_path: Path) -> None:
    named = "[DEFAULT]\nlog_config_append = {{ logging }}\n"
    found = differences(deployed(tmp_path, named, logging__conf=LOGGING), load_rules())
    assert found.parts == ()
    assert "keystone.conf" in [gap.what for gap in found.gaps]


def gaps(found: Differences, what: str) -> list[Gap]:
    return [gap for gap in found.gaps if gap.what == what]


def test_a_rule_that_is_missing_or_fails_is_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = deployed(tmp_path, NAMED, logging__conf=LOGGING)
    rules = load_rules()
    name = "logging/class-missing"
    fewer = Ruleset({key: rule for key, rule in rules.rules.items() if key != name}, rules.digest)
    missing = Gap(
        f"rule {name}",
        "the rule that knows what the target makes of the file is not among the rules",
        "run with the shipped rules",
        required=True,
    )
    assert gaps(differences(context, fewer), f"rule {name}") == [missing]

    def crash(_: Context, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(CHECKS, "logging-class-missing", crash)
    (gap,) = gaps(differences(context, rules), f"rule {name}")
    assert gap.required
