"""Run by a release's Python: what policy sees of a token and of a request; printed as JSON."""

import json
import logging
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from keystone.common import context  # noqa: E402
from keystone.server.flask import application  # noqa: E402
from oslo_config import cfg  # noqa: E402
from oslo_policy import policy  # noqa: E402


def credentials() -> list:
    """What is known of a token, by the names that check strings compare."""
    request = context.RequestContext(user_id="user", overwrite=False)
    request.token_reference = {"token": {}}
    return sorted(request.to_policy_values())


def places() -> list:
    """The names that stand in the paths of requests."""
    served = application.application_factory(name="public")
    served = getattr(served, "wsgi_app", served) if not hasattr(served, "url_map") else served
    return sorted({name for rule in served.url_map.iter_rules() for name in rule.arguments})


def rules(base: Path) -> dict:
    """The check strings that oslo.policy takes from the files of a folder."""
    options = cfg.ConfigOpts()
    options(["--config-file", str(base / "keystone.conf")], project="keystone")
    enforcer = policy.Enforcer(options)
    enforcer.load_rules()
    return {name: str(check) for name, check in enforcer.rules.items()}


folder = Path(sys.argv[1])
seen = {"credentials": credentials(), "places": places(), "rules": rules(folder)}
json.dump(seen, sys.stdout)
