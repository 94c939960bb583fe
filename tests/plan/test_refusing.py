"""No plan is made of a report that does not hold, or against what it says; each has a way out."""

import datetime as dt
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from linter.catalog import store
from linter.model.release import Release
from linter.model.report import Tool
from linter.model.site import Site
from linter.plan.cautions import cautions
from linter.plan.refusing import (
    Way,
    refusal_of_decision,
    refusal_of_files,
    refusal_of_strategy,
    refusals_of_report,
    way_of,
)
from linter.seal import Change, SealedReport, Verification, verified
from tests.plan.orders import CREATED, INPUTS, order, report, sealed
from tests.plan.sites import ONE, THREE, machine

NOW = CREATED + dt.timedelta(days=3)
READ = sealed("2024.1", "2025.1")


def verification(read: SealedReport, tool: Tool) -> Verification:
    return verified(read, tool, INPUTS, NOW.date())


def refusals(changes: Mapping[str, object], days: int = 3, oldest: int = 30) -> list[str]:
    read = replace(READ, **changes)
    found = verification(read, report("2024.1", "2025.1").tool)
    return list(refusals_of_report(read, found, CREATED + dt.timedelta(days=days), oldest))


def test_a_report_that_holds_is_not_refused() -> None:
    assert refusals({}) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"is_edited": True},
            (
                "the report does not hold any more: its text was changed after it was sealed: "
                "nothing in it can be relied on: make the report again on what is there now"
            ),
        ),
        (
            {"valid_until": dt.date(2026, 11, 21)},
            (
                "the report does not hold any more: decisions: a waiver or an acknowledgement "
                "ended on 2026-11-21: make the report again on what is there now"
            ),
        ),
        (
            {"inputs": READ.inputs[1:]},
            (
                "the report does not hold any more: domains/keystone.a.conf: was not there, or was "
                "not read: make the report again on what is there now"
            ),
        ),
        (
            {"created": None},
            "the report does not say when it was made: make the report again",
        ),
        (
            {"created": CREATED + dt.timedelta(days=9)},
            (
                "the report is dated 2026-11-29 10:00 UTC, later than this machine's clock: put "
                "the clock right"
            ),
        ),
        (
            {"created": CREATED - dt.timedelta(days=40)},
            (
                "the report is 43 days old, more than 30, and nobody knows what logs, release "
                "notes and the database say today: make the report again, or give --max-age"
            ),
        ),
    ],
)
def test_a_report_that_does_not_hold_is_refused(changes: dict[str, object], told: str) -> None:
    assert refusals(changes) == [told]


def test_of_many_changes_the_first_are_told() -> None:
    changes = tuple(Change("file", "ctl1", f"{number}.conf", "is gone") for number in range(12))
    found = replace(verification(READ, report("2024.1", "2025.1").tool), changes=changes)

    (told,) = refusals_of_report(READ, found, NOW, 30)
    assert told.endswith("ctl1: 9.conf: is gone; and 2 more: make the report again on what is "
                         "there now")  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("GO", ""),
        ("GO_WITH_CONDITIONS", ""),
        (
            "NO_GO",
            (
                "the report says NO-GO: put right what stands against the upgrade and report "
                "again, or "
                'take it upon you with --override "REASON" --by NAME, which is shown wherever the '
                "plan "
                "is"
            ),
        ),
        (
            "INCOMPLETE",
            (
                "the report says INCOMPLETE: let it look at what it could not see and report "
                "again, or "
                'take it upon you with --override "REASON" --by NAME, which is shown wherever the '
                "plan "
                "is"
            ),
        ),
    ],
)
def test_a_decision_against_the_upgrade_needs_a_reason(decision: str, told: str) -> None:
    read = replace(READ, verdict=replace(READ.verdict, decision=decision))

    assert refusal_of_decision(read, has_reason=False) == told
    assert refusal_of_decision(read, has_reason=True) == ""


def way(source: str, target: str) -> Way:
    ends = replace(READ.upgrade, source=source, target=target)
    return way_of(replace(READ, upgrade=ends), store.releases())


def test_an_unknown_release_and_a_way_back_are_refused() -> None:
    assert way("2024.1", "2031.1").refusal == (
        "no facts of 2031.1 are at hand: build them with `kslint catalog build`"
    )
    assert way("2025.1", "2024.1").refusal == (
        "2025.1 to 2024.1 is no upgrade: report on one to a later release"
    )


def test_a_database_below_the_floor_of_the_next_stop_is_refused() -> None:
    floor = Release("b", "b", 2, "", "", False, (), "", "b")
    oldest = replace(floor, series="a", codename="a", major=1, database_floor="")
    ends = replace(READ.upgrade, source="a", target="b")

    assert way_of(replace(READ, upgrade=ends), (oldest, floor)).refusal == (
        "db_sync of b takes no database older than b, and this one is of a: go by way of b"
    )


def test_several_hops_are_stops_in_their_order() -> None:
    assert [release.series for release in way("yoga", "2026.1").releases] == [
        "yoga",
        "zed",
        "2023.1",
        "2024.1",
        "2025.1",
        "2026.1",
    ]


@pytest.mark.parametrize(
    ("ends", "site", "is_refused"),
    [
        (("ussuri", "victoria"), THREE, True),
        (("zed", "2023.1"), THREE, True),
        (("zed", "2023.1"), replace(THREE, memcached=()), False),
        (("2025.1", "2026.1"), THREE, False),
    ],
)
def test_two_releases_that_cannot_share_memcached_do_not_roll(
    ends: tuple[str, str], site: Site, *, is_refused: bool
) -> None:
    told = (
        f"{ends[0]} and {ends[1]} cannot use the same memcached, in which one leaves objects that "
        "break the other: use --strategy offline"
    )

    assert refusal_of_strategy(order(*ends, "rolling", site)) == (told if is_refused else "")
    assert refusal_of_strategy(order(*ends, "offline", site)) == ""


def test_what_a_site_costs_is_told() -> None:
    unbalanced = replace(ONE, machines=(machine("ctl1", balanced=False),), prepared="")
    made = order("2024.1", "2026.1", "rolling", unbalanced, {"profile": "gate"})

    assert list(cautions(made)) == [
        "The report is of the profile gate, which asks for no logs and no release notes.",
        "The site names no `prepared` files, so that the configuration stays as it is.",
        "The site names no `credentials`, so that no token is tried.",
        "With one machine rolling is as long down as offline.",
        (
            "ctl1 has no `balancer`: what it is answering when it stops fails, and what it is "
            "asked until it starts."
        ),
        (
            "2 hops are 2 plans. Only the first can be run; when it is done, report and plan again "
            "for the next."
        ),
    ]
    assert list(cautions(order("2024.1", "2025.1"))) == []


def test_a_report_on_files_from_elsewhere_is_no_ground_for_replacing_any() -> None:
    elsewhere = {"inputs": tuple(source for source in READ.inputs if source.kind == "settings")}

    assert refusal_of_files(order("2024.1", "2025.1")) == ""
    assert refusal_of_files(order("2024.1", "2025.1", changes=elsewhere)) == (
        "the report judged no file that lies in /etc/keystone, which the prepared files are to "
        "replace: report on that directory, or correct `configuration` of the site"
    )
