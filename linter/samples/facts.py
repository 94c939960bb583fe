"""Makes samples of a release from its catalog's facts, without help texts."""

from collections.abc import Iterator

from linter.catalog.entries import Catalog
from linter.samples.facts_conf import option_lines, sampled_groups
from linter.samples.facts_policy import rule_lines
from linter.samples.files import LOGGING, PASTE, SSO_TEMPLATE, Samples


def facts_samples(catalog: Catalog) -> Samples:
    """The samples that the facts of a release give: keystone.conf and the policy file."""
    paste = (PASTE,) if catalog.paste_pipelines else ()
    return Samples(
        series=catalog.release.series,
        version=catalog.release.version,
        real=False,
        keystone_conf=facts_sample(catalog),
        policy_yaml=facts_policy(catalog),
        unknown=(*paste, LOGGING, SSO_TEMPLATE),
    )


def facts_sample(catalog: Catalog) -> str:
    """keystone.conf with every option of the release's sample commented out at its default.

    The catalog does not know the sample's order within a group: options stand by the package that
    owns them, keystone first, and by name.
    """
    return "".join(f"{line}\n" for line in _conf_lines(catalog))


def facts_policy(catalog: Catalog) -> str:
    """The policy file in YAML with every rule of the release commented out at its default."""
    return "".join(f"{line}\n" for line in _policy_lines(catalog))


def _conf_lines(catalog: Catalog) -> Iterator[str]:
    yield from _head(catalog, "Every option", "help texts")
    for group, entries in sampled_groups(catalog):
        yield ""
        yield f"[{group}]"
        owner = ""
        for entry in entries:
            if entry.namespace != owner:
                owner = entry.namespace
                yield from ("", "#", f"# From {owner}", "#")
            yield ""
            yield from option_lines(entry)


def _policy_lines(catalog: Catalog) -> Iterator[str]:
    yield from _head(catalog, "Every policy rule", "descriptions")
    for rule in catalog.policy_rules:
        yield ""
        yield from rule_lines(rule)


def _head(catalog: Catalog, content: str, missing: str) -> Iterator[str]:
    release = catalog.release
    yield f"# {content} of keystone {release.version} ({release.series}) with its default."
    yield f"# Made from what kslint knows of the release: its {missing} are missing here."
    yield f"# The release's own sample: kslint catalog build {release.series} --samples"
