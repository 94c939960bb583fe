"""The entries of an answers file, ready to be copied."""

from collections.abc import Sequence

from linter.model.preparation import Choice

_ESCAPES = {'"': '\\"', "\\": "\\\\"}


def entry(decision: str, choice: Choice, nodes: Sequence[str] = ()) -> str:
    """One line of YAML that chooses so, for some nodes or for all.

    Where there is a value to give and not only one, its place is left empty: an entry that nobody
    completed is refused, while any text in its place might be taken for the value.
    """
    pairs = [f"decision: {quoted(decision)}", f"choose: {quoted(choice.name)}"]
    if choice.takes_value:
        only = quoted(choice.values[0]) if len(choice.values) == 1 else ""
        pairs.append(f"value: {only}")
    if nodes:
        pairs.append(f"nodes: {quoted(', '.join(nodes))}")
    return f"- {{{', '.join(pairs)}}}"


def quoted(text: str) -> str:
    """The text as YAML reads it back; a plain word stays one."""
    if text.isascii() and text.isalpha() and text.islower() and text not in _WORDS:
        return text
    return f'"{"".join(map(_escaped, text))}"'


_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
"""What YAML takes for something else than text."""


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    return f"\\U{ord(character):08x}"
