"""Which host wrote a log, told by the folders it lies in."""

from linter.logs.files.hosts import host_of_report, named_by_host


def test_one_folder_of_logs_is_one_host() -> None:
    places = [("/var/log", "keystone/keystone.log"), ("/var/log", "apache2/error.log")]

    assert named_by_host(places) == [("", "keystone/keystone.log"), ("", "apache2/error.log")]


def test_folders_side_by_side_with_the_same_logs_are_hosts() -> None:
    places = [("logs", "ctl1/keystone.log"), ("logs", "ctl2/keystone.log.1")]

    assert named_by_host(places) == [("ctl1", "keystone.log"), ("ctl2", "keystone.log.1")]


def test_a_stream_beside_them_is_of_no_host() -> None:
    places = [("", "stdin"), ("logs", "ctl1/keystone.log"), ("logs", "ctl2/keystone.log")]

    assert named_by_host(places) == [
        ("", "stdin"),
        ("ctl1", "keystone.log"),
        ("ctl2", "keystone.log"),
    ]


def test_words_that_differ_by_a_folder_are_hosts() -> None:
    places = [("nodes/ctl1/log", "keystone.log"), ("nodes/ctl2/log", "keystone.log")]

    assert named_by_host(places) == [("ctl1", "keystone.log"), ("ctl2", "keystone.log")]


def test_the_folder_above_var_log_is_a_host() -> None:
    places = [("got", "ctl1/var/log/keystone/a.log"), ("got", "ctl2/var/log/httpd/error_log")]

    assert named_by_host(places) == [
        ("ctl1", "var/log/keystone/a.log"),
        ("ctl2", "var/log/httpd/error_log"),
    ]


def test_reports_of_sos_are_named_after_their_host() -> None:
    first = "sosreport-ctl1-2026-01-01-abcdefg"
    second = "sosreport-ctl2.example-0123456-2026-01-01-hijklmn"
    places = [("got", f"{first}/var/log/messages"), ("got", f"{second}/var/log/messages")]

    assert named_by_host(places) == [
        ("ctl1", "var/log/messages"),
        ("ctl2.example", "var/log/messages"),
    ]


def test_archives_side_by_side_are_hosts() -> None:
    places = [("got", "ctl1.tar.gz/keystone/a.log"), ("got", "ctl2.tgz/keystone/a.log")]

    assert named_by_host(places) == [("ctl1", "keystone/a.log"), ("ctl2", "keystone/a.log")]


def test_services_dates_and_pods_are_no_hosts() -> None:
    pods = ["openstack_keystone-api-a_0a1b2c3d-4e5f", "openstack_keystone-api-b_1a1b2c3d-4e5f"]
    for folders in (["apache2", "nginx"], ["2026-01-01", "2026-01-02"], pods):
        places = [("/var/log", f"{folder}/error.log") for folder in folders]

        assert named_by_host(places) == [("", f"{folder}/error.log") for folder in folders]


def test_a_single_host_has_no_name() -> None:
    assert named_by_host([("got", "ctl1/var/log/keystone/keystone.log")]) == [
        ("", "ctl1/var/log/keystone/keystone.log")
    ]


def test_other_names_are_no_reports() -> None:
    assert [host_of_report(name) for name in ("ctl1", "sosreport", "sosreport-x")] == ["", "", ""]
