"""What can go wrong with samples; each message says what to do about it."""

# ruff: noqa: N818 - the names say what is the matter, in the words of the field

from linter.catalog.errors import CatalogError


class SamplesDamaged(CatalogError):
    """Kept samples that are not what their manifest says, or that cannot be read."""


class SamplesNotKept(CatalogError):
    """Samples that were made and could not be written."""
