"""The sample files of a release, by what each is a sample of."""

from collections.abc import Iterable

import msgspec

KEYSTONE_CONF = "keystone.conf.sample"
POLICY = "keystone.policy.yaml.sample"
LOGGING = "logging.conf.sample"
PASTE = "keystone-paste.ini"
SSO_TEMPLATE = "sso_callback_template.html"
_NAMED = frozenset({KEYSTONE_CONF, POLICY, LOGGING, PASTE})


class SampleFile(msgspec.Struct, frozen=True):
    """A sample under the name that the release gives it."""

    name: str
    text: str


class Samples(msgspec.Struct, frozen=True):
    """The sample files of one version of Keystone.

    `real` ones are the release's own, so that None in `logging_conf` or `paste_ini` means that the
    release has no such file. They show an example in place of the default of a few options
    ([oslo_messaging_rabbit] hostname), and Pike's and Queens' lack what their generator cannot
    write. Others are made from the catalog's facts, without help texts; then `unknown` names the
    files that the release has and whose text is not known.
    """

    series: str
    version: str
    real: bool
    keystone_conf: str
    policy_yaml: str
    logging_conf: str | None = None
    paste_ini: str | None = None
    others: tuple[SampleFile, ...] = ()
    unknown: tuple[str, ...] = ()


def samples_in(series: str, version: str, files: Iterable[SampleFile]) -> Samples:
    """The samples that a release's own files are.

    Raises KeyError where that of keystone.conf or of the policy file is not among them.
    """
    texts = {file.name: file.text for file in files}
    return Samples(
        series=series,
        version=version,
        real=True,
        keystone_conf=texts[KEYSTONE_CONF],
        policy_yaml=texts[POLICY],
        logging_conf=texts.get(LOGGING),
        paste_ini=texts.get(PASTE),
        others=tuple(SampleFile(name, texts[name]) for name in sorted(texts.keys() - _NAMED)),
    )


def files_in(samples: Samples) -> tuple[SampleFile, ...]:
    """Each file of the samples, in the order of names."""
    named = (
        (KEYSTONE_CONF, samples.keystone_conf),
        (POLICY, samples.policy_yaml),
        (LOGGING, samples.logging_conf),
        (PASTE, samples.paste_ini),
    )
    known = [SampleFile(name, text) for name, text in named if text is not None]
    return tuple(sorted((*known, *samples.others), key=lambda file: file.name))
