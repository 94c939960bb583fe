"""keystone.conf laid out anew: from the target's sample, or with nothing but what differs."""

import pytest

from linter.difference.effective import effective_after
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change, NewFile, Style
from linter.parse.deployment import Deployment, read_deployment
from linter.preparation.case import Case, Part
from linter.preparation.layout import laid_out
from linter.preparation.planning import planned, renewed
from tests.preparation.cases import case_of

HOP = ("2024.1", "2025.1")
TEXT = """\
# Written by the deployment tool.
[DEFAULT]
debug = true

[token]
# Two hours, as the board decided.
expiration = 7200
provider = fernet

[our_plugin]
mode = fast
"""


def content(part: Part) -> str:
    (file,) = part.files
    assert file.content is not None
    return file.content.decode()


def section(text: str, name: str) -> list[str]:
    """What stands in a section without comments that the sample has."""
    lines = text.partition(f"[{name}]\n")[2].partition("\n[")[0].splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_keep_leaves_the_edited_files_alone() -> None:
    files = Part(files=(NewFile("keystone.conf", b"[DEFAULT]\n"),))
    assert laid_out(case_of({"keystone.conf": TEXT}, HOP), files) == files


def test_the_sample_has_each_value_below_its_option_with_the_comment_above_it() -> None:
    part = laid_out(case_of({"keystone.conf": TEXT}, HOP, style=Style.SAMPLE), Part())
    lines = content(part).splitlines()
    at = lines.index("expiration = 7200")
    assert lines[at - 2 : at + 1] == [
        "#expiration = 3600",
        "# Two hours, as the board decided.",
        "expiration = 7200",
    ]
    assert section(content(part), "DEFAULT") == ["debug = true"]
    assert lines[-3:] == ["", "[our_plugin]", "mode = fast"]
    assert part.changes == (
        Change(
            Action.LEFT_OUT,
            "comments",
            Location("", "keystone.conf"),
            "the file starts from the sample of 2025.1: comments that stand above no assignment "
            "stay behind",
        ),
    )


def test_the_sample_has_what_it_does_not_know_at_the_end_of_the_section() -> None:
    text = "[ldap]\nurl = ldap://a\nour_own = 1\n"
    part = laid_out(case_of({"keystone.conf": text}, HOP, style=Style.SAMPLE), Part())
    assert section(content(part), "ldap") == ["url = ldap://a", "our_own = 1"]


def test_of_an_option_that_takes_one_value_the_sample_has_the_last() -> None:
    text = "[token]\nexpiration = 1\n[assignment]\n[TOKEN]\nexpiration = 2\n"
    part = laid_out(case_of({"keystone.conf": text}, HOP, style=Style.SAMPLE), Part())
    assert section(content(part), "token") == ["expiration = 2"]


def test_of_an_option_that_takes_many_values_the_sample_has_all_in_their_order() -> None:
    text = "[federation]\ntrusted_dashboard = https://b\ntrusted_dashboard = https://a\n"
    part = laid_out(case_of({"keystone.conf": text}, HOP, style=Style.SAMPLE), Part())
    assert section(content(part), "federation") == [
        "trusted_dashboard = https://b",
        "trusted_dashboard = https://a",
    ]


def test_minimal_has_what_differs_from_the_defaults_alone() -> None:
    part = laid_out(case_of({"keystone.conf": TEXT}, HOP, style=Style.MINIMAL), Part())
    assert content(part) == (
        "[DEFAULT]\ndebug = true\n\n[our_plugin]\nmode = fast\n\n"
        "[token]\n# Two hours, as the board decided.\nexpiration = 7200\n"
    )
    assert part.changes == (
        Change(
            Action.DROPPED,
            "[token] provider",
            Location("", "keystone.conf", 8, 8, 1),
            "2025.1 does the same without it",
        ),
    )


def test_minimal_tells_of_the_deployed_line_under_its_old_name() -> None:
    deployed = "# ours\n[cache]\nmemcache_socket_timeout = 1.0\n"
    case = case_of({"keystone.conf": deployed}, ("2025.1", "2026.2"), style=Style.MINIMAL)
    edited = NewFile("keystone.conf", deployed.replace("memcache_", "").encode())
    (change,) = laid_out(case, Part(files=(edited,))).changes
    assert (change.subject, change.at.line) == ("[cache] socket_timeout", 3)


def test_of_a_comment_with_an_empty_line_of_it_only_what_is_below_comes_along() -> None:
    text = "[token]\n# Of a sample of another release.\n#\n# As decided.\nexpiration = 7200\n"
    part = laid_out(case_of({"keystone.conf": text}, HOP, style=Style.MINIMAL), Part())
    assert content(part) == "[token]\n# As decided.\nexpiration = 7200\n"


