"""Which samples of a release are at hand."""

from linter.catalog import store
from linter.samples.facts import facts_samples
from linter.samples.files import Samples
from linter.samples.kept import samples_of


def samples_for(series: str) -> Samples:
    """The real samples of a release where they are kept, else those that its catalog gives.

    Raises CatalogError for an unknown release, and for kept samples that are damaged.
    """
    return samples_of(series) or facts_samples(store.load(series))
