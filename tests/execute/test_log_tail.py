"""What logs said since a moment."""

import os
from pathlib import Path

from linter.execute.log_tail import (
    MOST,
    Mark,
    Rest,
    last_lines,
    marks,
    read_down,
    since,
    written_down,
)
from linter.execute.masking import Secrets, secrets_of

NONE = Secrets()


def test_only_what_came_after_is_read_without_secrets(tmp_path: Path) -> None:
    log = tmp_path / "keystone.log"
    log.write_text("before\n", encoding="utf-8")
    (taken,) = marks([str(log)])
    with log.open("a", encoding="utf-8") as file:
        file.write("mysql+pymysql://keystone:canary@10.0.0.1/keystone\n")

    assert since([taken], NONE) == (
        Rest(str(log), "mysql+pymysql://keystone:***@10.0.0.1/keystone\n"),
    )


def test_a_log_that_was_rotated_is_read_under_both_names(tmp_path: Path) -> None:
    log = tmp_path / "keystone.log"
    log.write_text("before\n", encoding="utf-8")
    taken = marks([str(log)])
    with log.open("a", encoding="utf-8") as file:
        file.write("one\n")
    log.rename(tmp_path / "keystone.log.1")
    log.write_text("two\n", encoding="utf-8")

    assert since(taken, NONE) == (Rest(str(log), "one\ntwo\n"),)


def test_a_log_that_was_emptied_is_read_from_its_beginning(tmp_path: Path) -> None:
    log = tmp_path / "keystone.log"
    log.write_text("a long line of before\n", encoding="utf-8")
    taken = marks([str(log)])
    os.truncate(log, 0)
    log.write_text("two\n", encoding="utf-8")

    assert since(taken, NONE) == (Rest(str(log), "two\n"),)


def test_a_log_that_came_meanwhile_is_read_and_an_absent_one_says_nothing(tmp_path: Path) -> None:
    later, never = tmp_path / "later.log", tmp_path / "never.log"
    taken = marks([str(later), str(never)])
    later.write_text("one\n", encoding="utf-8")

    assert since(taken, NONE) == (Rest(str(later), "one\n"),)


def test_of_a_large_log_the_end_is_read(tmp_path: Path) -> None:
    log = tmp_path / "keystone.log"
    taken = marks([str(log)])
    log.write_bytes(b"a" * 10 + b"b" * MOST)

    assert since(taken, NONE) == (Rest(str(log), "b" * MOST, "only its last 8 MiB were read"),)


def test_a_folder_in_the_place_of_a_log_is_told(tmp_path: Path) -> None:
    assert since([Mark(str(tmp_path))], NONE) == (
        Rest(str(tmp_path), "", "not read: Is a directory"),
    )


def test_marks_survive_a_journal_and_nonsense_is_none() -> None:
    taken = (Mark("/var/log/keystone.log", 12, 7),)

    assert read_down(written_down(taken)) == taken
    assert [read_down(text) for text in ("", "{}", "x")] == [(), (), ()]


def test_a_secret_of_the_site_is_masked_wherever_it_stands(tmp_path: Path) -> None:
    log = tmp_path / "keystone.log"
    log.write_text("a canary sings\n", encoding="utf-8")

    assert since([Mark(str(log))], secrets_of(["canary"])) == (Rest(str(log), "a *** sings\n"),)


def test_last_lines_obey_no_terminal() -> None:
    rests = (Rest("/log", "\n".join(f"{number}\x1b[31m" for number in range(14))),)

    lines = [f"  {number}\\x1b[31m" for number in range(2, 14)]
    assert last_lines(rests).splitlines() == ["/log:", *lines]
