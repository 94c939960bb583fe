from pathlib import Path

import pytest

from linter.execute.known_secrets import UnknownSecretsError, known_secrets
from linter.execute.masking import Secrets, secrets_of

CONFIGURATION = """\
[DEFAULT]
transport_url = rabbit://one:rabbit%231@h1:5672,two:rabbit-2@h2:5672//
admin_token = sup3radmin
[database]
connection = mysql+pymysql://keystone:p%40ss/word@db/keystone?ssl_key=/etc/x.key
[cache]
memcache_password = <None>
[ldap]
password = bind secret
[auth]
password = keystone.auth.plugins.password.Password
[fernet_tokens]
key_repository = /etc/keystone/fernet-keys
"""
FOUND = (
    *("rabbit#1", "rabbit%231", "rabbit-2", "rabbit%231@h1:5672,two:rabbit-2"),
    *("rabbit#1@h1:5672,two:rabbit-2", "sup3radmin", "p@ss/word", "p%40ss/word", "bind secret"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "keystone"
    (place / "domains").mkdir(parents=True)
    (place / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    return place


def test_secrets_of_the_configuration_are_known(folder: Path) -> None:
    assert known_secrets([folder], None, {}) == secrets_of(FOUND)


def test_secrets_of_domains_and_of_what_is_prepared_are_known(folder: Path, tmp_path: Path) -> None:
    text = "[ldap]\npassword = of-a-domain\n"
    (folder / "domains" / "keystone.one.conf").write_text(text, encoding="utf-8")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "keystone.conf").write_text("[ldap]\npassword=newer\n", encoding="utf-8")

    (folder / "circle").symlink_to(folder)
    known = known_secrets([folder, tmp_path / "new"], None, {})
    assert known == secrets_of([*FOUND, "of-a-domain", "newer"])


def test_secrets_of_an_openrc_file_are_known(tmp_path: Path) -> None:
    path = tmp_path / "openrc"
    path.write_text(
        "# OS_PASSWORD=commented\nexport OS_USERNAME=admin\nexport OS_PASSWORD='it is '\"one\"\n"
        "OS_AUTH_URL=http://h:5000/v3\nexport OS_TOKEN='0pen\n"
        "  OS_APPLICATION_CREDENTIAL_SECRET=two2\n",
        encoding="utf-8",
    )

    assert known_secrets([], path, {}) == secrets_of(["it is one", "it is '\"one", "0pen", "two2"])


def test_secrets_of_the_environment_are_known() -> None:
    environment = {
        "OS_DATABASE__CONNECTION": "mysql://a:of-env@h/x",
        "HOME": "/x",
        "OS_TOKEN": "t0ken",
    }

    assert known_secrets([], None, environment) == secrets_of(["of-env", "t0ken"])


def test_a_word_that_stands_in_public_is_counted_only(tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text("[ldap]\npassword = keystone\n", encoding="utf-8")

    assert known_secrets([tmp_path], None, {}, ["/etc/keystone"]) == Secrets((), 1)


@pytest.mark.parametrize(
    ("password", "hidden"),
    [("admin", False), ("regionone", False), ("bluebird", True), ("Admin", False), ("adm1n", True)],
)
def test_a_word_that_stands_elsewhere_too_is_counted_only(password: str, hidden: bool) -> None:
    environment = {"OS_PASSWORD": password, "OS_REGION_NAME": "RegionOne adm1n"}

    known = known_secrets([], None, environment)
    assert (known.are_in(f"a {password}"), known.overlooked) == (hidden, int(not hidden))


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownSecretsError) as raised:
        known_secrets([], tmp_path / "openrc", {})

    assert str(raised.value) == (
        f"{tmp_path}/openrc cannot be read, so what is secret in it cannot be hidden: No such file "
        "or directory"
    )


def test_a_configuration_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownSecretsError, match="No such file or directory"):
        known_secrets([tmp_path / "keystone"], None, {})
