"""Policy files that are read for an answer alone."""

from linter.catalog import store
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Answer
from linter.preparation.case import Part
from linter.preparation.planning import planned
from tests.preparation.cases import case_of

FILES = {
    "keystone.conf": "[oslo_policy]\npolicy_file = policy.yaml\npolicy_dirs = a\n",
    "policy.yaml": "{}",
    "a/0.yaml": '"identity:create_limits": "role:admin and system_scope:all"\n',
    "policy.d/0.yaml": '"identity:create_limits": "role:admin and system_scope:all"\n',
}
AT = Location(path="answers.yaml", line=1)


def prepared(*answers: Answer) -> Part:
    case = case_of(FILES, ("train", "ussuri"), answers=answers)
    return planned(case, store.secret_names()).part


def test_a_file_that_an_answer_brings_in_stays_as_it_is_and_is_told() -> None:
    part = prepared(Answer("[oslo_policy] policy_dirs", "default", at=AT))
    assert [file.path for file in part.files] == ["a/0.yaml", "keystone.conf"]
    assert part.gaps == (
        Gap(
            "policy.d/0.yaml",
            "only an answer has it read, and its rules were not carried over",
            "see that it is to be read, then prepare again what was prepared",
            required=False,
            at=AT,
        ),
    )


def test_a_file_that_nothing_reads_is_not_told() -> None:
    assert prepared(Answer("[oslo_policy] policy_dirs", "keep", at=AT)).gaps == ()
