import json
import re
from itertools import pairwise
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.execute.masking import Masking, Secrets, from_whole_line, masked, secrets_of

SECRET = "s3cr#t pä$$w/rd%"  # noqa: S105  of nobody
SECRETS = secrets_of([SECRET, "overlapping-one", "one-behind"])
KEY = b"-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabcd\n-----END RSA PRIVATE KEY-----\n"
TEXT = (
    f"plain {SECRET} and {quote(SECRET, safe='')}\nnext {SECRET}{SECRET}\n".encode()
    + KEY
    + b"mysql://keystone:other@db/keystone\nan overlapping-one-behind end"
)
MASKED = (
    b"plain *** and ***\nnext ******\n-----BEGIN RSA PRIVATE KEY----- ***\n***\n***\n***\n"
    b"mysql://keystone:***@db/keystone\nan *** end"
)


def test_secrets_and_what_looks_like_one_are_masked() -> None:
    assert masked(TEXT, SECRETS) == MASKED


@given(st.lists(st.integers(0, len(TEXT))))
def test_the_borders_of_chunks_do_not_matter(cuts: list[int]) -> None:
    masking = Masking(SECRETS)
    borders = [0, *sorted(cuts), len(TEXT)]
    pieces = [TEXT[begin:end] for begin, end in pairwise(borders)]

    assert b"".join(map(masking.feed, pieces)) + masking.end() == MASKED


LONE = st.text(st.characters(exclude_characters="*\r\n", exclude_categories=["Cs"]), min_size=4)


@given(LONE.map(str.strip).filter(lambda text: len(text) >= 4))
def test_no_secret_remains_in_any_form(secret: str) -> None:
    encoded = quote(secret, safe="")
    forms = [secret, repr(secret)[1:-1], encoded, quote(secret), quote_plus(secret)]
    forms += [re.sub("%..", lambda found: found[0].lower(), encoded)]
    forms += [json.dumps(secret)[1:-1], secret.replace("%", "%%")]
    for form in forms:
        content = masked(f"> {form} <".encode(), secrets_of([secret]))

        assert content == b"> *** <"


@given(st.binary(max_size=300))
def test_what_holds_no_secret_is_not_changed(content: bytes) -> None:
    harmless = bytes(byte for byte in content if byte not in b"@:$=").replace(b"gAAAA", b"")
    if b"-----BEGIN" not in harmless:
        assert masked(harmless, Secrets()) == harmless


def test_each_long_line_of_a_secret_is_one() -> None:
    known = secrets_of(["-- first --\n0123456789abcdef\nshort"])

    assert masked(b"it was 0123456789abcdef, short\n", known) == b"it was ***, short\n"


@pytest.mark.parametrize(
    ("values", "public", "known", "overlooked"),
    [
        (["", " ", "hunter22"], [], True, 0),
        (["abc"], [], False, 1),
        (["keystone", "hunter22"], ["/etc/keystone/keystone.conf"], True, 1),
        ([], ["anything"], False, 0),
    ],
)
def test_what_cannot_be_hidden_is_counted(
    values: list[str], public: list[str], known: bool, overlooked: int
) -> None:
    secrets = secrets_of(values, public)

    assert (secrets.are_in("a hunter22 b"), secrets.overlooked) == (known, overlooked)
    assert not secrets.are_in("/etc/keystone")


def test_what_is_overlooked_is_masked_where_passwords_stand() -> None:
    secrets = secrets_of(["keystone"], ["/etc/keystone"])
    line = b"mysql://keystone:keystone@db/keystone password=keystone\n"

    assert masked(line, secrets) == b"mysql://keystone:***@db/keystone password=***\n"


@pytest.mark.parametrize(
    ("content", "rest"),
    [
        (b"cret\nnext\nlast", b"next\nlast"),
        (b"no line ends", b""),
        (b"abcd\n-----END RSA PRIVATE KEY-----\nnext\n", b"next\n"),
        (b"x\n" + KEY + b"next\n", KEY + b"next\n"),
        (b"abcd\nef\n-----END PRIVATE KEY-----\n" + KEY, KEY),
    ],
)
def test_the_rest_of_a_content_begins_with_no_half_of_a_secret(content: bytes, rest: bytes) -> None:
    assert from_whole_line(content) == rest
