"""Whether kslint reads a file as oslo.config's own parser does."""

from tests.parse.oslo import as_sections, read, sections_of


def check(content: bytes) -> bool:
    """Assert that nothing is read otherwise; whether there was anything to compare.

    A template is not compared: what oslo.config will see is only there once it is rendered.
    """
    file = read(content)
    if file.template:
        return False
    expected = sections_of(content)
    refused = any(flaw.fatal for flaw in file.flaws)
    assert refused == (expected is None), content
    if expected is None:
        return False
    assert as_sections(file) == expected, content
    return True
