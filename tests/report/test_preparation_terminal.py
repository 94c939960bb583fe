import pytest
from msgspec.structs import replace

from linter.model.finding import Gap
from linter.preparation.case import Part
from linter.preparation.made import Made
from linter.preparation.preparation import PreparedDeployment
from linter.preparation.proof import Proof
from linter.report import preparation_terminal
from tests.report.prepared_files import FULL, SOUND, made, of_nodes, provider
from tests.report.prepared_hostile import hostile
from tests.waivers.made import finding


def screen(found: Made, width: int = 100) -> str:
    return preparation_terminal.render(found, color=False, width=width)


def test_the_first_screen_says_whether_the_files_can_be_used() -> None:
    assert screen(FULL) == (
        """\
Prepared files for Keystone 2024.1 (caracal) → 2025.1 (epoxy)
  style: keep, the deployed file with only what must change
  in:    new
  patch: upgrade.patch, which may hold secrets
╭─ prepared ───────────────────────────────────────────────────────────────────────────────────────╮
│ The new files cannot be used yet                                                                 │
│ 1 decision is open.                                                                              │
│ 1 value differs without a known reason: a fault in kslint, or in what it was given.              │
│ 1 finding stands against the new files.                                                          │
│ 1 name is left that the target lacks.                                                            │
│ 1 required thing was not looked at.                                                              │
╰──────────────────────────────────────────────────────────────────────────────────────────────────╯

Open decisions (1)

  [token] provider  config/token-provider-removed
   --> keystone.conf:12
    The target has no provider uuid; which one is to be used?
    - {decision: "[token] provider", choose: set, value: }
      write another provider; value: fernet, jws
    - {decision: "[token] provider", choose: default}
      comment it out; the target then uses fernet

Values that differ without a known reason
  [identity] driver of domain corp: ldap → no such option

Findings that stand against the new files
  config/dead  it is so --> keystone.conf:3:1

Names that are left and that the target lacks
  [DEFAULT] old

Changed files (2)
  keystone.conf: 1 renamed, 1 commented out
  policy.json → policy.yaml: 1 converted

Defaults that differ of options that are not set (1)
  [token] expiration: 3600 (by default) → 7200 (by default): the default changed in 2025.1

Answers that answer nothing (1)
  [token] expiry

Not looked at (1)
  site.conf (required): it leads out of the directory
     give its directory

Files (7)
  edited (1): keystone.conf
  converted (1): policy.yaml
  left out (1): keystone-paste.ini
  copied as they are (1): logging.conf
  copied without being understood (1): README
  keys, copied unread (1): fernet-keys/0
  links, as they are (1): current.conf

Copy one entry of each open decision into a file of answers, then:
  kslint prepare etc --output new --answers answers.yaml
Everything, with each change: new/DECISIONS.md
"""
    )


def test_what_is_sound_leads_to_the_next_command() -> None:
    found = replace(SOUND, folder="new files/", patch="upgrade.patch")

    assert screen(found) == (
        """\
Prepared files for Keystone 2024.1 (caracal) → 2025.1 (epoxy)
  style: keep, the deployed file with only what must change
  in:    new files/
  patch: upgrade.patch, which may hold secrets
╭─ prepared ───────────────────────────────────────────────────────────────────────────────────────╮
│ The new files can be used                                                                        │
│ Nothing is left to decide.                                                                       │
│ Every value is the old one, or is told with its reason.                                          │
╰──────────────────────────────────────────────────────────────────────────────────────────────────╯

Changed files (1)
  keystone.conf: 1 renamed

Defaults that differ of options that are not set (1)
  [token] expiration: 3600 (by default) → 7200 (by default): the default changed in 2025.1

Files (7)
  edited (1): keystone.conf
  converted (1): policy.yaml
  left out (1): keystone-paste.ini
  copied as they are (1): logging.conf
  copied without being understood (1): README
  keys, copied unread (1): fernet-keys/0
  links, as they are (1): current.conf

Before they are put in place, look at them as keystone will:
  kslint check 'new files' --from 2025.1 --to 2025.1
Or, at the top of the repository, or else in the directory that was given:
  git apply upgrade.patch
Everything, with each change: new files/DECISIONS.md
"""
    )


def test_nodes_are_named_where_they_differ() -> None:
    lines = screen(of_nodes()).splitlines()

    assert "   --> keystone.conf:12 on ctl1, ctl2; keystone.conf:14 on ctl3" in lines
    assert "  keystone.conf: 1 renamed, 1 dropped" in lines


def test_what_was_not_looked_at_is_not_said_to_be_usable() -> None:
    gap = Gap("policy.yaml", "it is a template", "render it", required=True)
    text = screen(made(PreparedDeployment(("",), Part(gaps=(gap,)), Proof())))

    assert "Not known whether the new files can be used" in text
    assert "  policy.yaml (required): it is a template\n     render it\n" in text
    assert "The new files can be used" not in text


def test_answers_that_were_given_are_given_again() -> None:
    text = screen(replace(FULL, answers="my answers.yaml"))

    assert "  kslint prepare etc --output new --answers 'my answers.yaml'\n" in text


def test_an_answer_that_answers_nothing_is_named() -> None:
    assert "Answers that answer nothing (1)\n  [token] expiry\n" in screen(FULL)


def test_findings_that_wait_for_a_decision_are_not_told_twice() -> None:
    waiting = finding("config/token-provider-removed", message="uuid is gone")
    part = Part(decisions=(provider(),))
    text = screen(made(PreparedDeployment(("",), part, Proof(remaining=(waiting,)))))

    assert "1 finding waits for the decisions above.\n" in text
    assert "uuid is gone" not in text


def test_a_long_list_leads_to_the_file_that_has_all_of_it() -> None:
    many = tuple(replace(provider(), id=f"[token] option{number}") for number in range(20))
    text = screen(made(PreparedDeployment(("",), Part(decisions=many), Proof())))

    assert "Open decisions (20)" in text
    assert "[token] option11" in text
    assert "[token] option12" not in text
    assert "  and 8 more, which DECISIONS.md has\n" in text


def test_of_many_gaps_those_that_are_required_are_shown() -> None:
    known = tuple(Gap(f"file{number}", "why", "remedy", required=False) for number in range(20))
    needed = tuple(Gap(f"need{number}", "why", "remedy", required=True) for number in range(14))
    few = screen(made(PreparedDeployment(("",), Part(gaps=known), Proof()), gaps=()))
    text = screen(made(PreparedDeployment(("",), Part(gaps=known + needed), Proof()), gaps=()))

    assert "Not looked at (20)" in few
    assert "  and 8 more, which DECISIONS.md has\n" in few
    assert "Not looked at (34)" in text
    assert [number for number in range(14) if f"need{number} (required)" not in text] == []
    assert "  and 20 more, which DECISIONS.md has\n" in text


@pytest.mark.parametrize("width", [20, 80, 400])
def test_no_text_of_a_file_reaches_the_terminal_as_it_is(width: int) -> None:
    text = screen(hostile(), width)

    assert [letter for letter in text if not letter.isprintable() and letter != "\n"] == []


def test_colour_is_there_only_where_it_is_asked_for() -> None:
    assert "\x1b[" in preparation_terminal.render(FULL, color=True, width=100)
    assert "\x1b" not in screen(FULL)
