"""What leads out of the files that were given is a gap, and is no file that was found."""

from pathlib import Path

import msgspec
import pytest

from linter.cli.analysis import Request, check
from linter.model.finding import Gap
from linter.model.location import Location

HEALTHY = """\
[database]
connection = mysql+pymysql://keystone:canary@db.example.org/keystone
"""
REMEDY = "see that it is there and that the keystone user may read it"
ALWAYS = frozenset({"database", "logs", "release notes", "environment", "keys"})


def gaps(folder: Path, text: str, *others: str, series: str = "2025.1") -> list[Gap]:
    """The gaps that a keystone.conf with these files beside it leaves, but those of every check."""
    for name, content in {"keystone.conf": HEALTHY + text, **dict.fromkeys(others, "")}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    report = check(Request(paths=(str(folder),), source=series, target=series))
    return [gap for gap in report.gaps if gap.what not in ALWAYS]


def referred(path: str, *options: str, required: bool = False) -> Gap:
    why = f"{' and '.join(options)} refers to it, and it was not looked at"
    return Gap(path, why, REMEDY, required=required)


@pytest.mark.parametrize(
    "path", ["/etc/keystone/logging.conf", "/srv/logging.conf", "{folder}/logging.conf", "a.conf"]
)
def test_a_logging_file_that_was_not_given_is_a_required_gap(path: str, tmp_path: Path) -> None:
    path = path.format(folder=tmp_path)
    found = gaps(tmp_path, f"[DEFAULT]\nlog_config_append = {path}\n")
    assert found == [referred(path, "[DEFAULT] log_config_append", required=True)]


@pytest.mark.parametrize("path", ["/etc/keystone/logging.conf", "{folder}/logging.conf"])
def test_a_logging_file_that_was_given_is_no_gap(path: str, tmp_path: Path) -> None:
    text = f"[DEFAULT]\nlog_config_append = {path.format(folder=tmp_path)}\n"
    assert gaps(tmp_path, text, "logging.conf") == []


def test_directories_of_keys_that_were_not_given_are_one_gap_each(tmp_path: Path) -> None:
    text = (
        "[fernet_tokens]\nkey_repository = /etc/keystone/keys\n"
        "[fernet_receipts]\nkey_repository = /etc/keystone/keys\n"
        "[credential]\nkey_repository = /etc/keystone/credential-keys/\n"
        "[jwt_tokens]\njws_public_key_repository = /srv/jws\n"
    )
    assert gaps(tmp_path, text, "credential-keys/0") == [
        referred(
            "/etc/keystone/keys",
            "[fernet_tokens] key_repository",
            "[fernet_receipts] key_repository",
        )
    ]


def test_keys_of_jws_matter_where_it_is_the_provider(tmp_path: Path) -> None:
    text = (
        "[token]\nprovider = jws\n[jwt_tokens]\njws_public_key_repository = /srv/\x1b[31mjws\n"
        "[fernet_tokens]\nkey_repository = /srv/fernet\n"
    )
    found = gaps(tmp_path, text)
    assert found == [referred(r"/srv/\x1b[31mjws", "[jwt_tokens] jws_public_key_repository")]


def test_a_copy_without_keys_is_a_gap(tmp_path: Path) -> None:
    def said(text: str) -> list[str]:
        (tmp_path / "keystone.conf").write_text(HEALTHY + text)
        report = check(Request(paths=(str(tmp_path),), source="2025.1", target="2025.1"))
        return [gap.why for gap in report.gaps if gap.what == "keys"]

    assert said("") == ["no directory of keys was among what was given"]
    # That is then the gap.
    assert said("[fernet_tokens]\nkey_repository = /srv/keys\n") == []
    (tmp_path / "fernet-keys").mkdir()
    assert said("") == []


