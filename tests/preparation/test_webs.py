import pytest

from linter.model.facts import FileKind, SourceFile
from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change
from linter.parse.webserver import parse_web
from linter.preparation.case import Case, Part
from linter.preparation.entry_points import with_application
from linter.preparation.webs import plan_webs
from tests.preparation.cases import case_of
from tests.preparation.run_findings import with_findings

APPLICATION = "keystone.wsgi.api:application"
HOP = ("2025.1", "2026.1")
VHOST = """\
<VirtualHost *:5000>
    # WSGIScriptAlias / /usr/bin/keystone-wsgi-public
    WSGIScriptAlias / "/usr/bin/keystone-wsgi-public"
    <Directory /usr/bin>
        Require all granted
    </Directory>
</VirtualHost>
WSGIScriptAliasMatch ^(/v3/auth)$ /usr/bin/keystone-wsgi-public/$1
"""
UWSGI = """\
[uwsgi]
# wsgi-file = /usr/bin/keystone-wsgi-public
wsgi-file = /usr/bin/keystone-wsgi-public
mount=/identity=/opt/venv/bin/keystone-wsgi-public
processes = 2
"""
CRON = """\
# flush
1 * * * * keystone /usr/bin/keystone-manage token_flush >/dev/null 2>&1
@daily keystone keystone-manage fernet_rotate
"""


def case(name: str, text: str, *answers: Answer, between: tuple[str, str] = HOP) -> Case:
    files = {"keystone.conf": "", name: text}
    return with_findings(case_of(files, between, answers=answers), ("web/", "files/"))


def text_of(part: Part) -> str:
    (file,) = part.files
    assert file.content is not None
    return file.content.decode()


def asked(part: Part) -> list[tuple[str, list[str], str]]:
    return [
        (each.id, [choice.name for choice in each.choices], each.usual) for each in part.decisions
    ]


def test_uwsgi_loads_the_application_of_the_target() -> None:
    part = plan_webs(case("keystone.ini", UWSGI))
    expected = UWSGI.replace(
        "\nwsgi-file = /usr/bin/keystone-wsgi-public", "\nmodule = " + APPLICATION
    )
    expected = expected.replace("/opt/venv/bin/keystone-wsgi-public", APPLICATION)
    assert text_of(part) == expected
    why = f"The target installs no such script; uwsgi loads {APPLICATION}."
    rules = ("web/script-not-installed",)
    assert part.changes == (
        Change(Action.SET, "wsgi-file", Location("", "keystone.ini", 3, 3, 1), why, rules),
        Change(Action.SET, "mount", Location("", "keystone.ini", 4, 4, 1), why, rules),
    )
    assert part.decisions == ()
    for between in (HOP, ("2026.1", "2026.1")):
        assert plan_webs(case("keystone.ini", expected, between=between)) == Part()


def test_scripts_stay_where_the_target_installs_them() -> None:
    for text in (UWSGI, VHOST):
        assert plan_webs(case("wsgi.ini", text, between=("2024.1", "2025.1"))) == Part()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", "uwsgi:\n  wsgi-file: {}\n  processes: 2\n"),
        ("a.json", '{{"uwsgi": {{"wsgi-file": "{}", "processes": 2}}}}'),
        ("a.xml", "<uwsgi>\n<wsgi-file>{}</wsgi-file>\n</uwsgi>\n"),
        ("a.service", "[Service]\nExecStart=/usr/bin/uwsgi --http :1 \\\n  --wsgi-file {} -M\n"),
        ("a.service", "[Service]\nExecStart=/usr/bin/uwsgi --http :1 --wsgi-file={}\n"),
        ("a.sh", "#!/bin/sh\nexec uwsgi --socket :1 --wsgi-file '{}'\n"),
        ("a.ini", "[uwsgi]\r\nwsgi-file={}\r\n"),
        ("a.ini", "[uwsgi]\nmount = /identity={}"),
    ],
)
def test_the_application_is_named_in_each_way_of_writing(path: str, text: str) -> None:
    source = SourceFile("", path, text.format("/usr/bin/keystone-wsgi-public").encode(), "")
    replaced = with_application(source.content, parse_web(source).uses, APPLICATION)
    assert replaced.content.decode() == text.replace("wsgi-file", "module").format(APPLICATION)
    assert len(replaced.uses) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[uwsgi]\nwsgi-file = /srv/keystone-wsgi-public.py\n",
        "[uwsgi]\nlogfile = /var/log/keystone-wsgi-public\n",
        "[Service]\nExecStart=/usr/bin/keystone-wsgi-public --port 5000\n",
    ],
)
def test_what_is_no_script_that_uwsgi_loads_stays(text: str) -> None:
    source = SourceFile("", "a.ini", text.encode(), "")
    replaced = with_application(source.content, parse_web(source).uses, APPLICATION)
    assert (replaced.content.decode(), replaced.uses) == (text, ())


def test_a_file_that_loads_a_module_too_is_asked_about() -> None:
    part = plan_webs(case("keystone.ini", UWSGI + "module = site.app:application\n"))
    assert part.files == ()
    assert asked(part) == [("file keystone.ini", ["keep"], "")]


