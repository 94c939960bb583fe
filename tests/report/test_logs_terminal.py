import re

import pytest
from msgspec.structs import replace

from linter.logs.shown import shown
from linter.model.logs import LogFile, LogTally
from linter.report import logs_terminal
from tests.report.log_tallies import FILES, FULL, OTHER, REMOVAL, hostile

EVERYTHING = """\
Logs: 3 files, 5.4 MB, 2026-11-20 10:00:00 to 2026-11-22 16:00:00
  read: ctl1:keystone.log in 2 files, 5.4 MB, oslo, 2026-11-20 10:00:00 to
        2026-11-22 16:00:00, not to its end
  read: uwsgi.log, 900 bytes, no known format
  starts of keystone: 2, the last 2026-11-21 10:00:00 (its first warning,
        ctl1:keystone.log:3)
  written by: zed or later (three fields of identity)
  levels seen: DEBUG, INFO, WARNING

Failures (1)

  ConfigFileValueError, 1 time
    Unhandled error: ConfigFileValueError: Value for option x is not valid
    2026-11-22 15:29:18, keystone, CRITICAL
    --> ctl1:keystone.log:8

Options that are to be removed (1)

  [token] cache_on_issue, 1204 times
    Option "cache_on_issue" from group "token" is deprecated for removal (It is
    redundant).  Its value may be silently ignored in the future.
    2026-11-20 10:00:00 to 2026-11-22 15:29:18, oslo_config.cfg, WARNING, on
    ctl1 (1200), ctl2 (4)
    --> ctl1:keystone.log.1.gz:12, ctl1:keystone.log:7 ...

Policies (1)

  policy rules, 2 times
    Deprecated policy rules found.
    keystone.common.rbac_enforcer.enforcer, WARNING
    --> uwsgi.log:3, uwsgi.log:9

Further messages that speak of deprecation (1)

  site.plugin, 1 time
    the site's plugin is deprecated

Libraries (1)

  py.warnings, 3 times
    SADeprecationWarning: the thing is deprecated

Other services (1)

  nova: [DEFAULT] old, 9 times
    Option "old" from group "DEFAULT" is deprecated. Use option "new" from
    group "x".
    oslo_config.cfg

Not looked at (2)
  keystone.log.1.gz at ctl1:keystone.log.1.gz (required): it is damaged: 3.0 MB
    were read
     fetch the file again
  policies: keystone names none of them
     compare the policy files

╭─ logs ───────────────────────────────────────────────────────────────────────╮
│ 6 distinct messages in 1220 records                                          │
│ These logs could not show every warning: see what was not looked at.         │
│ kslint check PATH --logs SOURCE tells what they mean for the target release. │
╰──────────────────────────────────────────────────────────────────────────────╯
"""
NOTHING = """\
Logs: 1 file, 900 bytes
  read: uwsgi.log, 900 bytes, no known format
  starts of keystone: none

╭─ logs ───────────────────────────────────────────────────────────────────────╮
│ no deprecation warning                                                       │
╰──────────────────────────────────────────────────────────────────────────────╯
"""


def rendered(tally: LogTally) -> str:
    return logs_terminal.render(tally, color=False, width=80)


def test_everything_that_logs_said_is_shown_by_subject() -> None:
    assert rendered(FULL) == EVERYTHING


def test_a_clean_log_is_said_to_be_clean() -> None:
    assert rendered(LogTally(files=FILES[2:])) == NOTHING


def test_many_logs_and_nodes_are_counted() -> None:
    files = tuple(LogFile(f"n{number}", "k.log", "k.log", "oslo", 10) for number in range(20))
    nodes = tuple((f"n{number}", 1) for number in range(20))
    text = rendered(LogTally((replace(REMOVAL, nodes=nodes),), files))
    assert "and 12 more logs, which --format json lists" in text
    assert "n5 (1) and 14 more nodes" in " ".join(text.split())


def test_a_very_long_message_is_cut() -> None:
    event = replace(OTHER, message="word " * 500)
    text = " ".join(rendered(LogTally((event,), FILES)).split())
    assert text.count("word") == 240
    assert "word … (the whole of it in --format json) " in text


def test_very_many_messages_are_counted() -> None:
    events = tuple(replace(OTHER, subject=f"plugin{number}") for number in range(100))
    text = rendered(LogTally(events, FILES))
    assert "plugin39, 1 time\n" in text
    assert "plugin40" not in text
    assert "\n  and 60 more messages, which --format json lists\n" in text


@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("width", [80, 120])
def test_what_a_log_holds_cannot_command_the_terminal(width: int, *, color: bool) -> None:
    text = logs_terminal.render(shown(hostile()), color=color, width=width)
    own = re.sub(r"\x1b\[[\d;]*m", "", text) if color else text
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", own
    )
    assert "canary" not in own
    assert "[bold]x[/bold]" in own
    assert max(map(len, own.splitlines())) <= width
    assert len(own) < 100_000
