from pathlib import Path

import pytest

from linter.catalog import store
from linter.collect.directory import collect
from linter.parse.deployment import read_deployment
from linter.parse.log_formats import log_formats

HEAD = "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s "
LOGGING = """\
[loggers]
keys = root
[formatter_own]
format = %(asctime)s|%(message)s
datefmt = %d.%m.%Y %H:%M
[formatter_braces]
format = {message}
style = {
[formatter_plain]
format = %(levelname)s %(message)s
"""


def formats(folder: Path, text: str, logging: str = "") -> tuple[str, ...]:
    """What is read from these two files."""
    (folder / "keystone.conf").write_text(text, encoding="utf-8")
    if logging:
        (folder / "logging.conf").write_text(logging, encoding="utf-8")
    (node,) = collect((str(folder),)).nodes
    return log_formats((read_deployment(node, [""], store.secret_names()),))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", ()),
        ("logging_default_format_string = KS %(message)s\n", ("KS %(message)s",)),
        (
            (
                "logging_context_format_string = %(asctime)s %(request_id)s %(message)s\n"
                "log_date_format = %H:%M\n"
            ),
            (
                "%H:%M %(request_id)s %(message)s",
                HEAD.replace("%(asctime)s", "%H:%M") + "[-] %(instance)s%(message)s",
            ),
        ),
        ("logging_default_format_string = {{ form }} %(message)s\n", ()),
    ],
)
def test_the_formats_that_keystone_conf_sets_are_read(
    lines: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    assert formats(tmp_path, f"[DEFAULT]\n{lines}") == expected


def test_the_formatters_of_a_logging_configuration_are_read(tmp_path: Path) -> None:
    assert formats(tmp_path, "[DEFAULT]\n", LOGGING) == (
        "%d.%m.%Y %H:%M|%(message)s",
        "%(levelname)s %(message)s",
    )