def test_minimal_keeps_a_default_that_outweighs_an_earlier_file() -> None:
    files = {
        "keystone-dist.conf": "[token]\nexpiration = 7200\n",
        "keystone.conf": "[token]\nexpiration = 3600\nprovider = fernet\n",
    }
    part = laid_out(case_of(files, HOP, style=Style.MINIMAL), Part())
    assert content(part) == "[token]\nexpiration = 3600\n"


def test_minimal_keeps_the_words_that_outweigh_an_earlier_file() -> None:
    files = {
        "keystone-dist.conf": "[token]\ncaching = off\nexpiration = 60\n",
        "keystone.conf": "[token]\ncaching = false\nexpiration = 60\n",
    }
    part = laid_out(case_of(files, HOP, style=Style.MINIMAL), Part())
    assert content(part) == "[token]\ncaching = false\n"


def test_minimal_drops_a_line_that_a_drop_in_outweighs() -> None:
    files = {
        "keystone.conf": "[token]\nexpiration = 7200\n",
        "keystone.conf.d/a.conf": "[token]\nexpiration = 60\n",
    }
    part = laid_out(case_of(files, HOP, style=Style.MINIMAL), Part())
    assert content(part) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "[DEFAULT]\ndebug = {{ debug }}\n{% if a %}\n{% endif %}\n",
            "it is a template: its lines belong to what fills it",
        ),
        ("[DEFAULT]\ndebug\n", "oslo.config refuses its line 2"),
    ],
)
@pytest.mark.parametrize("style", [Style.SAMPLE, Style.MINIMAL])
def test_a_file_that_cannot_be_taken_apart_keeps_its_layout(
    text: str, why: str, style: Style
) -> None:
    part = laid_out(case_of({"keystone.conf": text}, HOP, style=style), Part())
    assert part == Part(
        gaps=(
            Gap(
                "keystone.conf",
                f"it keeps its layout, for {why}",
                "use --style keep, or mend the file first",
                required=False,
                at=Location("", "keystone.conf"),
            ),
        )
    )


@pytest.mark.parametrize("style", [Style.SAMPLE, Style.MINIMAL])
def test_a_file_laid_out_is_laid_out_the_same_again(style: Style) -> None:
    once = content(laid_out(case_of({"keystone.conf": TEXT}, HOP, style=style), Part()))
    again = case_of({"keystone.conf": once}, ("2025.1", "2025.1"), style=style)
    assert content(laid_out(again, Part())) == once


@pytest.mark.parametrize("style", [Style.SAMPLE, Style.MINIMAL])
def test_no_value_is_another_in_a_new_layout(style: Style) -> None:
    text = (
        "[DEFAULT]\nlog_dir = /var/log/keystone\ndefault_log_levels = a=INFO,\n  b=DEBUG\n"
        "[Token]\nexpiration : 60\nprovider = fernet\nexpiration = 90\n"
        "[database]\nconnection = mysql://k:$p@db/keystone\nconnection = sqlite:////k.db\n"
        "[federation]\ntrusted_dashboard = a\ntrusted_dashboard = b\n[cache]\nenabled=True\n"
        '[ldap]\nurl = " ldap://a "\nuser_name_attribute =\n[DEFAULT]\nlist_limit = 5\n'
    )
    case = case_of({"keystone.conf": text}, ("2025.1", "2025.1"), style=style)
    assert effective_after(case.context, after(case)).changes == ()


def after(case: Case) -> Deployment:
    node = renewed(case.node, laid_out(case, Part()).files)
    return read_deployment(node, ("",), frozenset())


def test_minimal_keeps_a_default_that_another_value_refers_to_by_its_text() -> None:
    text = "[cache]\nenabled = 1\n[token]\nexpiration = ${cache.enabled}\n"
    case = case_of({"keystone.conf": text}, HOP, style=Style.MINIMAL)
    assert content(laid_out(case, Part())) == text.replace("[token]", "\n[token]")


def test_minimal_drops_a_default_that_only_a_dropped_value_refers_to() -> None:
    text = "[cache]\nenabled = true\n[token]\ncaching = ${cache.enabled}\n"
    part = laid_out(case_of({"keystone.conf": text}, HOP, style=Style.MINIMAL), Part())
    assert content(part) == ""


def test_minimal_keeps_a_default_that_is_another_option_s_value_as_well() -> None:
    text = "[DEFAULT]\nrpc_thread_pool_size = 100\n"
    case = case_of({"keystone.conf": text}, ("pike", "queens"), style=Style.MINIMAL)
    assert content(laid_out(case, Part())) == text


def test_minimal_tells_once_of_an_answer_that_is_the_default() -> None:
    answer = Answer("[token] expiration", "set", "3600")
    files = {"keystone.conf": "[token]\nprovider = jws\n"}
    case = case_of(files, HOP, style=Style.MINIMAL, answers=[answer])
    part = planned(case, frozenset()).part
    assert content(part) == files["keystone.conf"]
    told = [(each.action, each.subject, each.why) for each in part.changes]
    assert told == [("dropped", "[token] expiration", "2025.1 does the same without it")]
