import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from linter.catalog.mentions import Known
from linter.model.finding import Gap
from linter.model.notes import Note, NoteDocument, NoteSection
from linter.model.release import Release, Upgrade
from linter.notes.bundle import Bundle
from linter.notes.cache import Cache
from linter.notes.compose import note
from linter.notes.documents import series_page
from linter.notes.fetch import fetch
from linter.notes.fetched import Fetched, digest_of
from linter.notes.gathering import Gathered, gather
from linter.notes.limits import Limits, Means
from linter.notes.request import NotesRequest, wanted
from tests.catalog.samples import release
from tests.notes.pages import archive, index, page, site
from tests.notes.servers import Answering, Exchange, Server, answer, by_path, serving, silence

XENA, YOGA, ZED = release("xena", 20), release("yoga", 21), release("zed", 22)
MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
OLD = {"old-0000000000000000": {"fixes": ["Nothing of this is new."]}}
FIRST = {"first-1111111111111111": {"upgrade": ["Look at every key."]}}
SECOND = {"second-2222222222222222": {"upgrade": ["Stop all of them.", "Start one."]}}
LATE = {"late-3333333333333333": {"fixes": ["Came to the branch."]}}
AGAIN = {"again-4444444444444444": {"fixes": ["Came after all archives."]}}
PAGES = {
    "yoga": page("yoga", {"21.0.0": FIRST}),
    "zed": page("zed", {"22.0.1-3": AGAIN, "22.0.1": LATE, "22.0.0": SECOND}),
}
ARCHIVES = {
    "20.0.0": archive("20.0.0", OLD),
    "21.0.0": archive("21.0.0", OLD | FIRST),
    "22.0.0": archive("22.0.0", OLD | FIRST | SECOND),
    "22.0.1": archive("22.0.1", OLD | FIRST | SECOND | LATE),
}
SITE = {**site(PAGES), **index(ARCHIVES)}


def at_once(_seconds: float) -> None:
    """Waits for nothing."""


HASTY = Limits(connect=1, read=0.2, total=0.5, tries=1)


def means(now: datetime = MONDAY, limits: Limits = Limits(tries=1)) -> Means:  # noqa: B008
    return Means(limits, now=lambda: now, sleep=at_once)


def made(where: str, section: str, item: int, text: str, id_: str = "") -> Note:
    """A note but for its place on the page."""
    series, version = where.split()
    return note(series, version, NoteSection(section), item, text, Known(), id_)


def told(found: Gathered) -> tuple[Note, ...]:
    """The notes but for their places on the pages."""
    return tuple(msgspec.structs.replace(one, place="") for one in found.notes)