def test_the_environment_is_said_not_to_have_been_looked_at(tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    report = check(Request(paths=(str(tmp_path),), source="2025.1", target="2025.1"))
    remedy = (
        "see that no OS_<GROUP>__<OPTION> is set where keystone starts: since Stein it overrides"
    )
    gap = Gap("environment", "it was not part of this check", f"{remedy} files", required=False)
    assert gap in report.gaps


def test_configuration_from_another_source_is_a_required_gap(tmp_path: Path) -> None:
    text = "[DEFAULT]\nconfig_source = remote, Vault\n[remote]\ndriver = remote_file\n"
    why = "what the files do not set comes from where [remote], [vault] says"
    assert gaps(tmp_path, text) == [
        Gap(
            "[DEFAULT] config_source",
            f"{why}, and that was not looked at",
            "fetch it, and name it with --config-file before the files of the deployment",
            required=True,
            at=Location(path="keystone.conf", line=4, end_line=4, column=1),
        )
    ]


def test_a_release_without_configuration_sources_has_no_such_gap(tmp_path: Path) -> None:
    text = "[DEFAULT]\nconfig_source = remote\n"
    assert gaps(tmp_path, text, "keystone-paste.ini", series="queens") == []


def test_pipelines_that_were_not_given_are_a_gap(tmp_path: Path) -> None:
    found = gaps(tmp_path, "", series="queens")
    assert [(gap.what, gap.required) for gap in found] == [("keystone-paste.ini", False)]


@pytest.mark.parametrize("name", ["logging.conf", "keystone-paste.ini"])
def test_a_template_that_decides_on_the_start_is_a_required_gap(name: str, tmp_path: Path) -> None:
    (tmp_path / "keystone-paste.ini").touch()
    (tmp_path / name).write_text("{% if debug %}\nkeys = a\n{% endif %}\n")
    text = "[DEFAULT]\nlog_config_append = /etc/keystone/logging.conf\n"
    found = gaps(tmp_path, text, series="queens")
    assert [(gap.what, gap.required) for gap in found if gap.at] == [(name, True)]


@pytest.mark.parametrize("name", ["policy_file = ../rules.yaml", "policy_dirs = ../rules"])
def test_policy_above_the_configuration_is_a_required_gap(name: str, tmp_path: Path) -> None:
    found = gaps(tmp_path, f"[oslo_policy]\n{name}\n")
    assert [(gap.what, gap.required) for gap in found if gap.required] == [
        (name.partition(" = ")[2], True)
    ]


def test_a_policy_file_in_force_that_cannot_be_read_is_a_required_gap(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").symlink_to("policy.yaml")
    found = gaps(tmp_path, "")
    assert [(gap.what, gap.why, gap.required) for gap in found if gap.required] == [
        ("policy.yaml", "keystone reads it as a policy file, and it was not looked at", True)
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing that is known", "it is in no language of web servers that is known"),
        (
            "Include sites/*.conf",
            "it does not say how keystone is run, and what it includes was not looked at",
        ),
        (
            "{% if a %}\nListen 5000\n{% endif %}",
            "it is a jinja template; only its literal text was judged",
        ),
    ],
)
def test_a_file_of_a_web_server_that_was_not_judged_is_a_gap(
    text: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    web = tmp_path / "vhost"
    web.write_text(text)
    report = check(Request((str(tmp_path),), source="2025.1", target="2025.1", web=(str(web),)))
    assert [(gap.what, gap.why) for gap in report.gaps if gap.at] == [("vhost", why)]


def test_a_web_server_that_may_load_lost_scripts_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    lost = Request((str(tmp_path),), source="2025.1", target="2025.2")
    kept = msgspec.structs.replace(lost, source="2024.2", target="2025.1")
    why = (
        "how it runs keystone was not looked at, and the target installs no keystone-wsgi-admin and"
        " keystone-wsgi-public"
    )
    found = [(gap.what, gap.why) for gap in check(lost).gaps if gap.what == "web server"]
    assert found == [("web server", why)]
    assert not [gap for gap in check(kept).gaps if gap.what == "web server"]


@pytest.mark.parametrize(
    ("script", "required"),
    [
        ("/var/www/cgi-bin/keystone/main", False),
        ("${KEYSTONE}", True),
        ("/usr/bin/keystone-wsgi-$name", True),
    ],
)
def test_a_script_that_a_web_server_loads_and_that_was_not_given_is_a_gap(
    script: str, required: bool, tmp_path: Path
) -> None:
    web = tmp_path / "vhost"
    web.write_text(f"<VirtualHost *:5000>\nWSGIScriptAlias / {script}\n</VirtualHost>\n")
    report = check(Request((str(tmp_path),), source="2025.1", target="2025.2", web=(str(web),)))
    found = [(gap.what, gap.why, gap.required) for gap in report.gaps if gap.what == script]
    assert found == [(script, "WSGIScriptAlias loads it, and it was not looked at", required)]


@pytest.mark.parametrize(
    "text",
    [
        'CMD ["uwsgi", "--wsgi-file", "/usr/bin/keystone-wsgi-public"]',
        "uwsgi:\n  wsgi-file:\n    /usr/bin/keystone-wsgi-public",
        "[uwsgi]\nname = keystone-wsgi-public\nwsgi-file = /usr/bin/%(name)",
    ],
)
def test_a_program_that_is_gone_and_named_in_an_unknown_way_is_a_required_gap(
    text: str, tmp_path: Path
) -> None:
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    web = tmp_path / "web"
    web.write_text(text)
    asked = Request((str(tmp_path),), source="2025.1", target="2025.2", web=(str(web),))
    assert [(gap.what, gap.required) for gap in check(asked).gaps if gap.at] == [("web", True)]
    kept = msgspec.structs.replace(asked, source="2024.2", target="2025.1")
    assert [(gap.what, gap.required) for gap in check(kept).gaps if gap.at] == [("web", False)]


def test_a_file_that_an_option_names_is_said_to_be_only_there(tmp_path: Path) -> None:
    (gap,) = gaps(tmp_path, "", "sso_callback_template.html")
    assert gap.what == "sso_callback_template.html"
    assert gap.why == (
        "[federation] sso_callback_template names it; that it is there is all that was judged"
    )
