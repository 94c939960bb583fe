import io
import json
import socket
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from linter.cli.main import main
from linter.collect.live.connection import UnaskedError, address_of, connected
from linter.collect.live.database import NULL_KEY_HASH, ask_database
from linter.model.live import Database, Endpoints, Hashes, Role, Schema, Table, Trigger
from linter.model.verdict import EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE

TABLES = """
CREATE TABLE user (id);
CREATE TABLE project (id, parent_id);
CREATE TABLE role (id, name, domain_id);
CREATE TABLE credential (id, type, key_hash);
CREATE TABLE assignment (role_id, type);
CREATE TABLE role_option (role_id, option_id, option_value);
CREATE TABLE system_assignment (role_id);
CREATE TABLE password (id, local_user_id, password_hash, created_at_int);
CREATE TABLE endpoint (url, service_id, enabled);
CREATE TABLE service (id, type, enabled);
CREATE TABLE revocation_event (id);
CREATE TABLE alembic_version (version_num);
"""
ROWS = f"""
INSERT INTO alembic_version VALUES ('c88cdce8f248'), ('47147121');
INSERT INTO project VALUES ('domain', NULL), ('top', 'domain'), ('low', 'top'), ('lower', 'low');
INSERT INTO role VALUES ('1', 'admin', '<<null>>'), ('2', 'Member', '<<null>>'),
  ('3', 'reader', 'domain'), ('4', 'cook', '<<null>>');
INSERT INTO role_option VALUES ('1', 'IMMU', 'true'), ('2', 'IMMU', 'false');
INSERT INTO assignment VALUES ('1', 'UserProject'), ('2', 'GroupDomain'), ('2', 'UserProject');
INSERT INTO system_assignment VALUES ('1');
INSERT INTO credential VALUES ('1', 'ec2', 'a'), ('2', 'cert', '{NULL_KEY_HASH}'),
  ('3', 'ec2', '{NULL_KEY_HASH}');
INSERT INTO password VALUES
  (1, 1, '$6$canary', 1), (2, 1, '$2b$canary', 2), (3, 2, '$6$canary', 1), (4, 3, '', 1),
  (5, 4, '$scrypt$canary', 1), (6, 5, '$pbkdf2-sha512$canary', 1), (7, 6, 'canary', 1),
  (8, 7, '$bcrypt-sha256$canary', 1), (9, 8, NULL, 1);
INSERT INTO service VALUES ('i', 'identity', 1), ('n', 'network', 1), ('o', 'old', 0);
INSERT INTO endpoint VALUES ('http://$(public_bind_host)s:35357/v2.0/', 'i', 1),
  ('http://n/$(tenant_id)s/%(tenant_id)s/v2.0', 'n', 1), ('http://i:5000/v3', 'i', 1),
  ('http://$(admin_port)s/v2.0', 'i', 0), ('http://o:35357', 'o', 1);
INSERT INTO revocation_event VALUES (1), (2);
CREATE TRIGGER audit AFTER INSERT ON user BEGIN SELECT 1; END;
"""  # noqa: S608


def made(folder: Path, *scripts: str) -> str:
    path = folder / "keystone.db"
    database = sqlite3.connect(path)
    for script in scripts:
        database.executescript(script)
    database.close()
    return f"sqlite:///{path}"


def test_every_question_is_answered_in_counts(tmp_path: Path) -> None:
    found, gaps = ask_database(made(tmp_path, TABLES, ROWS), 5)

    assert gaps == ()
    assert found is not None
    assert found == Database(
        dialect="sqlite",
        version=sqlite3.sqlite_version,
        schema=Schema(alembic=("47147121", "c88cdce8f248")),
        tables=found.tables,
        triggers=(Trigger("audit", "user"),),
        hashes=(
            Hashes("bcrypt", 1, 0),
            Hashes("bcrypt_sha256", 1, 0),
            Hashes("none", 2, 0),
            Hashes("other", 1, 0),
            Hashes("pbkdf2_sha512", 1, 0),
            Hashes("scrypt", 1, 0),
            Hashes("sha512_crypt", 1, 1),
        ),
        roles=(Role("member", False, 2, 1), Role("admin", True, 2, 0)),
        endpoints=Endpoints({"public_bind_host": 1, "tenant_id": 1}, 1, 1),
        null_key_credentials=2,
        ec2_credentials=2,
        too_deep_projects=2,
    )
    assert found.tables is not None
    assert Table("revocation_event", rows=2) in found.tables
    assert "canary" not in str(found)


