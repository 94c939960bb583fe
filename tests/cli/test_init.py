"""`kslint init` in a repository of configuration."""

from pathlib import Path

import pytest

from linter.cli.main import main

UPGRADE = ["--from", "2024.1", "--to", "2025.1"]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "etc" / "keystone").mkdir(parents=True)
    (tmp_path / "etc" / "keystone" / "keystone.conf").write_text("[token]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*ml"))


def test_it_says_what_it_wrote_and_what_comes_next(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["init", *UPGRADE, "--ci", "gitlab", "--ci", "gitlab"])

    printed = capsys.readouterr()
    assert code == 0
    assert printed.out.splitlines() == [
        "wrote kslint.toml",
        "wrote .gitlab/kslint.yml",
        "wrote .gitlab-ci.yml",
    ]
    assert printed.err.splitlines() == ["next: kslint check etc/keystone"]
    assert files_in(repository) == [".gitlab-ci.yml", ".gitlab/kslint.yml", "kslint.toml"]


def test_a_second_run_changes_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", *UPGRADE])
    before = (repository / "kslint.toml").read_text(encoding="utf-8")
    capsys.readouterr()

    assert main(["init", *UPGRADE]) == 0
    assert capsys.readouterr().out == "is there already: kslint.toml\n"
    assert (repository / "kslint.toml").read_text(encoding="utf-8") == before


def test_what_a_file_that_is_there_lacks_is_shown(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / ".gitlab-ci.yml").write_text("stages: [test]\n", encoding="utf-8")

    assert main(["init", *UPGRADE, "--ci", "gitlab"]) == 1

    printed = capsys.readouterr()
    assert printed.out.splitlines()[-1] == "left as it is: .gitlab-ci.yml"
    assert printed.err.splitlines() == [
        "add to .gitlab-ci.yml:",
        "    include:",
        "      - local: .gitlab/kslint.yml",
        "next: kslint check etc/keystone",
    ]
    assert (repository / ".gitlab-ci.yml").read_text(encoding="utf-8") == "stages: [test]\n"


def test_settings_in_pyproject_are_not_hidden(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[tool.kslint]\nfrom = "2024.1"\n'
    (repository / "pyproject.toml").write_text(text, encoding="utf-8")

    assert main(["init", *UPGRADE]) == 0
    assert capsys.readouterr().err.splitlines()[0] == (
        "kslint: the settings are in pyproject.toml; kslint.toml would hide them"
    )
    assert files_in(repository) == ["pyproject.toml"]


def test_the_next_hop_follows_from_where_one_is(repository: Path) -> None:
    main(["init", "--from", "caracal"])

    text = (repository / "kslint.toml").read_text(encoding="utf-8")
    assert 'from = "2024.1"\nto = "2025.1"\n' in text


def test_another_directory_is_named_in_what_is_said(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.parent)

    main(["init", repository.name, *UPGRADE])

    printed = capsys.readouterr()
    assert printed.out == f"wrote {repository.name}/kslint.toml\n"
    assert printed.err == f"next, in {repository.name}: kslint check etc/keystone\n"


def test_it_says_what_it_could_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["init"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        (
            "kslint: no configuration of keystone was found; etc/keystone stands for it: give what "
            "to check with --path, or change it in the files that were written"
        ),
        "kslint: say in kslint.toml which release is deployed; CI has none to ask",
        "next: kslint check etc/keystone",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["missing"], "kslint: missing: no such directory"),
        (["--from", "2025.1", "--to", "2024.1"], "kslint: 2024.1 (caracal) is older than"),
        (["--from", "winter"], "kslint: No release is called 'winter'; known are "),
        (["--path", "$(id)"], "kslint: '$(id)' has characters that would mean something in a CI"),
    ],
)
def test_what_cannot_be_used_is_a_usage_error(
    words: list[str], said: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", *words]) == 2
    assert capsys.readouterr().err.startswith(said)
    assert files_in(repository) == []


def test_settings_of_a_project_that_are_none_are_a_usage_error(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pyproject.toml").write_text("[tool.kslint]\nfrm = 1\n", encoding="utf-8")

    assert main(["init", *UPGRADE]) == 2
    assert capsys.readouterr().err == (
        "kslint: [tool.kslint] of pyproject.toml: `frm` is no setting (did you mean from?)\n"
    )


def test_a_place_where_nobody_may_write_is_named(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / ".github").write_text("", encoding="utf-8")

    assert main(["init", *UPGRADE, "--ci", "github"]) == 2
    assert capsys.readouterr().err == (
        "kslint: .github/workflows/kslint.yml cannot be written: Not a directory\n"
    )


def test_a_project_file_that_cannot_be_read_is_named(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "pyproject.toml").mkdir()

    assert main(["init", *UPGRADE]) == 2
    assert capsys.readouterr().err == "kslint: pyproject.toml: cannot be read: Is a directory\n"
