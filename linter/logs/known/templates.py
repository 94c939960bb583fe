"""The messages that are known, and the bytes by which lines that matter are found."""

from linter.logs.known.advice import ADVICE
from linter.logs.known.keystone import FEATURES
from linter.logs.known.libraries import AUTH_TOKEN, OSLO_DB, WEB_SERVERS
from linter.logs.known.oslo_config import OSLO_CONFIG, OSLO_MESSAGING
from linter.logs.known.oslo_policy import ENFORCEMENT, OSLO_POLICY
from linter.logs.known.versionutils import DIRECT_IMPORTS, VERSIONUTILS

TEMPLATES = (
    *OSLO_CONFIG,
    *ENFORCEMENT,
    *OSLO_POLICY,
    *FEATURES,
    *DIRECT_IMPORTS,
    *VERSIONUTILS,
    *ADVICE,
    *OSLO_DB,
    *OSLO_MESSAGING,
    *WEB_SERVERS,
    *AUTH_TOKEN,
)
"""In the order in which they are tried: the whole message before a part of it."""

# The level of a process that ends, in all layouts that tell levels, and the kinds of Python's
# warnings that do not speak of a deprecation by their name.
_MARKS = (b"CRITICAL", b"SAWarning: ", b"FutureWarning: ", b"In20Warning: ")
LITERALS = tuple(
    dict.fromkeys(
        literal for literal in (*(template.literal for template in TEMPLATES), *_MARKS) if literal
    )
)
