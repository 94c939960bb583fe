"""Who asks for tokens, from files as OpenStack's dashboard and tools write them."""

from pathlib import Path

import pytest

from linter.execute.running import StepError
from linter.execute.token_credentials import identity, read_credentials, scopes

OPENRC = """\
# a comment
unset OS_TENANT_ID
export OS_AUTH_URL=http://10.0.0.1:5000/v3
export OS_USERNAME="admin"
export OS_USER_DOMAIN_NAME="Default"
export OS_PROJECT_NAME=admin # trailing
export OS_PROJECT_DOMAIN_ID=default
OS_PASSWORD='ca$nary word'
"""


def written(folder: Path, text: str) -> str:
    path = folder / "openrc"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_openrc_file_is_read_without_a_shell(tmp_path: Path) -> None:
    credentials = read_credentials(written(tmp_path, OPENRC))

    assert identity(credentials) == {
        "methods": ["password"],
        "password": {
            "user": {"name": "admin", "domain": {"name": "Default"}, "password": "ca$nary word"}
        },
    }
    assert scopes(credentials) == (
        {"scope": {"project": {"name": "admin", "domain": {"id": "default"}}}},
        {},
    )
    assert "canary" not in repr(credentials)
    assert "ca$nary" not in repr(credentials)


def test_an_application_credential_brings_its_own_scope(tmp_path: Path) -> None:
    text = "OS_APPLICATION_CREDENTIAL_ID=abc\nOS_APPLICATION_CREDENTIAL_SECRET=canary\n"
    credentials = read_credentials(written(tmp_path, text))

    assert (identity(credentials), scopes(credentials)) == (
        {
            "methods": ["application_credential"],
            "application_credential": {"id": "abc", "secret": "canary"},
        },
        ({},),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "export OS_USERNAME=admin\n",
        "export OS_USERNAME=admin\nexport OS_PASSWORD=$OS_PASSWORD_INPUT\n",
        'export OS_USERNAME=admin\nexport OS_PASSWORD="$(cat secret)"\n',
        "export OS_USERNAME=admin\nexport OS_PASSWORD='unclosed\n",
    ],
)
def test_what_needs_a_shell_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(StepError, match="in a form that can be read without a shell"):
        read_credentials(written(tmp_path, text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StepError, match="absent"):
        read_credentials(str(tmp_path / "absent"))
    with pytest.raises(StepError, match="the site names no file of `credentials`"):
        read_credentials("")
