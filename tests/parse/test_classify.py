"""Files are told by their names and their texts."""

import pytest

from linter.model.facts import FileKind
from linter.parse.classify import classify, literal_name

INI = b"[DEFAULT]\ndebug = true\n"
VHOST = b"Listen 5000\n<VirtualHost *:5000>\n  WSGIScriptAlias / /k\n</VirtualHost>\n"
ROTATE = b"/var/log/keystone/*.log {\n  weekly\n  rotate 4\n}\n"
POLICY = b'{\n  "identity:get_user": "role:admin"\n}\n'


@pytest.mark.parametrize(
    ("path", "head", "kind"),
    [
        ("keystone.conf", INI, FileKind.CONFIGURATION),
        ("keystone.conf", b"", FileKind.CONFIGURATION),
        ("keystone-dist.conf", INI, FileKind.CONFIGURATION),
        ("keystone.conf.d/10-db.conf", INI, FileKind.CONFIGURATION),
        ("more.conf", INI, FileKind.CONFIGURATION),
        (
            "keystone.conf",
            b"[composite:main]\nuse = egg:Paste\n",
            FileKind.CONFIGURATION,
        ),
        ("keystone.conf", VHOST, FileKind.WEB),
        ("keystone.conf", VHOST.replace(b"\n", b"\r"), FileKind.WEB),
        ("sites/keystone.conf", b"server {\n  listen 5000;\n}\n", FileKind.WEB),
        ("keystone-uwsgi-public.ini", b"[uwsgi]\nwsgi-file = /k\n", FileKind.WEB),
        ("keystone.conf", ROTATE, FileKind.UNKNOWN),
        ("domains/keystone.ldap.conf", b"[ldap]\n", FileKind.DOMAIN),
        ("domains/keystone.example.org.conf", b"[ldap]\n", FileKind.DOMAIN),
        ("domains/ldap.conf", b"[ldap]\n", FileKind.CONFIGURATION),
        ("policy.json", POLICY, FileKind.POLICY),
        ("policy.json", b"{}", FileKind.POLICY),
        ("policy.d/10.yaml", b"admin_required: role:admin\n", FileKind.POLICY),
        ("policy.v3cloudsample.json", POLICY, FileKind.POLICY),
        ("keystone-policy.yaml", b"", FileKind.POLICY),
        ("keystone-paste.ini", b"[pipeline:api]\n", FileKind.PASTE),
        ("api.ini", b"[filter:request_id]\nuse = egg:a\n", FileKind.PASTE),
        ("logging.conf", b"[loggers]\nkeys = root\n", FileKind.LOGGING),
        ("fernet-keys/0", b"k", FileKind.KEY),
        ("credential-keys/12", b"k", FileKind.KEY),
        ("ssl/private/signing_key.pem", b"k", FileKind.KEY),
        ("keystone.conf.bak", INI, FileKind.COPY),
        ("keystone.conf.bak.2024-01-01", INI, FileKind.COPY),
        ("keystone.conf.orig", INI, FileKind.COPY),
        ("keystone.conf.rpmnew", INI, FileKind.COPY),
        ("keystone.conf.rpmsave", INI, FileKind.COPY),
        ("keystone.conf.dpkg-dist", INI, FileKind.COPY),
        ("keystone.conf.ucf-old", INI, FileKind.COPY),
        ("keystone.conf.0", INI, FileKind.COPY),
        ("keystone.conf.20240101", INI, FileKind.COPY),
        ("keystone.conf~", INI, FileKind.COPY),
        ("keystone.conf.~1~", INI, FileKind.COPY),
        ("keystone.conf_old", INI, FileKind.COPY),
        ("keystone.conf.save", INI, FileKind.COPY),
        (".keystone.conf.swp", b"\x00", FileKind.COPY),
        ("#keystone.conf#", INI, FileKind.COPY),
        ("keystone.conf.sample", INI, FileKind.COPY),
        ("policy.json.bak", POLICY, FileKind.COPY),
        ("keystone.conf.j2", INI, FileKind.TEMPLATE),
        ("keystone.conf.erb", INI, FileKind.TEMPLATE),
        ("wsgi-keystone.conf.tpl", VHOST, FileKind.TEMPLATE),
        ("default_catalog.templates", b"catalog.RegionOne.identity = x", FileKind.UNKNOWN),
        ("mapping.json", b"[]", FileKind.UNKNOWN),
        ("notes.conf", b"just some words\n", FileKind.UNKNOWN),
        ("sso_callback_template.html", b"<html>", FileKind.UNKNOWN),
    ],
)
def test_a_file_is_told_by_its_name_and_text(path: str, head: bytes, kind: FileKind) -> None:
    assert classify(path, head) is kind


@pytest.mark.parametrize(
    ("name", "literal"),
    [("keystone.conf.j2", "keystone.conf"), ("a.conf.ERB", "a.conf"), ("keystone.conf", "")],
)
def test_a_template_is_named_for_what_it_renders_to(name: str, literal: str) -> None:
    assert literal_name(name) == literal
