"""The real oslo.config reads a renamed option as it read it under its old names."""

from pathlib import Path

import pytest
from oslo_config import cfg

from linter.rebase.ini import edited
from linter.rebase.ini_edits import Rename
from tests.parse.oslo import Value, value_of

NAMES = (("token", "new"), ("DEFAULT", "old"), ("token", "older"))
_ALIASES = [cfg.DeprecatedOpt("old", group="DEFAULT"), cfg.DeprecatedOpt("older", group="token")]


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\nold = 'a'\n",
        "[DEFAULT]\nold = a,\n  b\nold =\n[Token]\nolder = c\n",
        "[token]\nolder = 1\nolder : 2\n",
        "[token]\nnew = 3\nolder = 1\n[DEFAULT]\nold = 2\n",
        "[TOKEN]\r\nnew = 3\r\nnew = 4\r\n[DEFAULT]\r\nold = 2\r\nold = 1",
    ],
)
@pytest.mark.parametrize("multi", [False, True])
def test_a_renamed_option_is_read_as_before(text: str, multi: bool, tmp_path: Path) -> None:
    kind = cfg.MultiStrOpt if multi else cfg.StrOpt
    content = text.encode()
    result = edited(content, [Rename(NAMES, NAMES[0], multi)])
    before = value_of(content, kind("new", deprecated_opts=_ALIASES), "token", tmp_path)
    after = value_of(result.content, kind("new"), "token", tmp_path)
    assert isinstance(after, Value)
    assert after == before
    assert [refused.is_done for refused in result.refused] == []
