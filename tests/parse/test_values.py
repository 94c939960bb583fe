"""Values are accepted, converted and refused as the types of oslo.config do it."""

import subprocess
import sys

import pytest
from oslo_config import types

from linter.catalog.entries import OptionType
from linter.parse.values import Accepted, Rejected, expectation, read_value

ONE_OR_TWO = OptionType("list", item=OptionType("string", choices=("one", "two")))
TYPES: dict[str, tuple[OptionType, types.ConfigType]] = {
    "string": (OptionType("string"), types.String()),
    "choices": (OptionType("string", choices=("a", "")), types.String(choices=["a", ""])),
    "any case": (
        OptionType("string", choices=("Ab",), ignore_case=True),
        types.String(choices=["Ab"], ignore_case=True),
    ),
    "regex": (OptionType("string", regex="^a+$"), types.String(regex="^a+$")),
    "length": (OptionType("string", max_length=3), types.String(max_length=3)),
    "quotes": (OptionType("string", quotes=True), types.String(quotes=True)),
    "integer": (OptionType("integer"), types.Integer()),
    "limits": (OptionType("integer", min=0, max=5), types.Integer(min=0, max=5)),
    "numbers": (OptionType("integer", choices=("1", "7")), types.Integer(choices=[1, 7])),
    "float": (OptionType("float", min=0.5), types.Float(min=0.5)),
    "boolean": (OptionType("boolean"), types.Boolean()),
    "list": (OptionType("list"), types.List()),
    "bounded list": (OptionType("list", bounds=True), types.List(bounds=True)),
    "list of choices": (ONE_OR_TWO, types.List(item_type=types.String(choices=["one", "two"]))),
    "dict": (OptionType("dict"), types.Dict()),
    "dict of numbers": (
        OptionType("dict", item=OptionType("integer")),
        types.Dict(value_type=types.Integer()),
    ),
    "port": (OptionType("port", min=1, max=6000), types.Port(min=1, max=6000)),
    "ip": (OptionType("ip"), types.IPAddress()),
    "ipv4": (OptionType("ip", version=4), types.IPAddress(version=4)),
    "hostname": (OptionType("hostname"), types.Hostname()),
    "host address": (OptionType("host-address"), types.HostAddress()),
    "host domain": (OptionType("host-domain"), types.HostDomain()),
    "uri": (OptionType("uri", schemes=("http", "https")), types.URI(schemes=["http", "https"])),
    "short uri": (OptionType("uri", max_length=9), types.URI(max_length=9)),
    "range": (OptionType("range", min=1, max=9), types.Range(min=1, max=9)),
}
TEXTS = (
    "", " ", "a", "A", "ab", "AB", "aaaa", "'a'", "'a", "1", "-1", "5", "6", " 5 ", "7", "1.5",
    "1e3", "0x10", "1_0", "\u0663", "true", "True", "ON", "no", "t", "2", "one", "one,two",
    "one,", "a, b,,c,", ",", "[a,b]", "[", "a:1", "a:1,b:2", "a:b", "a:1,a:2", ":1", "a:1,b",
    "65536", "5000", "1.2.3.4", "1.2.3", "256.1.1.1", "::1", "::g", "fe80::1%eth0", "h",
    "h.example.org", "h_x", "-h", "h.", "h..x", "1.2.3.400", "http://h", "http://h:5000/v3", "http://[::1]:5000/",
    "ldap://h", "http:///v3", "//h", "not a url", "http://h/%zz", "http://%(h)s/", "HTTP://H", "http://h:port/",
    "http://\u00e9/", "1-5", "5-1", "0-3", "1-", "a-b", "x" * 300,
)  # fmt: skip


@pytest.mark.parametrize("name", TYPES)
def test_texts_are_judged_as_by_oslo_config(name: str) -> None:
    kind, real = TYPES[name]
    for text in TEXTS:
        assert read_value(kind, text) == by(real, kind, text), text


def by(real: types.ConfigType, kind: OptionType, text: str) -> Accepted | Rejected:
    try:
        return Accepted(real(text))
    except ValueError:
        return Rejected(expectation(kind))


def test_a_number_left_empty_is_none() -> None:
    assert read_value(OptionType("integer", min=1), "") == Accepted(None)


def test_one_of_many_values_is_judged_by_its_item() -> None:
    assert read_value(OptionType("multi"), "a,b") == Accepted("a,b")
    many = OptionType("multi", item=OptionType("integer"))
    assert read_value(many, "1") == Accepted(1)
    assert read_value(many, "x") == Rejected("any text, each a whole number")


def test_an_unknown_type_takes_any_text() -> None:
    assert read_value(OptionType("other"), "x") == Accepted("x")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (OptionType("integer", min=1), "a whole number, at least 1"),
        (OptionType("integer", min=0, max=10), "a whole number, at least 0 and at most 10"),
        (OptionType("string", choices=("a", "")), "one of a, (empty)"),
        (OptionType("boolean"), "true, false, 1, 0, yes, no, on or off"),
        (ONE_OR_TWO, "values separated by commas, each one of one, two"),
        (OptionType("ip", version=6), "an IPv6 address"),
        (
            OptionType("uri", schemes=("http", "https"), max_length=80),
            "a URI with scheme and host, at most 80 characters and with the scheme http or https",
        ),
        (OptionType("string", regex="^a"), "text, matching ^a"),
    ],
)
def test_a_reason_says_what_is_taken_and_never_the_value(kind: OptionType, words: str) -> None:
    assert expectation(kind) == words


def test_libraries_for_addresses_are_imported_by_the_first_address() -> None:
    program = """
import sys
from linter.catalog.entries import OptionType
from linter.parse.values import read_value
read_value(OptionType("integer"), "1")
assert not {"netaddr", "rfc3986"} & set(sys.modules)
import netaddr
assert netaddr.IPAddress("::1")
print(read_value(OptionType("ip"), "x"), read_value(OptionType("uri"), "http://h"))
assert {"netaddr", "rfc3986"} <= set(sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout == "Rejected(reason='an IP address') Accepted(value='http://h')\n"
