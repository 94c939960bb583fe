"""`kslint plan` on real reports: what it writes, what it refuses, and what it never shows."""

import json
from pathlib import Path

import pytest

from linter.cli import main as command_line
from linter.collect.marker import DECISIONS, MARKER, encoded
from linter.plan.reading import read_plan

CANARY = "canary-7f3a"
CONFIGURATION = f"""\
[DEFAULT]
max_param_size = 64
[database]
connection = mysql+pymysql://keystone:{CANARY}@db/keystone
[token]
provider = fernet
"""
SITE = """\
machines:
  - name: ctl1
    address: http://192.0.2.1:5000/v3
    services: [{by: systemd, unit: apache2.service, port: 5000}]
    packages: {by: none}
prepared: NEW
"""
NO_GO = '"NO_GO"'


class Here:
    """A directory with a configuration, prepared files and a site, and kslint run in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        for name in ("etc", "new"):
            (folder / name).mkdir()
            (folder / name / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
        self.prepare("2025.1")
        self.write("site.yaml", SITE.replace("NEW", str(folder / "new")))

    def prepare(self, target: str, decisions: str = "") -> None:
        """Makes the prepared files those of a target, with decisions that are open."""
        (self.folder / "new" / MARKER).write_bytes(encoded(target, (), {}))
        self.write(f"new/{DECISIONS}", decisions)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def run(self, *words: str) -> tuple[int, str, str]:
        code = command_line.main(words)
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err

    def report(self, source: str = "2024.1", target: str = "2025.1") -> None:
        words = ("check", "etc", "--from", source, "--to", target)
        self.run(*words, "--format", "json=report.json")

    def plan(self, *words: str) -> tuple[int, str, str]:
        return self.run("plan", "report.json", "etc", "--site", "site.yaml", *words)

    def refused(self, *words: str) -> str:
        """What is said where nothing is planned."""
        code, out, said = self.plan(*words, "-o", "plan.yaml")
        assert (code, out, list(self.folder.glob("plan*"))) == (1, "", [])
        return said


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Here:
    monkeypatch.setitem(command_line.VERBS, "plan", "the steps of an upgrade")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    monkeypatch.chdir(tmp_path)
    return Here(tmp_path, capsys)


@pytest.mark.thorough
def test_a_plan_is_written_and_told(here: Here) -> None:
    here.report()

    assert here.plan("-o", "plan.yaml") == (
        0,
        "",
        (
            "plan.yaml: 2024.1 to 2025.1, 9 steps; from database-sync on only the backup leads "
            "back\nmind: The report is of the profile gate, which asks for no logs and no release "
            "notes.\nmind: The site names no `credentials`, so that no token is tried.\n"
            "mind: Nothing installs the new release on ctl1: it has to be there.\n"
        ),
    )
    plan = read_plan(here.read("plan.yaml").encode(), "plan.yaml")
    report = json.loads(here.read("report.json"))
    assert plan.origin.seal == report["seal"]
    assert plan.origin.inputs == (("keystone.conf", report["inputs"][0]["sha256"]),)
    assert [step.id for step in plan.steps] == [
        *("confirm", "doctor-before", "stop-ctl1", "backup", "configuration-ctl1"),
        *("database-sync", "doctor-after", "start-ctl1", "wait-ctl1"),
    ]


@pytest.mark.thorough
def test_a_plan_goes_to_stdout_and_is_the_same_twice(here: Here) -> None:
    here.report()

    (_, first, _), (_, second, _) = here.plan(), here.plan()
    assert first == second
    assert first.startswith("# The upgrade of Keystone from 2024.1 to 2025.1, offline.\n")


@pytest.mark.thorough
def test_no_secret_of_the_configuration_is_in_a_plan_or_told(here: Here) -> None:
    here.report()

    _, out, said = here.plan()
    assert CANARY not in out + said


@pytest.mark.thorough
def test_a_secret_in_the_site_is_refused_and_not_told(here: Here) -> None:
    here.report()
    here.write("site.yaml", f"{here.read('site.yaml')}manage: [x, --password, {CANARY}]\n")

    code, out, said = here.plan()
    assert (code, out) == (2, "")
    assert CANARY not in said
    assert said.startswith("kslint: site.yaml, line 7: manage: holds what looks like a secret")


@pytest.mark.thorough
def test_a_plan_that_is_there_is_replaced_only_by_force(here: Here) -> None:
    here.report()
    here.write("plan.yaml", "mine\n")

    assert here.plan("-o", "plan.yaml") == (
        2,
        "",
        "kslint: plan.yaml is there already: choose another name, or give --force\n",
    )
    assert here.read("plan.yaml") == "mine\n"
    assert here.plan("-o", "plan.yaml", "--force")[0] == 0
    assert here.read("plan.yaml") != "mine\n"


@pytest.mark.thorough
def test_a_file_that_has_changed_since_is_named(here: Here) -> None:
    here.report()
    here.write("etc/keystone.conf", CONFIGURATION.replace("64", "65"))

    assert here.refused() == (
        "kslint: no plan: the report does not hold any more: keystone.conf: has changed: line 2: "
        "make the report again on what is there now\n"
    )


@pytest.mark.thorough
def test_a_report_that_was_edited_is_refused(here: Here) -> None:
    here.report()
    here.write("report.json", here.read("report.json").replace("2024.1", "2023.1"))

    assert here.refused() == (
        "kslint: no plan: the report does not hold any more: its text was changed after it was "
        "sealed: nothing in it can be relied on: make the report again on what is there now\n"
    )


@pytest.mark.thorough
def test_an_old_report_is_refused(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.report()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795000000 + 86400 * 31))

    assert here.refused() == (
        "kslint: no plan: the report is 31 days old, more than 30, and nobody knows what logs, "
        "release notes and the database say today: make the report again, or give --max-age\n"
    )
    assert here.plan("--max-age", "31")[0] == 0


@pytest.mark.thorough
def test_a_no_go_needs_a_reason_which_the_plan_keeps(here: Here) -> None:
    here.write("etc/keystone.conf", CONFIGURATION.replace("fernet", "uuid"))
    here.report()
    assert NO_GO in here.read("report.json")

    assert here.refused() == (
        "kslint: no plan: the report says NO-GO: put right what stands against the upgrade and "
        'report again, or take it upon you with --override "REASON" --by NAME, which is shown '
        "wherever the plan is\n"
    )
    code, out, said = here.plan("--override", "the board knows", "--by", "alice")
    assert code == 0
    assert "mind: Made against NO_GO by alice: the board knows\n" in said
    assert "# Mind: Made against NO_GO by alice: the board knows\n" in out
    (override,) = read_plan(out.encode(), "plan.yaml").overrides
    assert (override.against, override.reason, override.by) == (
        "NO_GO",
        "the board knows",
        "alice",
    )


@pytest.mark.thorough
def test_a_reason_does_not_mend_a_broken_seal(here: Here) -> None:
    here.write("etc/keystone.conf", CONFIGURATION.replace("fernet", "uuid"))
    here.report()
    here.write("etc/keystone.conf", CONFIGURATION)

    assert "does not hold any more" in here.refused("--override", "I know", "--by", "alice")


@pytest.mark.thorough
def test_several_hops_are_several_files(here: Here) -> None:
    here.report("2024.1", "2026.1")

    assert here.plan()[2] == "kslint: 2 hops are 2 plans: name a file with -o\n"
    assert here.plan("-o", "plan.yaml")[0] == 0
    plans = [read_plan(here.read(name).encode(), name) for name in ("plan-1.yaml", "plan-2.yaml")]
    assert [(plan.number, plan.target) for plan in plans] == [(1, "2025.1"), (2, "2026.1")]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "me"), "--override REASON and --by NAME belong together, and say something"),
        (
            ("--override", " ", "--by", "me"),
            ("--override REASON and --by NAME belong together, and say something"),
        ),
        (
            ("--override", "x", "--by", "me"),
            ("the report says GO_WITH_CONDITIONS: there is nothing to --override"),
        ),
        (("--site", "nowhere"), "nowhere: cannot be read: No such file or directory"),
    ],
)
def test_words_that_mean_nothing_are_a_usage_error(
    words: tuple[str, ...], told: str, here: Here
) -> None:
    here.report()

    assert here.plan(*words) == (2, "", f"kslint: {told}\n")


@pytest.mark.thorough
def test_prepared_files_that_are_not_there_are_named(here: Here) -> None:
    here.report()
    (here.folder / "new").rename(here.folder / "elsewhere")

    assert here.plan() == (
        2,
        "",
        (
            f"kslint: `prepared` of the site: {here.folder}/new cannot be read: No such file or "
            "directory\n"
        ),
    )


@pytest.mark.thorough
def test_files_that_were_prepared_for_another_release_are_refused(here: Here) -> None:
    here.report()
    here.prepare("2026.1")

    assert here.refused() == (
        f"kslint: no plan: {here.folder}/new was prepared for 2026.1: prepare the files for "
        "2025.1\n"
    )


@pytest.mark.thorough
def test_open_decisions_are_refused(here: Here) -> None:
    here.report()
    here.prepare("2025.1", "# Decisions\n\n## Open decisions (2)\n")

    assert here.refused() == (
        f"kslint: no plan: 2 decisions are open in {here.folder}/new/DECISIONS.md: answer them and "
        "prepare the files again\n"
    )


@pytest.mark.thorough
def test_files_that_nobody_prepared_are_refused(here: Here) -> None:
    here.report()
    (here.folder / "new" / MARKER).unlink()

    assert here.refused() == (
        f"kslint: no plan: {here.folder}/new was made by no `kslint prepare`: make it with --to "
        "2025.1\n"
    )


def test_the_example_of_a_site_is_printed_and_used_from_settings(here: Here) -> None:
    code, out, _ = here.run("plan", "--example-site")
    here.write("kslint.toml", out)

    assert code == 0
    assert here.run("plan", "nowhere.json")[2] == (
        "kslint: nowhere.json: cannot be read: No such file or directory\n"
    )


def test_without_a_report_nothing_is_planned(here: Here) -> None:
    assert here.run("plan") == (
        2,
        "",
        "kslint: name the report: a file that `kslint report --format json=FILE` wrote\n",
    )


@pytest.mark.thorough
def test_nobody_guesses_a_site(here: Here) -> None:
    here.report()

    assert here.run("plan", "report.json", "etc") == (
        2,
        "",
        (
            "kslint: nobody says how this site runs keystone: give --site FILE, or a table [site] "
            "in kslint.toml; `kslint plan --example-site` prints one\n"
        ),
    )
