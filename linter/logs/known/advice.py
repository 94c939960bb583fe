"""What keystone's own code says of keys and passwords, and of what is not safe."""

from linter.logs.known.template import Template, pattern, sentence
from linter.model.logs import EventKind

ADVICE = (
    # keystone/middleware/auth.py, since Stein auth_context.py; the missing blank is real.
    Template(
        EventKind.SECURITY,
        "presents a significant security risk and should",
        sentence(
            "The use of the '[DEFAULT] admin_token' configurationoption presents a significant "
            "security risk and should not be set. This option is deprecated in favor of using "
            "'keystone-manage bootstrap' and will be removed in a future release."
        ),
        "[DEFAULT] admin_token",
        "keystone-manage bootstrap",
    ),
    # keystone/server
    Template(
        EventKind.SECURITY,
        "insecure_debug is enabled so",
        sentence("insecure_debug is enabled so responses may include sensitive information."),
        "[DEFAULT] insecure_debug",
    ),
    # keystone/common/password_hashing.py
    Template(
        EventKind.PASSWORD,
        "to algorithm specific maximum length",
        pattern(r"Truncating password to algorithm specific maximum length \d+ characters\."),
        "password length",
    ),
    Template(
        EventKind.PASSWORD,
        "Truncating user password to ",
        pattern(r"Truncating user password to \d+ characters\."),
        "password length",
    ),
    # keystone/credential/providers/fernet/core.py
    Template(
        EventKind.KEYS,
        "Encrypting credentials with the null key",
        sentence(
            "Encrypting credentials with the null key. Please properly encrypt credentials using "
            "`keystone-manage credential_setup`, `keystone-manage credential_migrate`, and "
            "`keystone-manage credential_rotate`"
        ),
        "[credential] key_repository",
    ),
    # keystone/common/fernet_utils.py, in parts of Queens token_utils.py
    Template(
        EventKind.KEYS,
        "key_repository does not exist or Keystone does",
        pattern(
            r"Either \[(?P<group>\w+)\] key_repository does not exist or Keystone does not have "
            r"sufficient permission to access it: [^\s:]+"
        ),
        "[{group}] key_repository",
    ),
    Template(
        EventKind.KEYS,
        "key_repository is world readable",
        pattern(r"key_repository is world readable: (?P<subject>[^\s:]+)"),
    ),
    # keystone/cmd/bootstrap.py, since Train
    Template(
        EventKind.SECURITY,
        "was created as a mutable role",
        pattern(
            r"Role (?P<subject>\S+) was created as a mutable role\.(?:.*?without "
            r"--no-immutable-role\.|.*'immutable' resource option\.|.*)"
        ),
        "role {subject}",
    ),
    # keystone/cmd/cli.py and keystone/identity/core.py: what was written is not read.
    Template(
        EventKind.OTHER,
        "Config file not found, using default configs",
        sentence("Config file not found, using default configs."),
        "keystone.conf",
    ),
    Template(
        EventKind.OTHER,
        "Unable to locate domain config directory",
        pattern(r"Unable to locate domain config directory: [^\s:]+"),
        "[identity] domain_config_dir",
    ),
    Template(
        EventKind.OTHER,
        " found in config file name",
        pattern(r"Invalid domain name \((?P<subject>.*?)\) found in config file name"),
        "domain {subject}",
    ),
)
