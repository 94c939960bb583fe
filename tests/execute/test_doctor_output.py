"""What real releases printed, as it is understood."""

from pathlib import Path

import pytest

from linter.execute.doctor_output import (
    Said,
    difference,
    doctor_said,
    is_without_json,
    said_in,
    status_said,
)

# 25.0.0; that of 29.0.0 has no indent.
DOCTOR = """
WARNING: `keystone.conf [cache] enabled` is not enabled.

    Caching greatly improves the performance of keystone, and it is highly
    recommended that you enable it.
    

WARNING: SQLite is not recommended for production deployments.

    SQLite does not enforce type checking and has limited support for
    migrations, making it unsuitable for use in keystone.
    
"""  # noqa: W293  as it is printed
SYMPTOMS = (
    "`keystone.conf [cache] enabled` is not enabled.",
    "SQLite is not recommended for production deployments.",
)
STATUS = (
    '{"name": "Upgrade Check Results", "checks": [{"check": "Check trust policies are not empty", '
    '"result": 0, "details": null}, {"check": "Policy File JSON to YAML Migration", "result": 2, '
    '"details": "Your policy file is JSON-formatted"}]}\n'
)


def written(folder: Path, text: str) -> Path:
    path = folder / "stdout"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        (1, DOCTOR, Said(SYMPTOMS)),
        (0, "", Said()),
        (1, "", Said(crash="it ended with 1 and named no symptom")),
        (-9, DOCTOR, Said(crash="it ended with -9")),
        (None, "", Said(crash="its time was up")),
        (
            1,
            "Traceback (most recent call last):\nImportError: no\n",
            Said(crash="its output ends in a traceback: it did not look at everything"),
        ),
    ],
)
def test_symptoms_are_no_crash(code: int | None, text: str, said: Said, tmp_path: Path) -> None:
    assert doctor_said(code, written(tmp_path, text)) == said


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        (2, STATUS, Said(("Policy File JSON to YAML Migration: failure",))),
        (
            0,
            f"a warning of a library\n{STATUS}",
            Said(("Policy File JSON to YAML Migration: failure",)),
        ),
        (0, "", Said()),
        (
            1,
            "",
            Said(
                crash="its output holds no result: it ended before it could check anything (it "
                "ended with 1)"
            ),
        ),
    ],
)
def test_only_its_json_counts(code: int, text: str, said: Said, tmp_path: Path) -> None:
    assert status_said(code, written(tmp_path, text)) == said


def test_what_is_new_and_what_is_gone_is_told() -> None:
    assert difference(Said(("a", "b")), Said(("b", "c"))) == ("new: c", "gone: a")
    assert difference(Said(("a",)), Said(crash="x")) == ()
    assert difference(None, Said(("a",))) == ("new: a",)


def test_a_journal_keeps_what_was_said() -> None:
    said = Said(("a",), "b")

    assert said_in(said.fact()) == said
    assert [said_in(fact) for fact in ("", "nonsense")] == [None, None]


def test_an_unknown_option_is_no_crash() -> None:
    told = "keystone-status upgrade: error: unrecognized arguments: --json"

    assert (is_without_json(told), is_without_json("KeyError")) == (True, False)