def test_passwords_of_the_column_before_pike_are_counted(tmp_path: Path) -> None:
    older = "ALTER TABLE password ADD COLUMN password"
    rows = (
        "INSERT INTO password VALUES (1, 1, NULL, 1, '$6$canary'), (2, 2, '$2b$canary', 1, '$6$')"
    )
    found, gaps = ask_database(made(tmp_path, TABLES, older, rows), 5)

    assert gaps == ()
    assert found is not None
    assert found.hashes == (Hashes("bcrypt", 1), Hashes("sha512_crypt", 1))


def test_a_question_that_fails_is_a_required_gap(tmp_path: Path) -> None:
    found, gaps = ask_database(made(tmp_path, TABLES, "DROP TABLE service"), 5)

    assert found is not None
    assert found.endpoints is None
    assert [(gap.what, gap.required) for gap in gaps] == [("database: endpoints", True)]
    assert gaps[0].why == "its endpoints could not be read: no such table: service"


def test_a_database_of_another_program_is_a_required_gap(tmp_path: Path) -> None:
    found, gaps = ask_database(made(tmp_path, "CREATE TABLE user (id)"), 5)

    assert found is None
    assert [gap.why for gap in gaps] == ["it holds no tables of keystone: it is another's or new"]


def test_a_file_cannot_be_written(tmp_path: Path) -> None:
    with (
        pytest.raises(UnaskedError, match="readonly"),
        connected(made(tmp_path, TABLES), 5) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM user")


REFUSED = {
    "canary": "its URL is not of the form",
    "": "its URL is not of the form",
    "mysql+pymysql://keystone:canary@db:port/keystone": "its URL is not of the form",
    "mysql://user:canary/keystone": "its URL is not of the form",
    "oracle://keystone:canary@db/keystone": "kslint asks MySQL, MariaDB, PostgreSQL and SQLite",
    "sqlite://": "in memory cannot be asked",
    "sqlite:///:memory:": "in memory cannot be asked",
    "sqlite:////nowhere/canary.db": "names does not exist here",
    f"sqlite:///{'canary' * 100}": "names does not exist here",
    "sqlite:///canary\0": "names does not exist here",
    "mysql://keystone:canary\udcff@127.0.0.1:1/keystone": "it failed with UnicodeEncodeError",
    "mysql://keystone:canary@127.0.0.1:1/keystone": "2003: Can't connect to MySQL server",
    "mysql://keystone:c@nary/canary@127.0.0.1:1/keystone": "it failed with OperationalError",
    "mysql://keystone:canary@127.0.0.1:1/keystone?charset=canary": "it failed with AttributeError",
    "postgresql+psycopg2://keystone:canary@127.0.0.1:1/keystone": "Connection refused",
    "postgresql://keystone@127.0.0.1:1/keystone?password=canary": "Connection refused",
    "postgresql://keystone:x@127.0.0.1:1/keystone?canary=1": "invalid connection option",
}


@pytest.mark.parametrize("url", REFUSED)
def test_a_database_that_cannot_be_asked_is_a_gap_without_its_secrets(url: str) -> None:
    found, gaps = ask_database(url, 1)

    assert found is None
    assert [gap.required for gap in gaps] == [True]
    assert REFUSED[url] in gaps[0].why
    assert "canary" not in gaps[0].why or "?canary=1" in url


def test_a_file_that_is_no_database_is_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "keystone.db"
    path.write_text("canary" * 100, encoding="utf-8")
    found, gaps = ask_database(f"sqlite:///{path}", 1)

    assert found is None
    assert "file is not a database" in gaps[0].why


@pytest.mark.thorough
@pytest.mark.parametrize("dialect", ["mysql", "postgresql"])
def test_a_server_that_never_answers_is_given_up(dialect: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        begun = time.monotonic()
        found, gaps = ask_database(f"{dialect}://keystone:canary@127.0.0.1:{port}/keystone", 1)

    assert found is None
    assert [gap.required for gap in gaps] == [True]
    assert time.monotonic() - begun < 8


def test_parameters_that_only_other_drivers_know_are_left_out() -> None:
    address = address_of("mysql+mysqldb://u:p%40ss@db/k?charset=utf8&plugin=dbcounter&ssl_ca=/ca")

    assert address.url.render_as_string(hide_password=False) == (
        "mysql+pymysql://u:p%40ss@db/k?charset=utf8&ssl_ca=%2Fca"
    )
    assert set(address.secrets) == {"p@ss", "p%40ss"}


def run(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str, str]:
    code = main(["check", str(folder), "--from", "2024.1", "--to", "2025.1", *words])
    return code, *capsys.readouterr()


def configured(folder: Path, connection: str) -> Path:
    text = f"[DEFAULT]\nserver = canary\n[database]\nconnection = {connection}\n"
    (folder / "keystone.conf").write_text(text, encoding="utf-8")
    return folder


def test_the_database_of_the_configuration_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(tmp_path, made(tmp_path, TABLES, ROWS))
    _, out, _ = run(capsys, tmp_path, "--database-from-config")

    assert "database/password-hash-unsupported" in out
    assert "database: it was not part of this check" not in out


@pytest.mark.parametrize(
    ("connection", "why"),
    [
        ("mysql://k:{{ canary }}@db/k", "no file names it"),
        ("mysql://k:${canary}@db/k", "no file names it"),
        ("mysql://k:canary@127.0.0.1:1/k", "Can't connect"),
    ],
)
def test_a_database_that_was_wanted_and_not_asked_is_a_required_gap(
    connection: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, configured(tmp_path, connection), "--database-from-config")

    assert code in {EXIT_FINDINGS, EXIT_INCOMPLETE}
    assert f"database (required): {why}" in " ".join(out.split()).replace("2003: ", "")
    assert "k:canary" not in out + err


@pytest.mark.parametrize(
    "words",
    [
        ("--database-url", "sqlite://", "--database-from-config"),
        ("--database-timeout", "0"),
        ("--database-timeout", "soon"),
        ("--db-sync-check", "9"),
    ],
)
def test_words_that_do_not_go_together_are_a_usage_error(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code, _, _ = run(capsys, configured(tmp_path, "sqlite://"), *words)
    except SystemExit as exit_:
        code = int(str(exit_.code))
    assert code == EXIT_USAGE


@pytest.mark.parametrize("module", ["sqlalchemy", "pymysql"])
def test_without_the_extra_it_is_said_what_to_install(
    module: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    url = "mysql://keystone:canary@db/keystone"
    code, _, err = run(capsys, configured(tmp_path, "sqlite://"), "--database-url", url)

    assert code == EXIT_USAGE
    assert err == f"kslint: asking a database needs {module}: pip install 'kslint[db]'\n"


def test_a_url_is_read_from_stdin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(made(tmp_path, TABLES, ROWS) + "\n"))
    _, out, _ = run(capsys, configured(tmp_path, "sqlite://"), "--database-url", "-")

    assert "database/password-hash-unsupported" in out


def two_nodes(folder: Path, *connections: str) -> list[str]:
    for number, connection in enumerate(connections):
        (folder / f"node{number}").mkdir()
        configured(folder / f"node{number}", connection)
    return [str(folder / f"node{number}") for number in range(len(connections))]


def report_of(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    upgrade = ["--from", "2024.1", "--to", "2025.1", "--format", "json"]
    main(["check", *words, *upgrade, "--database-from-config"])
    return json.loads(capsys.readouterr().out)


def test_nodes_of_one_database_share_what_is_said_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = made(tmp_path, TABLES, ROWS)
    report = report_of(capsys, *two_nodes(tmp_path, url, f"{url}\ndebug = true"))

    rule = "database/password-hash-unsupported"
    found = [finding["nodes"] for finding in report["findings"] if finding["rule"] == rule]
    assert [len(nodes) for nodes in found] == [2]


def test_nodes_of_several_databases_leave_a_required_gap(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = made(tmp_path, TABLES, ROWS)
    report = report_of(capsys, *two_nodes(tmp_path, url, f"{url}?timeout=5"))

    assert [gap["why"] for gap in report["gaps"] if gap["what"] == "database"] == [
        "the files name several: give it with --database-url"
    ]
