"""`kslint diff` as its users see it: what it prints, and its exit codes."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest

from linter.cli.main import main
from linter.model.verdict import EXIT_INTERNAL
from linter.report import differences_json
from linter.samples.files import LOGGING, SSO_TEMPLATE, SampleFile, samples_in
from linter.samples.kept import keep
from tests.rules.test_secrets import BROKEN, FAULTY, MISSPELT, REFERRED

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "docs" / "schema" / "differences-1.json"
CANARIES = ROOT / "tests" / "fixtures" / "canary"
LEAK = re.compile(r"[^\n]*(?:canary|Y2FuYXJ5|NhbmFye|jYW5hcn)[\w-]*")
FORMATS = ("terminal", "unified", "json", "html")
ENDS = ("--from", "2024.1", "--to", "2025.1")
DATABASE = "[database]\nconnection = mysql+pymysql://keystone:canary@db/keystone\n"
PLAIN = f"[token]\nexpiration = 3600\n{DATABASE}"
CONF = f"""\
[DEFAULT]
rpc_thread_pool_size = 32
notification_driver = messagingv2
[catalog]
template_file = a
[token]
expiration = 60
provider = fernet
{DATABASE}"""
SIDE_BY_SIDE = """\
keystone.conf
  6 lines: 3 differ; 2 the same, 1 the target's default
       deployed in 2024.1                                 in 2025.1
  [DEFAULT]
     2 rpc_thread_pool_size = 32                renamed   executor_thread_pool_size = 32
                                                          the target still reads the old name
                                                          config/option-renamed
     3 notification_driver = messagingv2        moved     [oslo_messaging_notifications] driver =
                                                          messagingv2
                                                          the target does not read the old name
                                                          config/alias-dropped
  [catalog]
     5 template_file = a                        gone
                                                          the target has no such option
                                                          config/option-removed
"""
BELOW = """\
     2 - rpc_thread_pool_size = 32
       + executor_thread_pool_size = 32
         renamed: executor_thread_pool_size = 32, the
           target still reads the old name
           (config/option-renamed)
"""
THREE_WAYS = """\
     7 expiration = 3600              expiration = 60                expiration = 3600
                                      same
