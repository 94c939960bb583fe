"""Tokens of a real keystone, and what stands at an address that is none."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from linter.execute.kinds.token import TOKEN
from linter.execute.token_requests import answers_as_keystone
from linter.model.plan import TokenStep
from linter.model.site import Machine, Packages
from tests.real.logs.deployment import Deployment, prepare
from tests.real.logs.servers import Service, served
from tests.real.releases import PASSWORD
from tests.real.steps.runs import Trial

pytestmark = [pytest.mark.release, pytest.mark.thorough]
RECORD = TokenStep(id="tokens", title="Try tokens", do="record")
COMPARE = TokenStep(id="tokens-after", title="Try tokens again", do="compare")
_OPENRC = """\
export OS_USERNAME=admin
export OS_PASSWORD={password}
export OS_PROJECT_NAME={project}
"""


@pytest.fixture(scope="module")
def keystone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a keystone of 2025.1 and the folder that it runs in."""
    folder = tmp_path_factory.mktemp("keystone")
    settings = "[DEFAULT]\nlog_file = {folder}/keystone.log\n"
    prepare(Deployment("tokens", "2025.1", (), "keystone.log", (), settings=settings), folder)
    with served("2025.1", Service("uwsgi"), folder) as address:
        yield f"{address}/v3", folder


def trial(folder: Path, address: str, password: str = PASSWORD, project: str = "admin") -> Trial:
    made = Trial(folder, "sqlite:////none", ("2024.1", "2025.1"), RECORD, COMPARE)
    openrc = folder / "openrc"
    openrc.write_text(_OPENRC.format(password=password, project=project), encoding="utf-8")
    machine = Machine("here", address, (), Packages("none"))
    made.change(machines=(machine,), credentials=str(openrc))
    return made


def test_tokens_are_issued_and_an_old_one_is_still_valid(
    keystone: tuple[str, Path], tmp_path: Path
) -> None:
    made = trial(tmp_path, keystone[0])
    facts = made.do(TOKEN, RECORD)
    kept = tmp_path / "run" / "token-of-before"

    assert (facts["scope"], facts["services"], kept.stat().st_mode & 0o777) == (
        "project", "0", 0o600,
    )  # fmt: skip
    secret = json.loads(kept.read_bytes())["secret"]
    after = made.do(TOKEN, COMPARE)
    assert (after["old-token"], kept.exists()) == ("valid", False)
    told = "here: a token for project was issued and is valid; its catalog is empty, so no service"
    assert made.told == [f"{told} will be found with it"] * 2
    written = " ".join(str(entry.facts) for entry in made.journal.entries)
    assert (secret in written, PASSWORD in written) == (False, False)


def test_a_token_of_other_keys_is_told(keystone: tuple[str, Path], tmp_path: Path) -> None:
    made = trial(tmp_path, keystone[0])
    made.do(TOKEN, RECORD)
    old = tmp_path / "run" / "token-of-before"
    token = json.loads(old.read_bytes())
    old.write_text(json.dumps({**token, "secret": token["secret"][::-1]}), encoding="utf-8")

    assert made.failure(TOKEN, COMPARE).startswith(
        "a token of before the upgrade is not valid on here any more, though new ones are: the "
        f"validation of a token at {keystone[0]} was answered with 404 Not Found"
    )


def test_a_token_that_ran_out_is_no_failure(keystone: tuple[str, Path], tmp_path: Path) -> None:
    made = trial(tmp_path, keystone[0])
    made.do(TOKEN, RECORD)
    old = tmp_path / "run" / "token-of-before"
    ended = {**json.loads(old.read_bytes()), "secret": "x", "expires": "2026-01-01T00:00:00.0Z"}
    old.write_text(json.dumps(ended), encoding="utf-8")

    assert made.do(TOKEN, COMPARE)["old-token"] == "ran out"


def test_a_wrong_password_is_told_without_it(keystone: tuple[str, Path], tmp_path: Path) -> None:
    made = trial(tmp_path, keystone[0], password="mistaken-word")  # noqa: S106

    assert made.failure(TOKEN, RECORD) == (
        f"a token at {keystone[0]} was answered with 401 Unauthorized: it refuses the credentials, "
        "or the token is not valid any more: The request you have made requires authentication."
    )


def test_an_unscoped_token_will_do(keystone: tuple[str, Path], tmp_path: Path) -> None:
    made = trial(tmp_path, keystone[0], project="absent")

    assert made.do(TOKEN, RECORD)["scope"] == "nothing"


def test_an_address_without_its_version_is_told(keystone: tuple[str, Path], tmp_path: Path) -> None:
    made = trial(tmp_path, keystone[0].removesuffix("/v3"))

    assert (
        "answered with 404 Not Found: the address of a machine must end with /v3"
        in made.failure(TOKEN, RECORD)
    )


def test_a_new_error_in_the_log_stops_once(keystone: tuple[str, Path], tmp_path: Path) -> None:
    made = trial(tmp_path, keystone[0])
    log = tmp_path / "keystone.log"
    made.change(logs=(str(log),))
    made.do(TOKEN, RECORD)
    line = "2026-11-22 15:17:35.123 42 ERROR keystone.server [-] no\n"
    log.write_text(line, encoding="utf-8")

    assert made.failure(TOKEN, COMPARE).startswith(
        f"since the start there are errors in the log:\n  {line}"
    )
    assert (tmp_path / "run" / "tokens-after-since-start.log").read_text() == line
    made.do(TOKEN, COMPARE)
    assert made.told[-1] == f"in the log, as told before: {line.strip()}"


def test_nobody_answers(tmp_path: Path) -> None:
    made = trial(tmp_path, "http://127.0.0.1:9/v3")

    assert made.failure(TOKEN, RECORD) == (
        "http://127.0.0.1:9/v3 gives no answer: the connection fails (Connection refused): check "
        "the address, the network and the proxy settings"
    )


def test_a_page_is_no_keystone(tmp_path: Path) -> None:
    with page() as address:
        made = trial(tmp_path, f"{address}/v3")

        assert made.failure(TOKEN, RECORD) == (
            f"a token at {address}/v3 was answered with 503 Service Unavailable: what answers "
            "there is a page and no keystone: a proxy or a web server of its own"
        )
        assert answers_as_keystone(f"{address}/v3") is False


def test_a_keystone_that_runs_is_seen(keystone: tuple[str, Path]) -> None:
    assert answers_as_keystone(keystone[0]) is True
    assert answers_as_keystone("http://127.0.0.1:9/v3") is False


@contextmanager
def page() -> Iterator[str]:
    """What a balancer without a server behind it says."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_error(503)

        do_GET = do_POST  # noqa: N815  as the server asks for it

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
