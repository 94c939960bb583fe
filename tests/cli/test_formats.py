"""--format means the same in every verb."""

from pathlib import Path

import pytest

from linter.cli.failure import UsageError
from linter.cli.formats import OF_VERBS, Target, targets
from linter.cli.main import main
from linter.model.verdict import EXIT_USAGE

KNOWN = ("terminal", "json", "sarif")


def test_without_a_word_the_terminal_is_meant() -> None:
    assert targets((), KNOWN) == (Target("terminal", "-"),)


def test_formats_go_where_they_are_sent() -> None:
    assert targets(("sarif=out/kslint.sarif", "json=a=b", "terminal=-"), KNOWN) == (
        Target("sarif", "out/kslint.sarif"),
        Target("json", "a=b"),
        Target("terminal", "-"),
    )


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("xml",), "no format 'xml'; known: terminal, json, sarif"),
        (("",), "no format ''; known: terminal, json, sarif"),
        (("JSON",), "no format 'JSON'; known: terminal, json, sarif"),
        (
            ("json=",),
            "--format json= names no file: give one after the =, or leave the = out",
        ),
        (
            ("json", "terminal"),
            "two formats go to -: give one of them a file, as json=FILE",
        ),
        (("json", "sarif=-"), "two formats go to -: give one of them a file, as json=FILE"),
        (
            ("json=a", "sarif=a"),
            "two formats go to a: give each a file of its own",
        ),
        (
            ("json=a", "terminal", "sarif=./b/../a"),
            "two formats go to ./b/../a: give each a file of its own",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        targets(words, KNOWN)
    assert str(caught.value) == complaint


def test_two_names_of_one_file_are_one_place(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("report")
    words = (f"json={tmp_path}/report", f"sarif={tmp_path}/link")
    with pytest.raises(UsageError, match="two formats go to"):
        targets(words, KNOWN)


@pytest.mark.parametrize("verb", OF_VERBS)
def test_help_names_every_format(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main((verb, "--help"))
    *names, last = OF_VERBS[verb]
    said = " ".join(capsys.readouterr().out.split())
    assert f"{', '.join(names)} or {last}, to FILE or stdout" in said


@pytest.mark.parametrize("verb", OF_VERBS)
def test_completion_names_every_format(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(("completion", "bash"))
    words = " ".join(OF_VERBS[verb])
    assert f"kslint_{verb}___format_choices=({words})" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["check", "logs"])
def test_an_unknown_format_is_told_before_anything_is_read(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main((verb, "/nowhere", "--format", "pdf")) == EXIT_USAGE
    assert capsys.readouterr().err.startswith("kslint: no format 'pdf'; known: terminal, json")


def test_the_page_of_formats_names_every_one_with_its_verbs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    for name in {name for names in OF_VERBS.values() for name in names}:
        verbs = ", ".join(verb for verb, names in OF_VERBS.items() if name in names)
        assert f"| `{name}` | {verbs} |" in page
