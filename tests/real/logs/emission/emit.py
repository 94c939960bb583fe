"""Makes the libraries of a release warn, and writes what they said: to a log, and as JSON."""

import json
import logging
import sys

import oslo_policy.policy
from keystone.common import policies
from oslo_config import cfg
from oslo_log import log, versionutils

LOG_FILE, CONFIG, POLICY = sys.argv[1:]
SAID = []


class Witness(logging.Handler):
    """Keeps what is logged."""

    def emit(self, record: logging.LogRecord) -> None:
        SAID.append(record.getMessage())


def _enforce(conf: cfg.ConfigOpts) -> None:
    enforcer = oslo_policy.policy.Enforcer(conf, policy_file=POLICY)
    if "enforce_new_defaults" in conf.oslo_policy:
        conf.set_override("enforce_new_defaults", False, group="oslo_policy")
    enforcer.register_defaults(list(policies.list_rules()))
    enforcer.load_rules()
    enforcer.check_rules()


def _read(conf: cfg.ConfigOpts) -> tuple:
    reason = "It is of\nno use."
    old = [cfg.DeprecatedOpt("cache_time", group="assignment")]
    going = cfg.BoolOpt("going", deprecated_for_removal=True, deprecated_reason=reason)
    conf.register_opt(going, group="token")
    conf.register_opt(cfg.StrOpt("new_name", deprecated_name="old_name"))
    conf.register_opt(cfg.IntOpt("cache_time", deprecated_opts=old), group="resource")
    return conf.token.going, conf.new_name, conf.resource.cache_time


@versionutils.deprecated(as_of=versionutils.deprecated.QUEENS, what="site.Driver", remove_in=+1)
def _feature() -> None:
    pass


conf = cfg.ConfigOpts()
log.register_options(conf)
conf(["--config-file", CONFIG, "--log-file", LOG_FILE], project="keystone")
log.setup(conf, "keystone")
logging.captureWarnings(True)
logging.getLogger().addHandler(Witness())
_enforce(conf)
_read(conf)
_feature()
json.dump(SAID, sys.stdout)
