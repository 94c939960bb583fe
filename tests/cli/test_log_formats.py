import json
from pathlib import Path

import pytest

from linter.cli.main import main

CONFIGURATION = """\
[DEFAULT]
logging_default_format_string = %(asctime)s|%(levelname)s|%(name)s|%(message)s
log_date_format = %d.%m.%Y %H:%M:%S
"""
LINE = (
    '22.11.2026 15:17:19|WARNING|oslo_config.cfg|Deprecated: Option "old" from group "DEFAULT" is '
    'deprecated. Use option "new" from group "token".\n'
)


def test_a_log_is_read_in_the_format_that_its_configuration_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    log = tmp_path / "keystone.log"
    log.write_text(LINE * 2, encoding="utf-8")
    main(("logs", str(log), "--config", str(tmp_path / "keystone.conf"), "--format", "json"))
    document = json.loads(capsys.readouterr().out)
    (event,) = document["events"]
    assert (event["count"], event["first"], event["logger"], event["level"]) == (
        2,
        "2026-11-22T15:17:19",
        "oslo_config.cfg",
        "WARNING",
    )
    assert [file["layout"] for file in document["coverage"]["files"]] == ["configured"]
