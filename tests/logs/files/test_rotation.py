"""Names of rotated files: which log they belong to, and in which order they were written."""

import pytest

from linter.logs.files.log_names import is_named_as_log, is_wanted_of_host
from linter.logs.files.rotation import missing, rotation_of

FAMILIES = [
    ["keystone.log.10.gz", "keystone.log.2.gz", "keystone.log.1", "keystone.log"],
    ["keystone.log-20251231.gz", "keystone.log-20260101", "keystone.log"],
    ["keystone.log-2025123123.gz", "keystone.log-2026010100.xz", "keystone.log"],
    ["keystone.log-20260101-12.gz", "keystone.log-20260101-13", "keystone.log"],
    ["keystone.log-20260101-1767225600", "keystone.log-20260101-1767229200"],
    ["keystone.log.2025-12-31", "keystone.log.2026-01-01", "keystone.log"],
    ["keystone.log.2026-01-01_09-00-00", "keystone.log.2026-01-01_10-00-00", "keystone.log"],
    ["keystone.log.20260101-12.zst", "keystone.log.20260101-13", "keystone.log"],
    ["keystone-20251231.log.bz2", "keystone-20260101.log", "keystone.log"],
    ["a/0.log.20260101-120000.gz", "a/0.log.20260102-120000", "a/0.log"],
    ["error_log.1767139200", "error_log.1767225600", "error_log"],
    ["error.log.2026.01.01", "error.log.2026.01.02", "error.log"],
    ["4f9c-json.log.2.gz", "4f9c-json.log.1", "4f9c-json.log"],
    ["keystone.log.3", "keystone.log.old", "keystone.log"],
    ["keystone.log.1", "keystone.log.0", "keystone.log"],
]


@pytest.mark.parametrize("names", FAMILIES, ids=lambda names: names[0])
def test_files_of_one_log_are_a_family_with_the_oldest_first(names: list[str]) -> None:
    shuffled = sorted(names, key=lambda name: rotation_of(name).age)

    assert shuffled == names
    assert len({rotation_of(name).family for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("keystone.log", "keystone-access.log"),
        ("ctl1/keystone.log.1", "ctl2/keystone.log.1"),
        ("0.log", "1.log"),
        ("worker.1.log", "worker.2.log"),
    ],
)
def test_different_logs_are_different_families(one: str, other: str) -> None:
    assert rotation_of(one).family != rotation_of(other).family


def test_only_the_file_without_anything_added_is_live() -> None:
    names = ["keystone.log", "keystone.log.gz", "keystone.log.1", "keystone.log-20260101"]

    assert [rotation_of(name).is_live for name in names] == [True, False, False, False]


def test_numbers_that_are_left_out_are_named_with_their_neighbours() -> None:
    names = ["a.log", "a.log.1", "a.log.3.gz", "a.log.7", "b.log", "b.log.2", "c.log.4", "c.log.5"]

    assert list(missing(map(rotation_of, names))) == [
        ("a.log.2", "a.log.1", "a.log.3"),
        ("a.log.4 to a.log.6", "a.log.3", "a.log.7"),
        ("b.log.1", "b.log", "b.log.2"),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("keystone.log", True),
        ("keystone.log-20260101.gz", True),
        ("error_log", True),
        ("4f9c-json.log.1", True),
        ("0.log.20260101-120000.gz", True),
        ("keystone-api.txt", True),
        ("uwsgi.out", True),
        ("system.journal", True),
        ("sosreport-ctl1-2026-01-01-abcdefg.tar.xz", True),
        ("keystone.conf", False),
        ("keystone.db", False),
        ("wtmp", False),
        ("wtmp.1", False),
        (".keystone.log.swp", False),
        ("notes.txt", None),
        ("whatever", None),
    ],
)
def test_names_tell_logs_from_other_files(name: str, said: bool | None) -> None:
    assert is_named_as_log(name) is said


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("sosreport-ctl1/var/log/keystone/keystone.log.1.gz", True),
        ("host/var/log/kolla/keystone/keystone.log", True),
        ("var/log/containers/keystone-api-0_openstack_keystone-api-4f9c.log", True),
        ("var/log/pods/openstack_keystone-api-0_4f9c/keystone-api/0.log", True),
        ("var/log/httpd/error_log", True),
        ("var/log/messages-20260101", True),
        ("sos_commands/logs/journalctl_--no-pager", True),
        ("sos_strings/logs/var.log.keystone.keystone.log.tailed", True),
        ("keystone/keystone.log", True),
        ("var/log/nova/nova-api.log", False),
        ("var/log/audit/audit.log", False),
        ("sos_commands/kernel/dmesg", False),
        ("etc/keystone/keystone.conf", False),
    ],
)
def test_of_a_whole_host_only_what_keystone_may_have_logged_is_wanted(
    path: str, wanted: bool
) -> None:
    assert is_wanted_of_host(path) is wanted
