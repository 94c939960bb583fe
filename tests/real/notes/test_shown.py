"""Every release note of real source archives is shown whole, without a complaint of docutils."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from linter.catalog import sdist
from linter.report.rst.html import to_html
from linter.report.rst.markdown import to_markdown
from linter.report.rst.terminal import to_terminal
from tests.real.notes.repository import INDEX

VERSIONS = ("16.0.2", "27.0.0")
# What is markup, and not shown: names of directives and roles.
MARKUP = re.compile(r"\.\. [\w-]+::.*|:[\w:.]+:(?=`)")
COMPLAINT = re.compile(r"System Message|Unknown (?:directive|interpreted)|\(ERROR/|\(WARNING/")


def texts(version: str, folder: Path) -> Iterator[str]:
    tree = sdist.fetch(sdist.exactly(sdist.archives(INDEX), version), folder)
    for path in sorted(tree.glob("releasenotes/notes/*.yaml")):
        for content in yaml.safe_load(path.read_bytes()).values():
            yield from [content] if isinstance(content, str) else content


@pytest.mark.release
@pytest.mark.parametrize("version", VERSIONS)
def test_every_word_of_real_notes_is_shown(version: str, tmp_path: Path) -> None:
    found = list(texts(version, tmp_path))

    assert len(found) > 300
    assert [text for text in found if _complaints(text)] == []
    assert [lost for text in found for lost in _lost(text)] == []


def _renderings(text: str) -> tuple[str, ...]:
    return to_html(text), to_markdown(text), to_terminal(text, 400).plain


def _complaints(text: str) -> list[str]:
    return [found for shown in _renderings(text) for found in COMPLAINT.findall(shown)]


def _lost(text: str) -> set[str]:
    words = set(re.findall(r"[^\W_]+", MARKUP.sub("", text)))
    return {word for shown in _renderings(text) for word in words if word not in shown}
