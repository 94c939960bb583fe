"""The command that is told for preparing the same files again."""

import shlex

import pytest

from linter.cli.main import parser
from linter.cli.prepare_command import prepare_command

EVERYTHING = (
    "kslint prepare 'my etc' nodes --from 2024.1 --to 2025.1 --config-file a.conf --config-dir b.d "
    "--config-file c.conf --web vhost --web crontab --rules ours --output new --style minimal "
    "--patch up.patch --settings site.toml"
)


@pytest.mark.parametrize(
    "command",
    [
        EVERYTHING,
        "kslint prepare etc --output new",
        "kslint prepare etc --output new --no-settings",
    ],
)
def test_whatever_was_asked_for_is_asked_again(command: str) -> None:
    words = shlex.split(command)[1:]
    assert prepare_command(parser().parse_args(words)) == command


def test_answers_are_left_to_whoever_tells_the_command() -> None:
    words = ["prepare", "etc", "-o", "new", "--answers", "mine.yaml"]
    assert prepare_command(parser().parse_args(words)) == "kslint prepare etc --output new"
