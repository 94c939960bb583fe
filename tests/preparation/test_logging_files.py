from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change
from linter.preparation.case import Case, Part
from linter.preparation.logging_files import plan_logging
from tests.preparation.cases import case_of
from tests.preparation.run_findings import with_findings

LOGGING = """\
# ours
[loggers]
keys = root
[handlers]
keys = file
[formatters]
keys =
[logger_root]
handlers = file
[handler_file]
class:  oslo_log.watchers.FastWatchedFileHandler
args = ('keystone.log',)
"""
NAMED = "[DEFAULT]\nlog_config_append = /etc/keystone/logging.conf\n"
ASKED = "file logging.conf"


def case(text: str, *answers: Answer, between: tuple[str, str] = ("2024.1", "2025.1")) -> Case:
    files = {"keystone.conf": NAMED, "logging.conf": text}
    return with_findings(case_of(files, between, answers=answers), ("logging/",))


def text_of(part: Part) -> str:
    (file,) = part.files
    assert file.content is not None
    return file.content.decode()


def test_a_class_goes_to_its_successor() -> None:
    part = plan_logging(case(LOGGING))
    expected = LOGGING.replace("oslo_log.watchers.FastW", "handlers.W")
    assert text_of(part) == expected
    assert part.decisions == ()
    assert part.changes == (
        Change(
            Action.SET,
            "[handler_file] class",
            Location("", "logging.conf", 11, 11, 1),
            "The target has no such class; its successor takes the same arguments.",
            ("logging/class-missing",),
        ),
    )
    for between in (("2024.1", "2025.1"), ("2025.1", "2025.1")):
        assert plan_logging(case(expected, between=between)) == Part()


def test_a_class_without_a_successor_is_asked_about() -> None:
    text = LOGGING.replace("watchers.FastWatchedFileHandler", "handlers.GoneHandler")
    (decision,) = plan_logging(case(text)).decisions
    assert (decision.id, decision.is_open) == (ASKED, True)
    assert [choice.name for choice in decision.choices] == ["class", "keep"]

    part = plan_logging(case(text, Answer(ASKED, "class", "FileHandler")))
    assert text_of(part) == text.replace("oslo_log.handlers.GoneHandler", "FileHandler")
    assert [(each.subject, each.decision) for each in part.changes] == [
        ("[handler_file] class", ASKED)
    ]


def test_of_two_classes_without_a_successor_none_can_be_named() -> None:
    text = LOGGING.replace("watchers.FastWatchedFileHandler", "handlers.GoneHandler")
    text = text.replace("keys = file", "keys = file, other").replace(
        "handlers = file", "handlers ="
    )
    text += "[handler_other]\nclass = oslo_log.handlers.LostHandler\nargs = ()\n"
    part = plan_logging(case(text, Answer(ASKED, "class", "logging.StreamHandler")))
    (decision,) = part.decisions
    assert [choice.name for choice in decision.choices] == ["keep"]
    assert (part.files, decision.is_open) == ((), True)


def test_a_value_that_is_no_class_is_refused_without_being_shown() -> None:
    text = LOGGING.replace("watchers.FastWatchedFileHandler", "handlers.GoneHandler")
    part = plan_logging(case(text, Answer(ASKED, "class", "canary\nx")))
    assert part.files == ()
    (gap,) = part.gaps
    assert (gap.required, "canary" in str(gap)) == (True, False)


def test_a_file_that_python_refuses_is_for_a_person_to_mend() -> None:
    part = plan_logging(case(LOGGING.replace("('keystone.log',)", "(unknown,)")))
    (decision,) = part.decisions
    assert [choice.name for choice in decision.choices] == ["keep"]
    assert decision.is_open
    assert "handlers.WatchedFileHandler" in text_of(part)


def test_a_file_that_nothing_names_stays() -> None:
    prepared = case_of({"keystone.conf": "", "logging.conf": LOGGING}, ("2024.1", "2025.1"))
    assert plan_logging(with_findings(prepared, ("logging/",))) == Part()
