"""Text that a terminal, a page or a reader cannot be fooled by."""


def visible(text: str) -> str:
    r"""The text with control, bidirectional and other invisible characters escaped.

    A tab becomes a space; an escape sequence is shown as `\x1b[31m`.
    """
    if text.isprintable():
        return text
    return "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character.isprintable() or character == "\t":
        return " " if character == "\t" else character
    return character.encode("unicode_escape").decode("ascii")
