"""What keystone says through oslo.log's versionutils: features that are to go."""

from linter.logs.known.template import Template, pattern
from linter.model.logs import EventKind

# The forms of oslo_log/versionutils.py. Before 8.1 a release that it did not know was a letter or
# even `[`, since then it is `UNKOWN`. An exception's summary may follow the end.
_SINCE = r" is deprecated as of (?P<since>\S+)"
_REMOVAL = r" and may be removed in (?P<removal>\S+?(?: release)?)\.(?=[\s:]|\Z)"
_ALTERNATIVE = r" in favor of (?P<replacement>.{1,400}?)"
_FORMS = (
    f"{_SINCE}{_ALTERNATIVE}{_REMOVAL}",
    f"{_SINCE}{_REMOVAL}(?: It will not be superseded\\.)?",
    r" is deprecated as of (?P<since>\S+?)\. It will not be superseded\.",
    f"{_SINCE}{_ALTERNATIVE}\\.(?=: |\\Z)",
)
_WORDS = " is deprecated as of "


def _forms(what: str, subject: str) -> tuple[Template, ...]:
    """The templates of all forms for things that match an expression."""
    return tuple(
        Template(
            EventKind.FEATURE,
            _WORDS,
            pattern(f"Deprecated: {what}{form}"),
            subject,
            "{replacement}" if "replacement" in form else "",
        )
        for form in _FORMS
    )


VERSIONUTILS = (
    *_forms(r"(?P<subject>identity:\w+) of the v3 Policy APIs", "{subject}"),
    *_forms(r".{1,200}? of the v2 (?:EC2 |Authentication )?APIs?", "/v2.0"),
    *_forms(r"v2 API", "/v2.0"),
    *_forms(r'UUID Token Provider "\[token\] provider=uuid"', "[token] provider"),
    *_forms(r"(?P<subject>keystone-manage \w+)", "{subject}"),
    *_forms(r"AdminTokenAuthMiddleware in the paste-ini pipeline\.", "filter:admin_token_auth"),
    *_forms(r"keystone\.middleware\.core\.XmlBodyMiddleware", "filter:xml_body"),
    *_forms(r"(?P<subject>.{1,400}?)", "{subject}"),
)

# keystone/common/manager.py and keystone/auth/core.py: the second half of the text names the
# entry points, and these the option.
_IMPORTED = r"Deprecated: Direct import of (?:driver|auth plugin) u?'[^']*'" + _SINCE
DIRECT_IMPORTS = tuple(
    Template(
        EventKind.FEATURE,
        _WORDS,
        pattern(
            f"{_IMPORTED} in favor of (?P<replacement>its entrypoint from "
            f"u?'keystone\\.{namespace}'){_REMOVAL}"
        ),
        subject,
        "{replacement}",
    )
    for namespace, subject in (
        (r"auth\.(?P<option>[^']+)", "[auth] {option}"),
        (r"token\.(?P<option>[^']+)", "[token] {option}"),
        (r"identity\.id_mapping", "[identity_mapping] driver"),
        (r"identity\.id_generator", "[identity_mapping] generator"),
        (r"(?P<group>[^'.]+)[^']*", "[{group}] driver"),
    )
)
