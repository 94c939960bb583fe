"""What oslo.policy, oslo.context and keystone's own enforcement say of policies."""

from linter.logs.known.template import Template, pattern, sentence
from linter.model.logs import EventKind

_FILE = "policy file"

# oslo_policy/policy.py: the first four through Python's warnings, the others of its logger.
OSLO_POLICY = (
    Template(
        EventKind.POLICY_DEFAULT,
        " was deprecated in ",
        pattern(
            r'Policy "[^"]*":".*?" was deprecated in (?P<since>\S.*?) in favor of '
            r'"(?P<subject>[^"]+)":"(?:(?P<check>.*?)"\. Reason:'
            r"(?:.*?maintain it manually\.|.*)|.*)"
        ),
        replacement='"{subject}":"{check}"',
    ),
    Template(
        EventKind.POLICY_REMOVAL,
        " was deprecated for removal in ",
        pattern(
            r'Policy "(?P<subject>[^"]+)":".*?" was deprecated for removal in (?P<since>\S.*?)\. '
            r"Reason:(?:.*?Its value may be silently ignored in the future\.|.*)"
        ),
    ),
    Template(
        EventKind.POLICY_SCOPE,
        "failed scope check. The token",
        pattern(
            r"Policy (?P<subject>\S+) failed scope check\. The token(?: used to make the request "
            r"was .*? scoped but the policy requires .*? scope\. This behavior may change in the "
            r"future where using the intended scope is required|.*)"
        ),
    ),
    Template(
        EventKind.POLICY_FILE,
        "JSON formatted policy_file support is deprecated",
        pattern(
            r"JSON formatted policy_file support is deprecated since (?P<since>\w+) release\."
            r"(?:.*oslopolicy-convert-json-to-yaml\.html\.?|.*)"
        ),
        _FILE,
    ),
    Template(
        EventKind.POLICY_FLAW,
        "reference a rule that is not defined",
        pattern(r"Policies .* reference a rule that is not defined\."),
        _FILE,
    ),
    Template(
        EventKind.POLICY_FLAW,
        "are part of a cyclical reference",
        pattern(r"Policies .* are part of a cyclical reference\."),
        _FILE,
    ),
    Template(
        EventKind.POLICY_FLAW,
        "specified in policy files are the same as the defaults",
        pattern(
            r"Policy Rules .* specified in policy files are the same as the defaults provided by "
            r"the service\.(?:.*?``oslopolicy-list-redundant`` tool also\.)?"
        ),
        _FILE,
    ),
    Template(
        EventKind.POLICY_FLAW,
        "This key is deprecated. Please update your policy",
        pattern(
            r"Policy enforcement is depending on the value of (?P<subject>\S+)\. This key is "
            r"deprecated\. Please update your policy file to use the standard policy values\."
        ),
    ),
)

# keystone/common/rbac_enforcer/enforcer.py since Train, which names no rule (bug 1836568), and
# keystone/api/trusts.py, each for five rules.
ENFORCEMENT = (
    Template(
        EventKind.POLICY_RULES,
        "Deprecated policy rules found",
        sentence(
            "Deprecated policy rules found. Use oslopolicy-policy-generator and "
            "oslopolicy-policy-upgrade to detect and resolve deprecated policies in your "
            "configuration."
        ),
        _FILE,
    ),
    Template(
        EventKind.POLICY_FLAW,
        "has been overridden to ",
        pattern(
            r'The policy check string for rule "(?P<subject>[^"]+)" has been overridden to '
            r'"always true"\.(?:.*?explicitly set a rule that is not empty\.)?'
        ),
    ),
)