"""
UNIFIED = """\
--- keystone.conf\t2024.1
+++ keystone.conf\t2025.1
@@ -2,1 +2,1 @@ [DEFAULT] renamed: the target still reads the old name (config/option-renamed)
-rpc_thread_pool_size = 32
+executor_thread_pool_size = 32
@@ -3,1 +3,0 @@ [DEFAULT] moved: the target does not read the old name (config/alias-dropped)
-notification_driver = messagingv2
@@ -5,1 +4,0 @@ [catalog] gone: the target has no such option (config/option-removed)
-template_file = a
@@ -10,0 +10,2 @@
+[oslo_messaging_notifications]
+driver = messagingv2
"""


@pytest.fixture
def etc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory for a configuration, with no samples kept and a page's width."""
    monkeypatch.setenv("KSLINT_CATALOGS", str(tmp_path / "catalogs"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "etc"
    folder.mkdir()
    return folder


def told(capfd: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str]:
    code = main(["diff", str(folder), *(words if "--from" in words else (*ENDS, *words))])
    return code, capfd.readouterr().out


def test_deployed_lines_stand_beside_what_becomes_of_them(
    etc: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (etc / "keystone.conf").write_text(CONF, encoding="utf-8")
    code, text = told(capfd, etc)
    assert code == 0
    assert SIDE_BY_SIDE in text


def test_on_a_narrow_terminal_they_stand_below_each_other(
    etc: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    (etc / "keystone.conf").write_text(CONF, encoding="utf-8")
    assert BELOW in told(capfd, etc)[1]


def test_three_ways_show_both_defaults_and_all_shows_what_stays(
    etc: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (etc / "keystone.conf").write_text(CONF, encoding="utf-8")
    assert THREE_WAYS in told(capfd, etc, "--three-way", "--all")[1]
    assert THREE_WAYS not in told(capfd, etc, "--three-way")[1]


def test_the_unified_diff_has_the_lines_of_the_file(
    etc: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (etc / "keystone.conf").write_text(CONF, encoding="utf-8")
    text = told(capfd, etc, "--format", "unified")[1]
    assert UNIFIED in text
    assert "not for 'git apply'" in text.splitlines()[1]


def test_a_line_is_shown_that_a_rule_stands_against_though_it_reads_the_same(
    etc: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (etc / "keystone.conf").write_text("[catalog]\ndriver = templated\n", encoding="utf-8")
    code, text = told(capfd, etc, "--exit-code", "--format", "unified", "--all")
    assert code == 1
    assert (
        "@@ -2,1 +2,1 @@ [catalog] rule: read as before; a rule stands against it "
        "(config/catalog-templated-removed)\n driver = templated\n"
    ) in text


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        pytest.param(CONF, (), 0, id="a difference is no failure"),
        pytest.param(CONF, ("--exit-code",), 1, id="unless it is asked for"),
        pytest.param(
            PLAIN,
            ("--from", "2025.1", "--to", "2025.1", "--exit-code"),
            0,
            id="a release and itself",
        ),
        pytest.param("[token\n", (), 3, id="a file that nobody can read"),
        pytest.param("[token\n", ("--format", "json"), 3, id="whatever the format"),
        pytest.param(CONF, ("--to", "nowhere"), 2, id="an unknown release"),
        pytest.param(CONF, ("--format", "sarif"), 2, id="an unknown format"),
    ],
)
def test_exit_codes(
    text: str, words: tuple[str, ...], code: int, etc: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (etc / "keystone.conf").write_text(text, encoding="utf-8")
    assert told(capfd, etc, *words)[0] == code


def test_json_keeps_to_its_schema(etc: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (etc / "keystone.conf").write_text(CONF, encoding="utf-8")
    document = json.loads(told(capfd, etc, "--format", "json")[1])
    jsonschema.validate(document, differences_json.schema())
    assert [each["taken"] for each in document["deployments"][0]["options"]] == [
        "renamed",
        "moved",
        "gone",
        "same",
        "same",
        "same",
    ]
    assert [each["redundant"] for each in document["deployments"][0]["options"]][3:] == [
        False,
        True,
        False,
    ]


def test_the_published_schema_is_that_of_the_program() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == differences_json.schema()


def test_equal_nodes_are_told_once(etc: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for node, text in (("one", CONF), ("two", CONF), ("three", PLAIN)):
        folder = etc / node / "etc" / "keystone"
        folder.mkdir(parents=True)
        (folder / "keystone.conf").write_text(text, encoding="utf-8")
    document = json.loads(told(capfd, etc, "--format", "json")[1])
    nodes = sorted(each["nodes"] for each in document["deployments"])
    assert nodes == [["one", "two"], ["three"]]


def test_files_that_a_release_has_a_sample_of_are_told_beside_it(
    etc: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logging = "[loggers]\nkeys = root\n[logger_root]\nlevel = INFO\n"
    for series, page in (("2024.1", "<p>\nold\n</p>\n"), ("2025.1", "<p>\nnew\n</p>\n")):
        files = {
            "keystone.conf.sample": "",
            "keystone.policy.yaml.sample": "",
            LOGGING: logging,
            SSO_TEMPLATE: page,
        }
        keep(samples_in(series, "1.0", [SampleFile(*file) for file in files.items()]))
    (etc / "keystone.conf").write_text(PLAIN, encoding="utf-8")
    (etc / "logging.conf").write_text(
        f"# a comment\n{logging}password = canary\n", encoding="utf-8"
    )
    (etc / SSO_TEMPLATE).write_text("<p>\nold\nours\n</p>\n", encoding="utf-8")
    document = json.loads(told(capfd, etc, "--format", "json")[1])
    assert document["deployments"][0]["texts"] == [
        {
            "path": "logging.conf",
            "sample": LOGGING,
            "same": 4,
            "hunks": [
                {
                    "whose": "site",
                    "line": 5,
                    "source": [],
                    "deployed": ["password = ***"],
                    "target": [],
                }
            ],
        },
        {
            "path": SSO_TEMPLATE,
            "sample": SSO_TEMPLATE,
            "same": 2,
            "hunks": [
                {
                    "whose": "both",
                    "line": 2,
                    "source": ["old"],
                    "deployed": ["old", "ours"],
                    "target": ["new"],
                }
            ],
        },
    ]
    assert SSO_TEMPLATE not in [gap["what"] for gap in document["gaps"]]


PUBLIC = re.compile(r"\^[^\s<]{0,8}canary\$?")
"""The pattern that passwords keep to, which is no secret."""


def told_in_all(folder: Path, *words: str) -> str:
    """All that is told, in every format."""
    files = [folder / form for form in FORMATS]
    wanted = [word for file in files for word in ("--format", f"{file.name}={file}")]
    assert main(["diff", *words, "--all", "--three-way", *wanted]) < EXIT_INTERNAL
    return "".join(file.read_text(encoding="utf-8") for file in files if file.exists())


@pytest.mark.thorough
@pytest.mark.parametrize("ends", [ENDS, ("--from", "pike", "--to", "queens")], ids=" ".join)
@pytest.mark.parametrize("form", BROKEN)
def test_no_secret_of_any_file_is_told(form: str, ends: tuple[str, ...], etc: Path) -> None:
    shutil.copytree(CANARIES, etc, dirs_exist_ok=True)
    for path in etc.rglob("*"):
        if path.is_file():
            path.write_bytes(BROKEN[form](path.read_bytes()))
    for words in ((f"{etc}/etc/keystone", "--web", f"{etc}/web"), (f"{etc}/other",)):
        text = told_in_all(etc.parent, *words, *ends)
        assert LEAK.findall(PUBLIC.sub("", text.lower() if form == "in capitals" else text)) == []


@pytest.mark.thorough
@pytest.mark.parametrize("text", [*FAULTY, *REFERRED, *MISSPELT])
def test_no_secret_of_a_faulty_line_is_told(text: str, etc: Path) -> None:
    (etc / "keystone.conf").write_text(text, encoding="utf-8")
    told = told_in_all(etc.parent, str(etc), *ENDS)
    assert "keystone.conf" in told
    assert "canary" not in told


HOSTILE = """\
[token]
provider = <script>alert(1)</script>
expiration = \x1b[31m60\u202e
<img src=x onerror=alert(1)> = a
[<b>group] x
\u200bname = {{ 7 * 7 }}
"""


@pytest.mark.parametrize("form", FORMATS)
def test_foreign_text_is_only_text(form: str, etc: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = "keystone.<script>\x1b[0m.conf"
    (etc / "keystone.conf").write_text(HOSTILE, encoding="utf-8")
    (etc / "keystone.conf.d").mkdir()
    (etc / "keystone.conf.d" / name).write_text("[token]\nexpiration = 7\n", encoding="utf-8")
    text = told(capfd, etc, "--all", "--format", form)[1]
    assert [each for each in text if not each.isprintable() and each not in "\n\t"] == []
    if form == "html":
        assert "<img" not in text
        assert "<b>" not in text
        assert text.count("<script>") == 1
