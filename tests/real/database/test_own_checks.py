"""What real releases print when they check themselves, and the SQLite database they made."""

import subprocess
from pathlib import Path

import pytest

from linter.collect.live.database import NULL_KEY_HASH, ask_database
from linter.collect.live.outputs import read_doctor, read_status
from linter.model.live import Endpoints, Hashes, Role, Schema, StatusCheck
from tests.real.releases import bootstrapped, release_python, run_tool

pytestmark = pytest.mark.release

_SETTINGS = """\
[database]
connection = sqlite:///{state}/keystone.db
[fernet_tokens]
key_repository = {keys}
[fernet_receipts]
key_repository = {keys}
[credential]
key_repository = {state}/credential-keys
"""


def settings(folder: Path, keys: str = "{state}/fernet-keys") -> str:
    state = bootstrapped("2024.1")
    path = folder / "keystone.conf"
    text = _SETTINGS.format(state=state, keys=keys.format(state=state))
    path.write_text(text, encoding="utf-8")
    return str(path)


# keystone-status loads its drivers before it reads the file that it is given.
STATUS = """
import sys
sys.argv[0] = "keystone-status"
import keystone.conf
from keystone.server import backends
keystone.conf.configure()
keystone.conf.CONF(sys.argv[1:3], project="keystone")
backends.load_backends()
keystone.conf.CONF.clear()
backends.load_backends = lambda: None
from keystone.cmd import status
sys.exit(status.main())
"""


@pytest.mark.parametrize("form", [["--json"], []])
def test_results_of_keystone_status_are_read(form: list[str], tmp_path: Path) -> None:
    words = ["--config-file", settings(tmp_path), "upgrade", "check", *form]
    done = subprocess.run(
        [release_python("2024.1"), "-W", "ignore", "-c", STATUS, *words],
        capture_output=True, text=True, check=False, cwd="/", timeout=60,
    )  # fmt: skip
    printed = tmp_path / "status"
    printed.write_text(done.stdout, encoding="utf-8")

    checks, gaps = read_status(printed)

    assert gaps == (), done.stderr
    assert checks == (
        StatusCheck("Check trust policies are not empty", "success", "Trust policies are safe."),
        StatusCheck("Check default roles are immutable", "success", "Default roles are immutable."),
        StatusCheck("Policy File JSON to YAML Migration", "success"),
    )


def test_keystone_status_without_a_result_is_a_gap(tmp_path: Path) -> None:
    words = ["--config-file", settings(tmp_path, "/nowhere"), "upgrade", "check", "--json"]
    done = run_tool("2024.1", "keystone-status", *words)
    printed = tmp_path / "status"
    printed.write_text(done.stdout + done.stderr, encoding="utf-8")

    checks, gaps = read_status(printed)

    assert done.returncode == 1
    assert (checks, [gap.required for gap in gaps]) == (None, [True])


def test_symptoms_of_doctor_are_read(tmp_path: Path) -> None:
    done = run_tool(
        "2024.1", "keystone-manage", "--config-file", settings(tmp_path, "/nowhere"), "doctor"
    )
    printed = tmp_path / "doctor"
    printed.write_text(done.stdout, encoding="utf-8")

    symptoms, gaps = read_doctor(printed)

    assert gaps == ()
    assert symptoms == (
        "`keystone.conf [cache] enabled` is not enabled.",
        "SQLite is not recommended for production deployments.",
        "Fernet key repository is empty.",
        "Fernet key repository is not setup correctly.",
    )


def test_database_in_a_file_is_read() -> None:
    found, gaps = ask_database(f"sqlite:///{bootstrapped('2024.1')}/keystone.db", 10)

    assert gaps == ()
    assert found is not None
    assert found.schema == Schema(alembic=("47147121", "c88cdce8f248"))
    assert found.hashes == (Hashes("bcrypt", current=1),)
    assert found.roles == (
        Role("admin", immutable=True, held=2),
        Role("manager", immutable=True),
        Role("member", immutable=True),
        Role("reader", immutable=True),
        Role("service", immutable=True),
    )
    assert (found.triggers, found.endpoints) == ((), Endpoints())


@pytest.mark.parametrize("series", ["train", "2026.2"])
def test_the_null_key_is_the_one_that_keystone_takes(series: str) -> None:
    code = (
        "import importlib; from keystone.common import fernet_utils; "
        "core = importlib.import_module('keystone.credential.providers.fernet.core'); "
        "print(core.primary_key_hash([fernet_utils.NULL_KEY]))"
    )
    done = subprocess.run(
        [release_python(series), "-W", "ignore", "-c", code],
        capture_output=True, text=True, check=True, cwd="/", timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == NULL_KEY_HASH
