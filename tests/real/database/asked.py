"""What kslint says of a deployment whose database it asks, as a user reads it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from linter.cli.main import main
from linter.model.verdict import EXIT_INTERNAL, EXIT_USAGE
from tests.real.database.databases import settings
from tests.real.database.servers import PASSWORD

_ABOUT = ("database/", "live/", "upgrade/jump", "upgrade/database")


class Answer(msgspec.Struct, frozen=True):
    """The decision, with every finding about the database, worst first, and the database's gaps."""

    decision: str
    findings: tuple[str, ...]
    messages: tuple[str, ...]
    gaps: tuple[str, ...]


def asked(
    capsys: pytest.CaptureFixture[str], url: str, source: str, target: str, *words: str
) -> Answer:
    """The answer of `kslint check --database-from-config`; no secret may be in any of it."""
    with settings(url) as path:
        command = ["check", str(path.parent), "--from", source, "--to", target, *words]
        formats = ["--format", "json", "--format", f"terminal={path.parent / 'report'}"]
        code = main([*command, "--database-from-config", *formats])
        shown = Path(path.parent / "report").read_text(encoding="utf-8")
    out, err = capsys.readouterr()
    assert code not in {EXIT_INTERNAL, EXIT_USAGE}, err
    assert PASSWORD not in out + err + shown
    report = json.loads(out)
    found = list(_about_database(report))
    return Answer(
        report["verdict"]["decision"],
        tuple(f"{finding['severity']} {finding['rule']}" for finding in found),
        tuple(finding["message"] for finding in found),
        tuple(
            f"{gap['what']}: {gap['why']}" for gap in report["gaps"] if "database" in gap["what"]
        ),
    )


def _about_database(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for finding in report["findings"]:
        if finding["rule"].startswith(_ABOUT):
            yield finding
