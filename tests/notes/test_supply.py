import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from linter.notes.cache import Cache
from linter.notes.documents import Document, series_page
from linter.notes.fetched import Failing, Unanswered
from linter.notes.limits import Limits, Means, within
from linter.notes.supply import Supply
from tests.notes.servers import Exchange, answer, serving

PAGE = b"<html></html>"
MEANS = Means(Limits(tries=1), sleep=lambda _seconds: None)
BUSY = answer(status="429 Slow Down", headers={"Retry-After": "60"})


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "notes")


def pages(address: str) -> Iterator[Document]:
    for number in range(8):
        yield series_page(f"s{number}", address)


@pytest.mark.thorough
def test_four_documents_are_fetched_at_once_and_no_more(cache: Cache) -> None:
    four = threading.Barrier(4)
    lock = threading.Lock()
    now, most = 0, 0

    def answering(exchange: Exchange) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        # Broken, after this time, where fewer come at once.
        four.wait(20)
        with lock:
            now -= 1
        answer(PAGE)(exchange)

    with serving(answering) as server:
        supply = Supply(cache, MEANS)
        ordered = [supply.started(partial(supply.had, page)) for page in pages(server.address)]
        assert {future.result().content for future in ordered} == {PAGE}

    assert most == 4


def test_a_host_that_asks_to_wait_is_asked_no_more(cache: Cache) -> None:
    with serving(BUSY) as server:
        supply = Supply(cache, MEANS)
        for page in pages(server.address):
            with pytest.raises(
                Unanswered, match=f"documents of {server.address} cannot be fetched"
            ):
                supply.had(page)

    assert len(server.asked) == 1


def test_a_host_that_fails_with_one_document_is_asked_for_others(cache: Cache) -> None:
    with serving(answer(status="502 Oops"), answer(PAGE)) as server:
        supply = Supply(cache, MEANS)
        first, second, *_ = pages(server.address)
        with pytest.raises(Failing):
            supply.had(first)
        assert supply.had(second).content == PAGE


def test_another_host_is_asked_nevertheless(cache: Cache) -> None:
    with serving(BUSY) as busy, serving(answer(PAGE)) as server:
        supply = Supply(cache, MEANS)
        with pytest.raises(Unanswered):
            supply.had(series_page("train", busy.address))
        assert supply.had(series_page("train", server.address)).content == PAGE


def test_a_fault_that_nobody_thought_of_is_raised_where_it_is_waited_for(cache: Cache) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Supply(cache, MEANS).started(broken).result()


def test_who_names_few_seconds_waits_for_nothing_longer() -> None:
    assert within(5) == Limits(connect=5, read=5, total=5, wait=5)
    assert within(600) == Limits(total=600)
