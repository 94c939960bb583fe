"""What keystone's own code says of features that are to go."""

from linter.logs.known.template import Template, pattern, sentence
from linter.model.logs import EventKind

_TO_GO = r".{1,400}?will be removed in (?:the )?(?P<removal>.{1,60}?)(?: release)?\."

FEATURES = (
    # keystone/common/controller.py, since Rocky keystone/server/flask/common.py
    Template(
        EventKind.FEATURE,
        "is deprecated as of Liberty. There is no plan",
        pattern(
            r"(?:Deprecated: )?Not specifying a domain during a create user, group or project "
            r"call, and relying on falling back to the default domain, is deprecated as of "
            r"(?P<since>\w+)\.(?:.*use a domain-scoped token\.|.*)"
        ),
        "default domain",
    ),
    # keystone/resource/core.py, until Pike
    Template(
        EventKind.FEATURE,
        "contain V2 resources. This is deprecated",
        pattern(
            r"The default domain was created automatically to contain V2 resources\. This is "
            r"deprecated in the (?P<since>\w+) release and will not be supported in the "
            r"(?P<removal>\w+) release\. Create the default domain manually or use the "
            r"(?P<replacement>keystone-manage bootstrap) command\."
        ),
        "default domain",
        "{replacement}",
    ),
    # keystone/assignment/core.py, Liberty to Newton
    Template(
        EventKind.FEATURE,
        "assignment driver has been deprecated",
        pattern(
            r"(?:Deprecated: )?Use of the identity driver config to automatically configure the "
            r'same assignment driver has been deprecated, in the "(?P<removal>\w+)" release, '
            r"(?:.*the default \(SQL\)\.|.*)"
        ),
        "[assignment] driver",
    ),
    # keystone/server/eventlet.py, Kilo to Newton
    Template(
        EventKind.FEATURE,
        "keystone via eventlet is deprecated",
        pattern(
            r"Running keystone via eventlet is deprecated as of (?P<since>\w+) in favor of "
            r"(?P<replacement>running in a WSGI server \(e\.g\. mod_wsgi\))\. Support for "
            r'keystone under eventlet will be removed in the "(?P<removal>\w+)"-Release\.'
        ),
        "keystone-all",
        "{replacement}",
    ),
    # keystone/contrib/*/routers.py and keystone/middleware, Mitaka to Newton; one lacks a blank.
    Template(
        EventKind.FEATURE,
        " from the paste pipeline, ",
        pattern(r"(?:Deprecated: )?Remove (?P<subject>\w+) from the paste pipeline, the" + _TO_GO),
        "filter:{subject}",
    ),
    # keystone/middleware/core.py, Newton and Pike
    Template(
        EventKind.FEATURE,
        "The admin_token_auth middleware ",
        pattern(
            r"The admin_token_auth middleware (?:presents a security risk and should be removed "
            r"from .*?of your paste ini file\.|functionality has been merged into the main auth "
            r"middleware .*?is removed in the (?P<removal>\w+) release\.|.*)"
        ),
        "filter:admin_token_auth",
    ),
    # keystone/token/provider.py and before, until Liberty
    Template(
        EventKind.OPTION_RENAMED,
        "token_format is deprecated",
        pattern(
            r"(?:keystone\.conf )?\[signing\] token_format is deprecated(?: in favor of "
            r"keystone\.conf \[token\] provider|\. Please change to setting the \[token\] "
            r"provider configuration value instead)"
        ),
        "[signing] token_format",
        "[token] provider",
    ),
    # keystone/token/persistence/core.py, until Pike; without a prefix there
    Template(
        EventKind.FEATURE,
        "is deprecated as of Juno in favor of utilizing",
        pattern(
            r"(?:Deprecated: )?(?P<subject>`token_api\.\w+`) is deprecated as of (?P<since>\w+) in "
            r"favor of (?P<replacement>utilizing methods on `token_provider_api`) and may be "
            r"removed in (?P<removal>\w+)\."
        ),
        "{subject}",
        "{replacement}",
    ),
    # keystone/cmd/cli.py, Rocky
    Template(
        EventKind.FEATURE,
        "The token_flush command is deprecated",
        pattern(
            r"The token_flush command is deprecated.*?removed in (?P<removal>\w+)\."
            r"(?:.*token storage\.|.*)"
        ),
        "keystone-manage token_flush",
    ),
    # keystone/catalog/backends/templated.py, 2024.1 and 2024.2
    Template(
        EventKind.FEATURE,
        "templated catalog driver has been deprecated",
        sentence(
            "The templated catalog driver has been deprecated and will be removed in a future "
            "release."
        ),
        "[catalog] driver",
    ),
    # keystone/identity/backends/ldap/core.py
    Template(
        EventKind.FEATURE,
        "LDAP identity backend has been deprecated",
        pattern(
            r"(?:Deprecated: )?(?P<verb>create|update|delete)_(?P<entity>user|group) for the LDAP "
            r"identity backend has been deprecated in the (?P<since>\w+) release in favor of "
            r"(?P<replacement>read-only identity LDAP access)\. It will be removed in the "
            r'"(?P<removal>\w+)" release\.'
        ),
        "[ldap] {entity}_allow_{verb}",
        "{replacement}",
    ),
    Template(
        EventKind.FEATURE,
        "LDAP identity backend has been deprecated",
        pattern(
            r"(?:Deprecated: )?\w+ for the LDAP identity backend has been deprecated in the "
            r"(?P<since>\w+) release in favor of (?P<replacement>read-only identity LDAP access)\. "
            r'It will be removed in the "(?P<removal>\w+)" release\.'
        ),
        "[ldap] group_allow_update",
        "{replacement}",
    ),
    # keystone/version/service.py, until Queens
    Template(
        EventKind.FEATURE,
        "from PasteDeploy INI is being ignored",
        sentence("'local conf' from PasteDeploy INI is being ignored."),
        "keystone-paste.ini",
    ),
)
