"""Policy files that oslo.policy cannot load at all; what they say is not judged here."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text
from linter.model.policy import PolicyFile


@check("policy-file-unusable")
def policy_file_unusable(context: Context, json_until: str) -> Iterator[Hit]:
    """The policy file in force, where it is no mapping in YAML.

    Up to the series `json_until` a file that is JSON is read as JSON first, so that tabs do no harm
    (oslo_policy.policy.parse_file_contents).
    """
    file = _file_in_force(context)
    # A template has no flaws: what its text comes to is known once it is rendered.
    flaw = file and file.refusal(takes_json=context.span.ends_within(last=json_until))
    if flaw:
        yield Hit(flaw.at.path, flaw.at, {"path": flaw.at.path, "fault": flaw.reason})


def _file_in_force(context: Context) -> PolicyFile | None:
    named = effective_text(context, "oslo_policy", "policy_file") or ""
    path = context.deployment.path_in_base(named.removeprefix("/etc/keystone/"))
    return next((file for file in context.deployment.policies if file.path == path), None)
