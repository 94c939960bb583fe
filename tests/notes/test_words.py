import pytest

from linter.notes.words import digest, words

TEXT = "[`bug 1 <https://example.org/1>`_] Set ``[ldap] url``, *not* **this**: 'a' -- \"b\"..."
PLAIN = "[bug1]Set[ldap]url,notthis:'a'--\"b\"..."


def test_the_words_are_those_that_a_reader_sees_without_white_space() -> None:
    assert words(TEXT) == PLAIN


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(" ", "\n"),
        TEXT.replace("`_]", "`__]"),
        "[bug 1] Set ``[ldap] url``, *not* this: \u2018a\u2019 \u2013 \u201cb\u201d\u2026",
        f"{TEXT}\n\n.. a comment\n",
        f"\n\n   {TEXT}",
        "[`bug 1`_] Set ``[ldap] url``, not this: 'a' -- \"b\"...\n\n.. _bug 1: https://example.org",
    ],
    ids=["wrapped", "anonymous link", "as Sphinx prints", "comment", "indented", "named link"],
)
def test_the_digest_is_that_of_the_words(text: str) -> None:
    assert words(text) == PLAIN
    assert digest(text) == digest(TEXT)


@pytest.mark.parametrize("text", [TEXT.replace("not", "now"), TEXT.replace("url", "URL"), "-"])
def test_other_words_have_another_digest(text: str) -> None:
    assert digest(text) != digest(TEXT)


def test_lists_tables_and_code_are_read_in_their_order() -> None:
    text = """\
One:

- two
- three

.. code-block:: ini

   [four]
   five = 6

===== =====
seven eight
nine  ten
===== =====

.. note:: eleven
"""
    assert words(text) == "One:twothree[four]five=6seveneightninetenelevn".replace("vn", "ven")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".. include:: /etc/hostname\n", "..include::/etc/hostname"),
        (".. raw:: html\n\n   <script>", "..raw::html<script>"),
        (".. unknown:: a\n\n   b", "..unknown::ab"),
        (":ref:`a`", ":ref:`a`"),
        ("``open", "``open"),
        (".. only a comment", "..onlyacomment"),
        (".. figure:: a\n   :figwidth:\n", "..figure::a:figwidth:"),
        ("* " * 600 + "x", "*" * 600 + "x"),
        ("``a`` " * 20_000, "``a``" * 20_000),
    ],
    ids=["file", "raw", "directive", "role", "mark", "comment", "failure", "deep", "long"],
)
def test_what_docutils_does_not_take_stands_as_it_is_written(text: str, expected: str) -> None:
    assert words(text) == expected


def test_what_one_note_defines_is_unknown_to_the_next() -> None:
    assert words(".. role:: own(literal)\n\n:own:`a`") == "a"
    assert words("b :own:`a`") == "b:own:`a`"
