import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from linter.cli.main import main
from tests.cli.published import INDEX, SITE, UPGRADE
from tests.notes.servers import by_path, serving

WATCHED = """
import sys
from linter.cli.main import main
def refuse(event, arguments):
    if event.startswith("socket."):
        raise AssertionError(f"{event} {arguments}")
sys.addaudithook(refuse)
main(sys.argv[1:])
print(sorted({"requests", "urllib3", "rich"} & set(sys.modules)), file=sys.stderr)
"""
AGE = re.compile(r"\b(just now|\d+ \w+ ago)\b")


class Run(NamedTuple):
    """The exit code and the bytes of a run."""

    code: int
    json: str
    terminal: str


class Site:
    """Where a site and an index were, a deployment, and a bundle made of them."""

    def __init__(self, verb: str, folder: Path, address: str) -> None:
        self.verb = verb
        self.folder = folder
        self.bundle = str(folder / "bundle.zip")
        self.places = ("--notes-url", f"{address}/notes", "--index-url", f"{address}/simple")

    def run(self, *words: str) -> Run:
        files = [self.folder / form for form in ("json", "terminal")]
        formats = [f"--format={file.name}={file}" for file in files]
        code = main([self.verb, str(self.folder / "keystone"), *UPGRADE, *words, *formats])
        return Run(code, *(file.read_text() for file in files))


@pytest.fixture(scope="module", params=["notes", "check"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Run]]:
    """A site that is gone, and what was said while it was there."""
    folder = tmp_path_factory.mktemp("all")
    (folder / "keystone").mkdir()
    (folder / "keystone" / "keystone.conf").write_text("[token]\nprovider = uuid\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        # A report says when it was made.
        patch.setenv("SOURCE_DATE_EPOCH", "1795000000")
        with serving(by_path({**SITE, **INDEX})) as server:
            site = Site(request.param, folder, server.address)
            said = site.run("--online", *site.places)
        words = ("catalog", "bundle", "-o", site.bundle, *UPGRADE, "--offline", *site.places)
        assert main(words) == 0
        yield site, said


def test_all_is_read_where_there_is_a_network(site: tuple[Site, Run]) -> None:
    place, said = site
    report = json.loads(said.json)
    documents = (report if place.verb == "notes" else report["notes"])["documents"]
    addresses = [document["address"] for document in documents]
    assert [address.rpartition("/")[2] for address in addresses] == [
        *(f"keystone-{version}.tar.gz" for version in ("15.0.0", "16.0.0", "17.0.0", "17.0.1")),
        "train.html",
        "ussuri.html",
    ]


def test_a_run_offline_says_the_same(site: tuple[Site, Run]) -> None:
    place, said = site
    found = place.run("--offline", *place.places)

    assert without_age(found) == without_age(said)


def test_a_bundle_says_the_same_where_another_index_is_in_use(
    site: tuple[Site, Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place, said = site
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_INDEX_URL", "http://localhost:1/simple")
    found = place.run("--bundle", place.bundle)

    assert without_age(found) == without_age(said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.thorough
@pytest.mark.parametrize("source", ["cache", "bundle"])
def test_offline_no_socket_is_opened_and_requests_is_not_loaded(
    source: str, site: tuple[Site, Run]
) -> None:
    place, _ = site
    words = ["--offline", *place.places] if source == "cache" else ["--bundle", place.bundle]
    command = [place.verb, str(place.folder / "keystone"), *UPGRADE, *words, "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-I", "-c", WATCHED, *command],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.stderr == "[]\n"


@pytest.mark.thorough
def test_copies_say_the_same_where_the_site_is_gone(
    site: tuple[Site, Run], capsys: pytest.CaptureFixture[str]
) -> None:
    place, said = site
    found = place.run("--online", *place.places)

    assert without_age(found) == without_age(said)
    assert "the connection fails (Connection refused)" in capsys.readouterr().err


def without_age(said: Run) -> Run:
    """The same without the age of what was read, and without the words of the run itself."""
    lines = said.terminal.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("  kslint notes ")]
    # An age of another length changes where its line ends.
    shown = " ".join("".join(kept).split())
    return said._replace(terminal=AGE.sub("AGE", shown))
