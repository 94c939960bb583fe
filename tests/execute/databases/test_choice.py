"""URLs of deployed configurations become the files that clients read."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from linter.execute.databases.choice import opened
from linter.execute.databases.database import DatabaseError
from linter.execute.databases.dumps import require_room
from linter.execute.databases.mariadb import options_file
from linter.execute.databases.postgresql import password_file, service_file
from linter.execute.databases.scratch import scratch_name


def test_an_option_file_says_what_the_url_does() -> None:
    url = make_url(
        "mysql+pymysql://ks:p%22%5C%23@db:3307/keystone?charset=utf8&ssl_ca=/ca.pem"
        "&ssl_verify_identity=true"
    )
    assert options_file(url).decode() == (
        "[client]\n"
        'user="ks"\n'
        'password="p\\"\\\\#"\n'
        'host="db"\n'
        'port="3307"\n'
        'ssl-ca="/ca.pem"\n'
        'default-character-set="utf8mb4"\n'
        'loose-ssl-verify-server-cert="1"\n'
        'loose-ssl-mode="VERIFY_IDENTITY"\n'
        "[mysqldump]\n"
        "loose-set-gtid-purged=OFF\n"
        "loose-column-statistics=0\n"
    )


def test_an_option_file_names_a_socket_and_another_file() -> None:
    url = make_url("mysql+pymysql:///keystone?unix_socket=/run/s&read_default_file=/etc/ks.cnf")
    assert (
        options_file(url)
        .decode()
        .startswith('!include /etc/ks.cnf\n[client]\nsocket="/run/s"\nprotocol="socket"\n')
    )


def test_files_of_libpq_say_what_the_url_does() -> None:
    url = make_url(
        "postgresql+psycopg2://ks:p%3A%5C@db:5433/keystone?sslmode=verify-full&client_encoding=utf8"
    )
    assert service_file(url) == b"[kslint]\nhost=db\nport=5433\nuser=ks\nsslmode=verify-full\n"
    assert password_file(url) == b"*:*:*:*:p\\:\\\\\n"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql+pymysql://ks:canary@db/", "names no database"),
        ("mysql+pymysql://ks:can%0Aary@db/keystone", "holds a control character"),
        ("postgresql://ks:can%0Aary@db/keystone", "holds a line end"),
        ("oracle://ks:canary@db/keystone", "asks MySQL, MariaDB, PostgreSQL and SQLite only"),
        ("canary", "is not of the form"),
        ("sqlite://", "in memory"),
    ],
)
def test_what_cannot_be_opened_is_told_without_the_password(
    url: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseError, match=said) as refused:
        opened(url, plan="p", folder=tmp_path)
    assert "canary" not in str(refused.value)


def test_each_plan_has_a_scratch_database_of_its_own() -> None:
    assert scratch_name("a-1") == "kslint_a_1_2f8fe63a"
    assert scratch_name("a.1") != scratch_name("a-1")
    assert len(scratch_name("x" * 300)) <= 50


def test_too_little_room_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="has room for"):
        require_room(tmp_path / "not" / "made", 1 << 60)