def test_apache_needs_a_file_on_disk_that_somebody_names() -> None:
    part = plan_webs(case("wsgi-keystone.conf", VHOST))
    assert (part.files, part.changes) == ((), ())
    assert asked(part) == [("file wsgi-keystone.conf", ["script", "keep"], "")]
    assert part.decisions[0].question == (
        "WSGIScriptAlias loads /usr/bin/keystone-wsgi-public, and the target installs no "
        "keystone-wsgi-public (lines 3, 8). With uwsgi or gunicorn load the module "
        "`keystone.wsgi.api:application`. With mod_wsgi write a script that says "
        "`from keystone.wsgi.api import application`, and name it here."
    )


def test_apache_loads_the_script_that_somebody_named() -> None:
    identity = "file wsgi-keystone.conf"
    answer = Answer(identity, "script", "/srv/keystone/keystone.wsgi")
    part = plan_webs(case("wsgi-keystone.conf", VHOST, answer))
    commented, _, rest = VHOST.partition("/usr/bin/keystone-wsgi-public\n")
    expected = (
        f"{commented}/usr/bin/keystone-wsgi-public\n"
        + rest.replace("/usr/bin/keystone-wsgi-public", "/srv/keystone/keystone.wsgi")
        + "# kslint prepare: Apache may load the script from there\n"
        "<Directory /srv/keystone>\n    Require all granted\n</Directory>\n"
    )
    assert text_of(part) == expected
    assert [(each.at.line, each.decision) for each in part.changes] == [
        (3, identity),
        (8, identity),
    ]
    for between in (HOP, ("2026.1", "2026.1")):
        again = plan_webs(case("wsgi-keystone.conf", expected, answer, between=between))
        assert again == Part()


def test_a_directory_that_is_open_already_is_not_opened_again() -> None:
    answer = Answer("file wsgi-keystone.conf", "script", "/usr/bin/keystone.wsgi")
    part = plan_webs(case("wsgi-keystone.conf", VHOST, answer))
    assert text_of(part).count("<Directory") == 1


@pytest.mark.parametrize(
    "value", ["relative", "/a/../b", "/a b", "/a\n/b", "/x/keystone-wsgi-admin"]
)
def test_a_script_that_cannot_be_named_is_refused(value: str) -> None:
    text = VHOST + "WSGIScriptAlias /a /usr/bin/keystone-wsgi-admin\n"
    part = plan_webs(case("wsgi.conf", text, Answer("file wsgi.conf", "script", value)))
    assert part.files == ()
    assert [gap.required for gap in part.gaps] == [True]


def test_a_template_is_left_to_a_person() -> None:
    text = VHOST.replace("/usr/bin", "{{ keystone_bin }}")
    part = plan_webs(case("wsgi.conf", text, Answer("file wsgi.conf", "script", "/srv/k.wsgi")))
    assert part.files == ()
    assert asked(part) == [("file wsgi.conf", ["keep"], "")]


def test_another_python_is_named_when_somebody_says_which() -> None:
    text = (
        "WSGIDaemonProcess keystone python-path=/k/lib/python3.8/site-packages:/l/python3.8/x\n"
        "WSGIScriptAlias / /k/bin/keystone-wsgi-public\n"
    )
    hop = ("2024.1", "2025.1")
    part = plan_webs(case("wsgi.conf", text, between=hop))
    assert (part.files, asked(part)) == ((), [("file wsgi.conf", ["python", "keep"], "")])

    named = Answer("file wsgi.conf", "python", "3.12")
    part = plan_webs(case("wsgi.conf", text, named, between=hop))
    assert (text_of(part), part.gaps) == (text.replace("python3.8", "python3.12"), ())

    odd = Answer("file wsgi.conf", "python", "three")
    part = plan_webs(case("wsgi.conf", text, odd, between=hop))
    assert (part.files, [gap.required for gap in part.gaps]) == ((), [True])


def test_a_program_that_is_started_by_itself_is_asked_about() -> None:
    unit = "[Unit]\n[Service]\nExecStart=/usr/bin/keystone-wsgi-public --port 5000\n"
    part = plan_webs(case("keystone.service", unit))
    assert (part.files, asked(part)) == ((), [("file keystone.service", ["keep"], "")])


def test_calls_in_a_crontab_may_be_commented_out() -> None:
    part = plan_webs(case("crontab", CRON))
    assert asked(part) == [("file crontab", ["comment-out", "keep"], "keep")]
    part = plan_webs(case("crontab", CRON, Answer("file crontab", "comment-out")))
    expected = CRON.replace("\n1 *", "\n# kslint prepare: the target has no such command\n# 1 *")
    assert text_of(part) == expected
    assert plan_webs(case("crontab", expected, between=("2026.1", "2026.1"))) == Part()


@pytest.mark.parametrize(
    "line",
    [
        "1 * * * * keystone keystone-manage token_flush; rm -f /run/flush",
        "1 * * * * keystone keystone-manage token_flush && keystone-manage fernet_rotate",
        "1 * * * * keystone keystone-manage token_flush | logger",
    ],
)
def test_an_entry_of_a_crontab_that_does_more_is_left_to_a_person(line: str) -> None:
    part = plan_webs(case("crontab", f"{line}\n"))
    assert (part.files, asked(part)) == ((), [("file crontab", ["keep"], "keep")])


def test_a_script_is_never_edited() -> None:
    text = "#!/bin/sh\nkeystone-manage token_flush || exit 1\n"
    part = plan_webs(case("flush.sh", text))
    assert (part.files, asked(part)) == ((), [("file flush.sh", ["keep"], "keep")])


def test_the_kinds_of_these_files_are_told_by_their_text() -> None:
    prepared = case("wsgi.conf", VHOST)
    assert [other.kind for other in prepared.node.others] == [FileKind.WEB]