FIRST_NOTES = (made("yoga 21.0.0", "upgrade", 1, "Look at every key.", *FIRST),)
SECOND_NOTES = (
    made("zed 22.0.0", "upgrade", 1, "Stop all of them.", *SECOND),
    made("zed 22.0.0", "upgrade", 2, "Start one.", *SECOND),
)
LATE_NOTES = (made("zed 22.0.1", "fixes", 1, "Came to the branch.", *LATE),)
AGAIN_NOTES = (made("zed 22.0.1-3", "fixes", 1, "Came after all archives."),)
ALL = (*AGAIN_NOTES, *LATE_NOTES, *SECOND_NOTES, *FIRST_NOTES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "notes"


def asked_for(folder: Path, address: str, **more: Any) -> NotesRequest:
    usual = NotesRequest((YOGA, ZED), ZED, folder, f"{address}/simple", f"{address}/notes")
    return msgspec.structs.replace(usual, **more)


def gathered(request: NotesRequest, now: datetime = MONDAY) -> Gathered:
    return gather(request, lambda _: Known(), means(now))


def hastily(request: NotesRequest, now: datetime = MONDAY) -> Gathered:
    """The same, from a server that is not waited for."""
    return gather(request, lambda _: Known(), means(now, HASTY))


def read(address: str, *archives: str, pages: tuple[str, ...] = ()) -> tuple[NoteDocument, ...]:
    found = {f"/notes/{name}.html": PAGES[name] for name in pages}
    found |= {f"/files/keystone-{version}.tar.gz": ARCHIVES[version] for version in archives}
    documents = (
        NoteDocument(address + path, MONDAY, digest_of(content)) for path, content in found.items()
    )
    return tuple(sorted(documents))


def missing(why: str, remedy: str = "check the address") -> Gap:
    return Gap("release notes", why, remedy, required=False)


def without(*paths: str, **more: Answering) -> dict[str, Answering]:
    return {path: answering for path, answering in SITE.items() if path not in paths} | more


def got(pages: Mapping[str, Answering], folder: Path) -> tuple[Gathered, Server]:
    with serving(by_path(pages)) as server:
        return gathered(asked_for(folder, server.address)), server


@pytest.mark.parametrize(
    ("source", "target", "previous", "expected"),
    [
        (XENA, ZED, 1, (XENA, YOGA, ZED)),
        (XENA, ZED, 0, (YOGA, ZED)),
        (YOGA, ZED, 2, (XENA, YOGA, ZED)),
        (YOGA, ZED, 20, (XENA, YOGA, ZED)),
        (ZED, ZED, 1, (ZED,)),
        (ZED, ZED, 0, ()),
    ],
)
def test_notes_are_wanted_of_what_is_crossed_and_of_so_many_before(
    source: Release, target: Release, previous: int, expected: tuple[Release, ...]
) -> None:
    assert wanted(Upgrade(source, target, (XENA, YOGA, ZED)), previous) == expected


def test_notes_have_ids_from_the_archives_and_versions_from_the_page(folder: Path) -> None:
    found, server = got(SITE, folder)

    assert told(found) == ALL
    assert found == Gathered(
        found.notes, read(server.address, *ARCHIVES, pages=("yoga", "zed")), (), (), "22.0.1"
    )
    assert sorted(path for path, _ in server.asked) == sorted(SITE)


def test_offline_the_same_comes_from_the_copies(folder: Path) -> None:
    online, server = got(SITE, folder)
    offline = gathered(asked_for(folder, server.address, offline=True), MONDAY + timedelta(days=9))

    assert offline == online


def test_without_the_page_the_notes_of_the_archives_stay(folder: Path) -> None:
    found, server = got(without("/notes/zed.html"), folder)

    assert told(found) == (*LATE_NOTES, *SECOND_NOTES, *FIRST_NOTES)
    assert found.gaps == (
        missing(
            f"page of zed not read: {server.address}/notes/zed.html cannot be fetched, the server "
            "answers 404 Not Found"
        ),
    )
    assert found.documents == read(server.address, *ARCHIVES, pages=("yoga",))


def test_without_the_archives_the_notes_of_the_page_stay(folder: Path) -> None:
    found, server = got(
        without("/files/keystone-22.0.0.tar.gz", "/files/keystone-22.0.1.tar.gz"), folder
    )

    assert [one.id for one in found.notes] == ["", "", "", "", *FIRST]
    assert found.gaps == tuple(
        missing(
            f"source archives of zed not read: {server.address}/files/keystone-{version}.tar.gz "
            "cannot be fetched, the server answers 404 Not Found"
        )
        for version in ("22.0.0", "22.0.1")
    )
    assert found.version == "22.0.1"


def test_some_of_the_archives_tell_most_of_the_ids(folder: Path) -> None:
    found, _ = got(without("/files/keystone-22.0.0.tar.gz"), folder)

    assert told(found) == ALL
    assert len(found.gaps) == 1


def test_without_the_archive_before_nothing_tells_what_is_new(folder: Path) -> None:
    found, server = got(without("/files/keystone-20.0.0.tar.gz"), folder)

    assert [one.id for one in found.notes] == ["", *LATE, *SECOND, *SECOND, ""]
    assert found.gaps == (
        missing(
            f"source archives of yoga not read: {server.address}/files/keystone-20.0.0.tar.gz "
            "cannot be fetched, the server answers 404 Not Found"
        ),
    )


def test_what_the_index_lacks_is_a_gap(folder: Path) -> None:
    offered = index({"22.0.0": ARCHIVES["22.0.0"]})
    found, _ = got({**site(PAGES), **offered}, folder)
    remedy = "name an index that has it with --index-url, or read fewer with --previous"

    assert found.gaps == (
        missing("source archives of yoga not read: the package index has no keystone 21.x", remedy),
    )


def test_what_is_not_released_has_no_archives(folder: Path) -> None:
    coming = msgspec.structs.replace(ZED, released="", version="")
    offered = index({version: ARCHIVES[version] for version in ("20.0.0", "21.0.0")})
    with serving(by_path({**site(PAGES), **offered})) as server:
        found = gathered(asked_for(folder, server.address, releases=(YOGA, coming)))

    assert found.gaps == ()
    assert [one.id for one in found.notes] == ["", "", "", "", *FIRST]


def test_without_the_index_no_archive_is_known(folder: Path) -> None:
    found, server = got(without("/simple/keystone/"), folder)

    assert told(found) == tuple(msgspec.structs.replace(one, id="") for one in ALL)
    assert found == Gathered(
        found.notes,
        read(server.address, pages=("yoga", "zed")),
        (
            missing(
                f"source archives of zed, yoga not read: {server.address}/simple/keystone/ cannot "
                "be fetched, the server answers 404 Not Found"
            ),
        ),
        (),
        "22.0.0",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b'{"files": [{"filename": "keystone-22.0.0.tar.gz"}]}',
        b'{"files": [{"filename": "keystone-22.0.0.tar.gz", "url": "http://[", "hashes": {}}]}',
        b'{"files": [], "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=["html", "no address", "bad address", "deep"],
)
def test_an_index_that_is_none_is_a_gap(content: bytes, folder: Path) -> None:
    json = {"Content-Type": "application/json"}
    found, server = got(SITE | {"/simple/keystone/": answer(content, headers=json)}, folder)

    assert found.gaps == (
        missing(
            f"source archives of zed, yoga not read: {server.address}/simple/keystone/ cannot be "
            "fetched, it is no list of files in JSON (PEP 691)",
            "look at what answers at this address",
        ),
    )


def test_the_newest_release_may_stand_on_the_page_of_what_is_not_released(folder: Path) -> None:
    pages = {"yoga": PAGES["yoga"], "unreleased": page("unreleased", {"21.0.0-9": SECOND})}
    found, server = got({**site(pages), **index(ARCHIVES)}, folder)

    assert found.gaps == ()
    assert told(found) == (*SECOND_NOTES, *LATE_NOTES, *FIRST_NOTES)
    assert [one.place for one in found.notes] == [
        "unreleased.html#relnotes-21-0-0-9",
        "unreleased.html#relnotes-21-0-0-9",
        "",
        "yoga.html#relnotes-21-0-0",
    ]
    assert f"{server.address}/notes/unreleased.html" in {one.address for one in found.documents}


def test_for_a_damaged_copy_no_other_page_stands_in(folder: Path) -> None:
    coming = page("unreleased", {"22.0.1-9": AGAIN})
    with serving(by_path(SITE | site({"unreleased": coming}))) as server:
        request = asked_for(folder, server.address)
        gathered(request)
        fetch(series_page("unreleased", request.site), Cache(folder), means())
    address = series_page("zed", request.site).address
    [copy] = [path for path in folder.iterdir() if address.encode() in path.read_bytes()]
    copy.write_bytes(b"")
    found = gathered(msgspec.structs.replace(request, offline=True))

    assert found.gaps == (
        missing(
            f"page of zed not read: The copy of {address} in {copy} is damaged", "fetch it again"
        ),
    )
    assert {one.id for one in found.notes} == {*LATE, *SECOND, *FIRST}


def test_a_page_of_another_structure_does_not_replace_the_copy(folder: Path) -> None:
    changed = PAGES["zed"].replace(b"22.0.1-3", b"Newest")
    turns = iter([answer(PAGES["zed"])])

    def zed(exchange: Exchange) -> None:
        next(turns, answer(changed))(exchange)

    with serving(by_path(SITE | {"/notes/zed.html": zed})) as server:
        request = asked_for(folder, server.address)
        before, after = gathered(request), gathered(request)
    offline = gathered(msgspec.structs.replace(request, offline=True))

    trouble = (
        f"{server.address}/notes/zed.html cannot be fetched, it has the heading 'Newest' where a "
        "version should be: look at what answers at this address; the copy at hand stands in"
    )
    assert after == msgspec.structs.replace(before, troubles=(trouble,))
    assert offline == before


def test_a_page_of_another_structure_is_a_gap(folder: Path) -> None:
    changed = PAGES["zed"].replace(b"22.0.1-3", b"Newest")
    found, server = got(SITE | {"/notes/zed.html": answer(changed)}, folder)

    assert told(found) == (*LATE_NOTES, *SECOND_NOTES, *FIRST_NOTES)
    assert found.gaps == (
        missing(
            f"page of zed not read: {server.address}/notes/zed.html cannot be fetched, it has the "
            "heading 'Newest' where a version should be",
            "look at what answers at this address",
        ),
    )
    assert [path for path in folder.iterdir() if b"Newest" in path.read_bytes()] == []


def test_a_copy_of_another_structure_is_a_gap(folder: Path) -> None:
    content = PAGES["zed"].replace(b"22.0.1-3", b"Newest")
    documents = []
    with serving(by_path(SITE)) as server:
        gathered(asked_for(folder, server.address))
    for name, copy in (("yoga", PAGES["yoga"]), ("zed", content)):
        address = series_page(name, f"{server.address}/notes").address
        documents.append(Fetched(copy, address, MONDAY, digest_of(copy), from_cache=True))
    bundle = Bundle(tuple(documents))
    found = gathered(asked_for(folder, server.address, bundle=bundle, releases=(ZED,)))

    assert found.notes == ()
    assert found.gaps[0].why == (
        f"page of zed not read: The copy of {server.address}/notes/zed.html has the heading "
        "'Newest' where a version should be"
    )


def test_a_cache_that_cannot_be_written_is_told_once(folder: Path) -> None:
    folder.touch()
    found, _ = got(SITE, folder)

    assert (told(found), found.gaps) == (ALL, ())
    assert found.troubles == (
        f"What is fetched cannot be kept in {folder}, File exists: see to the folder",
    )


@pytest.mark.thorough
def test_a_host_that_does_not_answer_is_told_once(folder: Path) -> None:
    with serving(silence) as server:
        found = hastily(asked_for(folder, server.address))

    assert found == Gathered((), (), found.gaps, (), "22.0.0")
    assert [gap.why.partition(" not read: ")[0] for gap in found.gaps] == [
        "pages of zed, yoga and source archives of zed, yoga"
    ]


@pytest.mark.thorough
def test_a_host_that_does_not_answer_is_asked_no_more(folder: Path) -> None:
    series = tuple(release(f"s{major}", major) for major in range(2, 22))
    with serving(silence) as server:
        found = hastily(asked_for(folder, server.address, releases=series))

    assert len(found.gaps) == 1
    assert len(server.asked) <= 4


@pytest.mark.thorough
def test_copies_stand_in_for_a_host_that_does_not_answer(folder: Path) -> None:
    is_over = False

    def answering(exchange: Exchange) -> None:
        (silence if is_over else by_path(SITE))(exchange)

    with serving(answering) as server:
        request = asked_for(folder, server.address)
        before = gathered(request)
        is_over = True
        after = hastily(request, MONDAY + timedelta(days=2))

    assert after == msgspec.structs.replace(before, troubles=after.troubles)
    assert len(after.troubles) == 1
    assert after.troubles[0].endswith(": try again later; the copy at hand stands in")


def test_without_copies_one_gap_tells_so(folder: Path) -> None:
    found = gathered(asked_for(folder, "https://mirror.invalid", offline=True))

    assert found.gaps == (
        missing(
            "pages of zed, yoga and source archives of zed, yoga not read: No copy of "
            "https://mirror.invalid/notes/zed.html is at hand, nor of 2 others",
            "fetch it where there is a network",
        ),
    )


def test_with_a_bundle_nothing_is_asked_and_no_cache_is_touched(folder: Path) -> None:
    before, server = got(SITE, folder)
    cache = Cache(folder)
    copies = [cache.kept(server.address + path) for path in SITE]
    bundle = Bundle(tuple(copy for copy in copies if copy))
    empty = folder / "empty"
    found = gathered(asked_for(empty, server.address, bundle=bundle))

    assert found == before
    assert not empty.exists()


def test_a_page_that_was_fetched_long_ago_is_a_gap_of_its_own(folder: Path) -> None:
    before, server = got(SITE, folder)
    after = gathered(asked_for(folder, server.address, offline=True), MONDAY + timedelta(days=31))
    address = server.address

    assert after == msgspec.structs.replace(
        before,
        gaps=(
            Gap(
                "age of release notes",
                "copies are older than 30 days, the oldest of 2026-03-02: "
                f"{address}/notes/yoga.html, {address}/notes/zed.html, {address}/simple/keystone/",
                "fetch them again where there is a network",
                required=False,
            ),
        ),
    )


def test_what_nothing_explains_is_a_gap_of_its_own(folder: Path) -> None:
    lonely = {"lonely-5555555555555555": {"fixes": ["Stands on the page alone."]}}
    zed = page("zed", {"22.0.1-3": AGAIN, "22.0.0": lonely})
    found, _ = got(SITE | site({"zed": zed}), folder)
    alone = made("zed 22.0.0", "fixes", 1, "Stands on the page alone.")

    assert told(found) == (*AGAIN_NOTES, alone, *LATE_NOTES, *SECOND_NOTES, *FIRST_NOTES)
    assert found.gaps == (
        Gap(
            "agreement of release notes",
            f"the page and the source archives of zed differ: {alone.key} (on the page only), "
            "late-3333333333333333 (in the source archives only), second-2222222222222222 (in the "
            "source archives only)",
            "read the page of this series where it is published",
            required=False,
        ),
    )


def test_a_note_that_cannot_be_read_is_a_gap(folder: Path) -> None:
    broken = {"broken-5555555555555555": {"miscellany": ["Nobody knows."]}}
    archives = ARCHIVES | {"22.0.1": archive("22.0.1", OLD | FIRST | SECOND | LATE | broken)}
    found, _ = got({**site(PAGES), **index(archives)}, folder)

    assert told(found) == ALL
    assert found.gaps == (
        missing(
            "source archives of zed not read: broken-5555555555555555.yaml has a section "
            "'miscellany', which reno does not know",
            "read this note where it is published",
        ),
    )


def test_an_archive_without_notes_is_a_gap(folder: Path) -> None:
    archives = ARCHIVES | {"22.0.1": archive("22.0.1", {})}
    found, server = got({**site(PAGES), **index(archives)}, folder)

    assert [one.id for one in found.notes] == ["", "", *SECOND, *SECOND, *FIRST]
    assert found.gaps == (
        missing(
            f"source archives of zed not read: {server.address}/files/keystone-22.0.1.tar.gz: "
            "releasenotes/notes of 22.0.1 holds no notes",
            "name another index with --index-url",
        ),
    )


def test_the_version_that_will_be_installed_is_what_was_said(folder: Path) -> None:
    with serving(by_path(SITE)) as server:
        found = gathered(asked_for(folder, server.address, version="22.0.0"))

    assert found.version == "22.0.0"


def test_nothing_is_gathered_where_nothing_is_wanted(folder: Path) -> None:
    with serving(by_path(SITE)) as server:
        found = gathered(asked_for(folder, server.address, releases=()))

    assert found == Gathered((), (), (), (), "")
    assert server.asked == []


def test_whoever_watches_sees_each_document_begin_and_end(folder: Path) -> None:
    seen: list[tuple[str, int, int, int, int | None]] = []
    with serving(by_path(SITE)) as server:
        gather(
            asked_for(folder, server.address),
            lambda _: Known(),
            means(),
            lambda *told: seen.append(told),
        )

    assert {place for place, *_ in seen} == {server.address + path for path in SITE}
    assert seen[-1][1:3] == (len(SITE), len(SITE))
    assert (len(PAGES["zed"]), len(PAGES["zed"])) in {told[3:] for told in seen}


def test_without_the_series_before_the_page_tells_what_is_new(folder: Path) -> None:
    offered = {version: ARCHIVES[version] for version in ("22.0.0", "22.0.1")}
    found, _ = got({**site(PAGES), **index(offered)}, folder)
    zed = tuple(one for one in told(found) if one.series == "zed")

    assert zed == (*AGAIN_NOTES, *LATE_NOTES, *SECOND_NOTES)


def test_without_the_series_before_what_is_newer_than_the_page_is_shown(folder: Path) -> None:
    stale = page("zed", {"22.0.0": SECOND})
    found, _ = got({**site({"zed": stale}), **index({"22.0.1": ARCHIVES["22.0.1"]})}, folder)
    zed = {one.id for one in found.notes if one.series == "zed"}

    # Some of them may be older than the series; but nothing shows which.
    assert zed == {*OLD, *FIRST, *SECOND, *LATE}


def test_with_neither_page_nor_series_before_both_are_a_gap(folder: Path) -> None:
    with serving(by_path(index({"22.0.0": ARCHIVES["22.0.0"]}))) as server:
        found = gathered(asked_for(folder, server.address, releases=(ZED,)))

    assert (found.notes, found.documents) == ((), ())
    assert [gap.why.partition(": ")[0] for gap in found.gaps] == [
        "page of zed not read",
        "source archives of zed not read",
    ]


def test_an_index_in_the_network_cannot_name_files_of_this_machine(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "keystone-22.0.1.tar.gz"
    file.write_bytes(ARCHIVES["22.0.1"])
    offered = index(ARCHIVES)
    page_of_index = {
        "files": [
            {"filename": file.name, "url": file.as_uri(), "hashes": {}},
            {"filename": "keystone-21.0.0.tar.gz", "url": "../../files/keystone-21.0.0.tar.gz",
             "hashes": {}},
        ]
    }  # fmt: skip
    listed = answer(
        msgspec.json.encode(page_of_index),
        headers={"Content-Type": "application/vnd.pypi.simple.v1+json"},
    )
    pages = {**site(PAGES), **offered, "/simple/keystone/": listed}
    with serving(by_path(pages)) as server:
        found = gathered(asked_for(folder, server.address, releases=(ZED,)))

    assert found.gaps == (
        missing(
            f"source archives of zed not read: {file.as_uri()} cannot be fetched, an index in the "
            "network may only name addresses there, and with https only such",
            "name another index with --index-url",
        ),
    )
    assert {one.id for one in found.notes} == {""}


def test_files_of_a_mirror_are_as_old_as_they_are_and_never_too_old(
    folder: Path, tmp_path: Path
) -> None:
    written = MONDAY - timedelta(days=400)
    for name, content in PAGES.items():
        (tmp_path / f"{name}.html").write_bytes(content)
        os.utime(tmp_path / f"{name}.html", (written.timestamp(), written.timestamp()))
    with serving(by_path(index(ARCHIVES))) as server:
        found = gathered(asked_for(folder, server.address, site=tmp_path.as_uri()))

    assert found.gaps == ()
    pages = [one for one in found.documents if one.address.startswith("file:")]
    assert {one.fetched_at for one in pages} == {written}
