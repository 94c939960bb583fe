import msgspec
import pytest

from linter.model.location import Location
from linter.model.logs import LogFile, LogTally
from linter.model.report import Input
from linter.report.phrases import lines_of
from linter.report.places import AT_THE_TOP, Folders, places_of
from tests.report.gate_reports import INFO, report_of

FILES = (
    Input("ctl1", "etc/10.conf", "configuration", ""),
    Input("ctl1", "etc/keystone.conf", "configuration", ""),
    Input("ctl1", "etc/policy.yaml", "policy", ""),
)


@pytest.mark.parametrize(
    ("at", "path"),
    [
        (Location("ctl1", "etc/policy.yaml", 3), "nodes/ctl1/etc/policy.yaml"),
        (Location("ctl1", "./a/../b.conf"), "nodes/ctl1/b.conf"),
        (Location("ctl1", "../ctl2/a.conf"), "nodes/ctl2/a.conf"),
        (Location("ctl2", "a.conf"), "a.conf"),
        (Location("ctl1", ""), ""),
        (Location("ctl1", "/etc/keystone/keystone.conf"), ""),
        (Location("ctl1", "../../../secret"), ""),
        (Location("ctl1", "../.."), ""),
        (Location("ctl2", ".."), ""),
        (Location("ctl2", "..data/keystone.conf"), "..data/keystone.conf"),
    ],
)
def test_a_path_is_seen_from_the_top_of_the_repository(at: Location, path: str) -> None:
    assert places_of(report_of(), Folders({"ctl1": "nodes/ctl1"})).inside(at) == path


@pytest.mark.parametrize("kind", ["acknowledgements", "baseline", "settings", "waivers"])
def test_what_a_site_says_of_findings_lies_beside_the_deployment(kind: str) -> None:
    said = Input("", f".kslint/{kind}.yaml", kind, "")
    places = places_of(report_of(inputs=(said,)), Folders({"": "etc/keystone"}))
    at = Location("", f".kslint/{kind}.yaml", 4)
    assert places.of(at) == at
    assert places.main == "keystone.conf"


def test_a_place_keeps_its_line_and_loses_its_node() -> None:
    places = places_of(report_of(), Folders({"ctl1": "nodes/ctl1"}))
    assert places.of(Location("ctl1", "a.conf", 3, 4, 5)) == Location(
        "", "nodes/ctl1/a.conf", 3, 4, 5
    )


def test_a_place_that_no_gate_can_show_is_said() -> None:
    places = places_of(report_of(), Folders({"ctl1": "nodes/ctl1"}))
    cron = Location("ctl1", "/etc/cron.d/keystone", 3)
    finding = msgspec.structs.replace(INFO, at=cron)
    assert lines_of(finding, places) == (
        "The target needs Python >=3.11.",
        "At ctl1:/etc/cron.d/keystone:3.",
    )
    assert places.elsewhere(Location("ctl1", "keystone.conf", 3)) == ""
    assert places.elsewhere(Location("ctl1")) == ""


def test_a_log_lies_in_no_repository() -> None:
    log = LogFile("", "keystone.log", "keystone.log", "plain", 1)
    report = msgspec.structs.replace(report_of(), logs=LogTally(files=(log,)))
    places = places_of(report, Folders({"": "etc/keystone"}))
    at = Location("", "keystone.log", 7)
    assert places.of(at) == Location(path="etc/keystone/keystone.conf")
    assert places.elsewhere(at) == "keystone.log:7"


def test_what_starts_in_the_working_folder_is_seen_from_the_top() -> None:
    folders = Folders({"": "etc/keystone"}, "site", frozenset({"web/keystone.conf"}))
    places = places_of(report_of(), folders)
    assert places.inside(Location("", "web/keystone.conf", 3)) == "site/web/keystone.conf"
    assert places.inside(Location("", "keystone.conf", 3)) == "etc/keystone/keystone.conf"


@pytest.mark.parametrize("at", [None, Location(), Location("ctl1", "/var/log/keystone.log", 7)])
def test_what_has_no_file_there_stands_at_the_configuration(at: Location | None) -> None:
    places = places_of(report_of(inputs=FILES), Folders({"ctl1": "nodes/ctl1"}))
    assert places.of(at) == Location(path="nodes/ctl1/etc/keystone.conf")


@pytest.mark.parametrize(
    ("inputs", "main"),
    [
        ((), "keystone.conf"),
        (FILES[:1], "etc/10.conf"),
        (FILES[2:], "keystone.conf"),
        ((Input("", "/etc/keystone/keystone.conf", "configuration", ""),), "keystone.conf"),
    ],
)
def test_the_configuration_is_the_file_that_was_read(inputs: tuple[Input, ...], main: str) -> None:
    assert places_of(report_of(inputs=inputs), AT_THE_TOP).main == main
