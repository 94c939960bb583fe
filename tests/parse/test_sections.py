import configparser
import string

from hypothesis import example, given
from hypothesis import strategies as st

from linter.model.facts import SourceFile
from linter.model.sections import SectionFile
from linter.parse.sections import read_sections

LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["[a]", "[b]", "[DEFAULT]", "[a] x", "[", "[]", "# note", "; note", "", " "]
        ),
        st.sampled_from(
            ["one = 1", "one: 1", "two=2", " two = 2", "  more", "\tmore", "= x", "bare"]
        ),
        st.text(string.printable.replace("\r", "").replace("\x0b", "").replace("\x0c", "")),
    ).filter(lambda line: "\n" not in line),
    max_size=12,
)


def read(text: str) -> SectionFile:
    source = SourceFile("", "keystone-paste.ini", text.encode(), "0")
    return read_sections(source, frozenset())


def is_refused(text: str) -> bool:
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(text)
    except configparser.Error:
        return True
    return False


@given(LINES)
def test_refuses_what_python_refuses(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read(text)

    assert found.template or bool(found.flaws) == is_refused(text)


@given(LINES)
@example(["[a]", "one = 1", "# a comment adds no line to a value", " two = 2"])
def test_reads_what_python_reads(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read(text)
    if found.flaws or found.template:
        return
    parser = configparser.RawConfigParser(strict=False, default_section="")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)

    values: dict[str, dict[str, str]] = {}
    for section in found.sections:
        read_here = {entry.name: entry.value for entry in section.entries}
        values[section.name] = values.get(section.name, {}) | read_here
    assert values == {name: dict(parser[name]) for name in parser.sections()}


def test_values_go_on_over_lines_and_keep_their_place() -> None:
    found = read("[pipeline:main]\npipeline = cors\n  # first\n\n  service_v3\n\n[app:x]\n")

    (entry,) = found.sections[0].entries
    assert entry.value.split() == ["cors", "service_v3"]
    assert (entry.at.line, entry.at.end_line) == (2, 5)
    assert found.sections[1].at.line == 7


def test_reading_goes_on_behind_a_flaw() -> None:
    found = read("bare\n[a]\nbare\none = 1\n[a]\none = 2\n")

    assert [(flaw.kind, flaw.at.line) for flaw in found.flaws] == [
        ("no-section", 1),
        ("no-assignment", 3),
        ("section-twice", 5),
        ("option-twice", 6),
    ]
    assert [section.value("one") for section in found.sections] == ["1", "2"]


def test_a_file_of_bad_lines_has_few_flaws() -> None:
    assert len(read("bare\n" * 10_000).flaws) == 20


def test_no_secret_is_kept_for_printing() -> None:
    found = read("[filter:a]\nadmin_password = canary\nadmin_password canary\n")

    (entry,) = found.sections[0].entries
    assert entry.value == "canary"
    assert "canary" not in entry.line_text + found.flaws[0].text
