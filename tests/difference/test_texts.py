"""Other files as text beside the samples of both releases."""

from msgspec.structs import replace

from linter.catalog import store
from linter.difference.hunks import Hunk
from linter.difference.texts import OtherText, Texts, texts_of
from linter.model.finding import Gap
from linter.model.location import Location
from linter.samples.files import LOGGING, SSO_TEMPLATE, SampleFile, Samples
from tests.preparation.cases import case_of

NONE = Samples("2024.1", "1.0", real=True, keystone_conf="", policy_yaml="")
SAMPLE = "[loggers]\nkeys = root\n"


def told(files: dict[str, str], source: Samples, target: Samples) -> Texts:
    deployment = case_of({"keystone.conf": "[DEFAULT]\n", **files}, ("2024.1", "2025.1"))
    return texts_of(deployment.context.deployment, source, target, store.secret_names())


def test_of_sections_only_headers_and_assignments_count_and_no_secret_is_shown() -> None:
    ends = replace(NONE, logging_conf=SAMPLE), replace(NONE, logging_conf=SAMPLE)
    text = f"# ours\n{SAMPLE}password = canary\n"
    hunk = Hunk("site", 3, (), ("password = ***",), ())
    assert told({"logging.conf": text}, *ends) == Texts(
        (OtherText("logging.conf", LOGGING, (hunk,), 2, has_source=True),), ()
    )


def test_without_the_sample_of_the_source_nobody_knows_who_changed_a_line() -> None:
    (text,) = told({"logging.conf": ""}, NONE, replace(NONE, logging_conf=SAMPLE)).texts
    assert (text.has_source, [hunk.target for hunk in text.hunks]) == (
        False,
        [("[loggers]", "keys = root")],
    )


def test_a_sample_that_is_not_known_is_a_gap_and_one_that_is_not_there_is_none() -> None:
    files = {"logging.conf": SAMPLE}
    unknown = replace(NONE, series="2025.1", real=False, unknown=(LOGGING,))
    why = "the text of the sample of 2025.1 is not known, so it was not told beside it"
    remedy = "run 'kslint catalog build 2025.1 --samples'"
    gap = Gap("logging.conf", why, remedy, required=False, at=Location("", "logging.conf"))
    assert told(files, NONE, unknown) == Texts((), (gap,))
    assert told(files, NONE, NONE) == Texts((), ())


def test_a_text_that_is_too_long_to_compare_is_a_gap() -> None:
    ends = (replace(NONE, others=(SampleFile(SSO_TEMPLATE, "<html>\n"),)),) * 2
    found = told({SSO_TEMPLATE: "<p>\n" * 4001}, *ends)
    assert found.texts == ()
    assert [(gap.what, gap.why, gap.required) for gap in found.gaps] == [
        (SSO_TEMPLATE, "it has more than 4000 lines that count", False)
    ]
    assert told({SSO_TEMPLATE: "<p>\n" * 4000}, *ends).gaps == ()
