import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.catalog import store
from linter.model.facts import SourceFile
from linter.model.sections import SectionFile
from linter.parse.paste import parse_paste
from linter.preparation.pipeline_words import without_words

WORDS = st.sampled_from(["cors", "token_auth", "admin_token_auth", "token", "a.b", "pipeline"])
GAPS = st.sampled_from([" ", "  ", "\t", "\n  ", "\n\t", "\n# cors\n  "])
SECTION = "[pipeline:main]\n# ours\npipeline ={}\n[filter:cors]\nuse = egg:oslo.middleware#cors\n"


def parsed(content: bytes) -> SectionFile:
    return parse_paste(SourceFile("", "p.ini", content, ""), store.secret_names())


def words_in(content: bytes) -> list[str]:
    return parsed(content).sections[0].value("pipeline").split()


@pytest.mark.thorough
@given(st.lists(st.tuples(GAPS, WORDS), max_size=8), st.frozensets(WORDS))
def test_the_other_words_stay_in_their_order(
    pairs: list[tuple[str, str]], gone: frozenset[str]
) -> None:
    text = "".join(gap + word for gap, word in pairs) + " service_v3"
    content = SECTION.format(text).encode()
    after = without_words(parsed(content), content, gone, "why").content
    assert words_in(after) == [word for word in words_in(content) if word not in gone]
    assert parsed(after).flaws == ()
    assert without_words(parsed(after), after, gone, "why").content == after


def test_a_file_without_the_words_keeps_every_byte() -> None:
    content = SECTION.format(" cors service_v3").replace("\n", "\r\n").encode()
    assert without_words(parsed(content), content, frozenset({"token"}), "why").content == content
