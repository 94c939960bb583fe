"""A format never changes the exit code: what is found and what is asked for alone decide it."""

import json
from pathlib import Path

import pytest

from linter.cli.formats import CHECK
from linter.cli.main import main
from linter.notes.bundle import Bundle, write_bundle
from tests.cli.notes_given import INDEX, SITE, fetched
from tests.notes.pages import archive, page

SOUND = (
    "[database]\nconnection = mysql+pymysql://keystone@db/keystone\n[token]\nprovider = fernet\n"
)
DEPLOYMENTS = {
    "sound": SOUND,
    "warned": f"{SOUND}[identity]\nno_such_option = 1\n",
    "undecided": f"{SOUND}[cors]\nmax_age = soon\n",
    "blocked": SOUND.replace("fernet", "uuid"),
    "partial": "[token]\nprovider = fernet\n",
}
LOG = (
    "2026-11-19 15:17:35.118 7231 INFO keystone.common.fernet_utils [-] Loaded 3 Fernet keys\n"
    "WSGI app 0 (mountpoint='') ready in 3 seconds on interpreter 0x55d0 pid: 7231\n"
    "2026-11-22 15:17:35.118 7231 INFO keystone.server [-] All is well\n"
)
EVIDENCE = ("--logs", "keystone.log", "--bundle", "notes.zip")
OFTEN = ("--fail-on", "warning")
SELDOM = ("--fail-on", "condition")
TABLE = [
    ("sound", "gate", (), "GO", 0),
    ("sound", "gate", OFTEN, "GO", 0),
    ("sound", "approval", (), "INCOMPLETE", 3),
    ("sound", "approval", EVIDENCE, "GO", 0),
    ("sound", "approval", (*EVIDENCE, *OFTEN), "GO", 0),
    ("warned", "gate", (), "GO_WITH_CONDITIONS", 0),
    ("warned", "gate", SELDOM, "GO_WITH_CONDITIONS", 0),
    ("warned", "gate", OFTEN, "GO_WITH_CONDITIONS", 1),
    ("warned", "approval", OFTEN, "INCOMPLETE", 3),
    ("warned", "approval", EVIDENCE, "GO_WITH_CONDITIONS", 0),
    ("warned", "approval", (*EVIDENCE, *OFTEN), "GO_WITH_CONDITIONS", 1),
    ("undecided", "gate", (), "GO_WITH_CONDITIONS", 0),
    ("undecided", "gate", SELDOM, "GO_WITH_CONDITIONS", 1),
    ("undecided", "approval", (*EVIDENCE, *SELDOM), "GO_WITH_CONDITIONS", 1),
    ("blocked", "gate", (), "NO_GO", 1),
    ("blocked", "approval", (), "NO_GO", 1),
    ("blocked", "approval", EVIDENCE, "NO_GO", 1),
    ("partial", "gate", (), "INCOMPLETE", 3),
    ("partial", "gate", OFTEN, "INCOMPLETE", 3),
    ("partial", "approval", EVIDENCE, "INCOMPLETE", 3),
]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder with every deployment, and with the evidence that an approval asks for."""
    for name, text in DEPLOYMENTS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "keystone.conf").write_text(text, encoding="utf-8")
    (tmp_path / "keystone.log").write_text(LOG, encoding="utf-8")
    old = {"old-0123456789abcdef": {"other": ["It is older."]}}
    known = {"known-1123456789abcdef": {"features": ["It is known."]}}
    new = {"new-2123456789abcdef": {"features": ["It is new."]}}
    pages = {
        "wallaby": page("wallaby", {"19.0.0": known}),
        "xena": page("xena", {"20.0.0": new}),
    }
    archives = {
        "keystone-18.0.0.tar.gz": archive("18.0.0", old),
        "keystone-19.0.0.tar.gz": archive("19.0.0", old | known),
        "keystone-20.0.0.tar.gz": archive("20.0.0", old | known | new),
    }
    documents = fetched(pages, archives)
    write_bundle(tmp_path / "notes.zip", Bundle(documents, site=SITE, index=INDEX))
    monkeypatch.chdir(tmp_path)


@pytest.mark.thorough
@pytest.mark.parametrize(("deployment", "profile", "words", "decision", "code"), TABLE)
def test_the_exit_code_is_the_verdicts_in_every_format(
    deployment: str, profile: str, words: tuple[str, ...], decision: str, code: int
) -> None:
    asked = ("check", deployment, "--from", "wallaby", "--to", "xena", "--profile", profile, *words)
    codes = {name: main((*asked, "--format", f"{name}=report.{name}")) for name in CHECK}
    every = [word for name in CHECK for word in ("--format", f"{name}=all.{name}")]
    codes["all at once"] = main((*asked, *every))

    verdict = json.loads(Path("report.json").read_text(encoding="utf-8"))["verdict"]
    assert (verdict["decision"], verdict["exit_code"]) == (decision, code)
    assert codes == dict.fromkeys((*CHECK, "all at once"), code)
