import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.model.facts import SourceFile
from linter.model.webserver import WebFile
from linter.parse.webserver import parse_web

PIECES = [
    "<VirtualHost *:35357>",
    "</VirtualHost>",
    "WSGIScriptAlias / /usr/bin/keystone-wsgi-public",
    "[uwsgi]",
    "wsgi-file = /usr/bin/keystone-wsgi-admin",
    "server {",
    "listen 35357;",
    "}",
    "[Service]",
    "ExecStart=/usr/bin/keystone-all \\",
    "#!/bin/sh",
    "from keystone.server import wsgi",
    "{% if a %}",
    '"',
    "\\",
]


def read(text: str, path: str = "keystone.conf") -> WebFile:
    return parse_web(SourceFile("", path, text.encode(errors="replace"), "0"))


def said(text: str, path: str = "keystone.conf") -> list[tuple[str, str, int]]:
    return [(use.kind, use.value, use.at.line) for use in read(text, path).uses]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=12))
def test_any_text_is_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    read(text)


@pytest.mark.parametrize(
    "line",
    [
        "<VirtualHost " * 100_000,
        "WSGIScriptAlias / " + '"' * 1_000_000,
        "wsgi-file" + " " * 1_000_000,
        "a-" * 500_000,
        "[uwsgi]\n" + "keystone-wsgi-" * 100_000,
        "server {\n" + "keystone" * 100_000 + ";" * 100_000,
        "ExecStart=" + "keystone.a" * 100_000,
        "ExecStart=\\\n" * 100_000,
        "from keystone" + ".a" * 500_000,
        "listen 35357;\n" * 100_000,
    ],
    ids=range(10),
)
def test_a_hostile_file_takes_no_time(line: str) -> None:
    start = time.process_time()
    read(line)

    assert time.process_time() - start < 5


def test_a_long_file_is_cut() -> None:
    file = read("listen 35357;\n" * 60_000, "nginx.conf")

    assert (file.is_cut, len(file.uses)) == (True, 50_000)


def test_lines_that_go_on_are_one() -> None:
    text = "[Service]\nExecStart=/usr/bin/uwsgi \\\n  --wsgi-file \\\n  /bin/keystone-wsgi-public\n"

    assert said(text) == [("script", "/bin/keystone-wsgi-public", 2)]


def test_nginx_is_read_by_statements() -> None:
    text = (
        "server { listen 443; # 35357\n  location /identity { proxy_pass 'http://a:35357/v2.0'; } }"
    )

    assert said(text, "api.conf") == [
        ("port", "35357", 2),
        ("url", "http://a:35357/v2.0", 2),
    ]


def test_only_what_is_about_keystone_is_said_to_be() -> None:
    text = """
<VirtualHost *:8774>
    WSGIDaemonProcess nova python-path=/usr/lib/python3.6/site-packages
</VirtualHost>
<VirtualHost *:5000>
    WSGIDaemonProcess api python-path=/usr/lib/python3.8/site-packages
    WSGIScriptAlias / /srv/keystone.wsgi
</VirtualHost>
"""
    uses = read(text, "apache2.conf").uses

    assert [(use.value, use.of_keystone) for use in uses if use.kind == "python"] == [
        ("3.6", False),
        ("3.8", True),
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("ProxyPass /v2.0 http://user:canary@127.0.0.1:5000/v2.0\n", "keystone.conf"),
        ("[Service]\nExecStart=keystone-all --password canary\n", "keystone.service"),
        ("#!/bin/sh\nOS_PASSWORD=canary keystone-all\n", "start.sh"),
    ],
)
def test_no_secret_is_kept_for_printing(text: str, path: str) -> None:
    uses = read(text, path).uses

    assert uses
    assert "canary" not in "".join(use.value + use.line_text for use in uses)
