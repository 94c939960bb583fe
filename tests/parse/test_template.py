"""Templates are told by real constructs, and what is literal in them is read."""

import pytest

from linter.parse.template import language_of
from tests.parse.inputs import FIXTURES
from tests.parse.oslo import read


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("debug = {{ keystone_debug }}", "jinja"),
        ("debug = {{keystone_debug|default(False)}}", "jinja"),
        ("url = {{ hostvars['a']['b'] }}", "jinja"),
        ("{%- if a %}", "jinja"),
        ("{% endfor %}", "jinja"),
        ("debug = <%= @debug %>", "erb"),
        ("<% if @a -%>", "erb"),
        ("debug = {{ .Values.debug }}", "go"),
        ("{{- end }}{{ $x }}", "go"),
        ('{{ include "a" . }}', "go"),
        ("{{- range $key, $value := .Values.a }}", "go"),
        ("% if a:", "other"),
        ("suffix = {{(pid=%(process)d) %(funcName)s}}", ""),
        ("suffix = [{project}] {{%(levelname)s}}", ""),
        ("rule = {{", ""),
        ("rule = {a: {b: c}}", ""),
        ("filter = (&(a=b)(c=%s))", ""),
        ("percent = 5 % if", ""),
        ("regex = ^<%.*", ""),
        ("regex = {1,2}%}", ""),
        ("path = ${name}/$other", ""),
        ("# {{ ansible_managed }}", ""),
        ("#debug = <%= @debug %>", ""),
        (";{{ .Values.debug }}", ""),
    ],
)
def test_only_real_constructs_make_a_template(line: str, language: str) -> None:
    assert language_of(["[DEFAULT]", line]) == language


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("jinja.conf", [
            (4, "DEFAULT", "debug", True), (6, "DEFAULT", "log_dir", True),
            (11, "database", "connection", True), (13, "database", "{{ key }}", True),
            (15, "database", "max_retries", False), (20, "ldap", "url", False),
            (24, "{{ name }}", "enabled", True),
        ]),
        ("embedded.conf", [
            (2, "DEFAULT", "debug", True), (4, "DEFAULT", "log_dir", True),
            (7, "token", "provider", False),
        ]),
        ("helm.conf", [
            (3, "DEFAULT", "debug", False), (6, "database", "connection", True),
            (8, "token", "provider", False),
        ]),
        ("mako.conf", [(3, "token", "provider", False), (5, "token", "expiration", False)]),
    ],
)  # fmt: skip
def test_the_literal_text_of_a_template_is_read(
    name: str, settings: list[tuple[int, str, str, bool]]
) -> None:
    file = read((FIXTURES / name).read_bytes())
    assert [(s.at.line, s.group, s.name, s.templated) for s in file.settings] == settings
    assert file.flaws == ()


def test_braces_of_a_rendered_file_are_no_template() -> None:
    file = read((FIXTURES / "devstack.conf").read_bytes())
    assert file.template == ""
    assert [setting.name for setting in file.settings] == [
        "logging_exception_prefix", "logging_debug_format_suffix", "max_token_size", "servers",
    ]  # fmt: skip


def test_below_lines_that_are_inserted_the_section_is_unknown() -> None:
    text = '[a]\nb = 1\n{% include "section" %}\nc = 2\n[d]\n{% if e %}\nf = 3\n{% endif %}\n'
    file = read(text)
    assert [(setting.name, setting.templated) for setting in file.settings] == [
        ("b", False), ("c", True), ("f", False),
    ]  # fmt: skip
    assert [section.name for section in file.sections] == ["a", "d"]


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        ("{{ lines }}", True), ("<%= lines %>", True), ('{{- include "a" . | nindent 2 }}', True),
        ('{{ template "a" . }}', True), ("{{ if .Values.a }}", False), ("{{- end -}}", False),
        ("{{else}}", False), ("{{- $a := .Values.b }}", False), ("{{/* comment */}}", False),
        ("<% if @a -%>", False), ("{# c #}", False), ("{% set a = 1 %}", False),
    ],
)  # fmt: skip
def test_only_what_inserts_lines_makes_the_section_unknown(line: str, unknown: bool) -> None:
    file = read(f"[a]\nb = {{{{ .Values.c }}}} {{{{ d }}}} <%= @e %>\n{line}\nf = 1\n")
    assert file.settings[-1].templated is unknown


def test_a_construct_over_several_lines_is_left_out() -> None:
    text = "{% set a = [\n  'b = c',\n] %}\n[a]\nb = {{ c |\n  join }}\n{#\nd = e\n#}\nf = 1"
    settings = read(text).settings
    assert [(setting.name, setting.value, setting.templated) for setting in settings] == [
        ("b", "{{ c |", True),
        ("f", "1", False),
    ]


def test_a_rendered_file_with_a_construct_in_a_comment_only_is_no_template() -> None:
    file = read("# {{ ansible_managed }}\n[token]\nprovider = fernet\n")
    assert (file.template, [setting.templated for setting in file.settings]) == ("", [False])
