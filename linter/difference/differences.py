"""What an upgrade changes in one deployment, by meaning and without a judgement."""

from collections.abc import Iterable

import msgspec

from linter.checks.context import Context
from linter.difference.effective import effective_after
from linter.difference.options import (
    SetOption,
    UnsetOption,
    changed_defaults,
    new_options,
    set_options,
)
from linter.difference.policies import PolicyLine, policy_lines
from linter.difference.said import said_of
from linter.difference.sections import FilePart, file_parts
from linter.engine import gaps_in
from linter.model.finding import Finding, Gap
from linter.ruleset import Ruleset


class Differences(msgspec.Struct, frozen=True):
    """Everything that is deployed, what the target makes of it, and what is new beside it.

    `options` are set, `defaults` change under options left alone, `new` options are left alone too.
    `gaps` are what could not be looked at; what they name may differ all the same.
    """

    node: str
    source: str
    target: str
    options: tuple[SetOption, ...]
    defaults: tuple[UnsetOption, ...]
    new: tuple[UnsetOption, ...]
    policies: tuple[PolicyLine, ...]
    parts: tuple[FilePart, ...]
    gaps: tuple[Gap, ...]


def differences(context: Context, rules: Ruleset, findings: Iterable[Finding] = ()) -> Differences:
    """What becomes of one deployment; each part names the rules of `findings` that say more.

    `rules` are what is known of pipelines and logging classes; `findings` are those of a whole run.
    """
    said = said_of(context.deployment, findings)
    values = effective_after(context, context.deployment)
    files = file_parts(context, rules, said)
    return Differences(
        context.deployment.node,
        context.source.series,
        context.target.series,
        tuple(set_options(context, said)),
        tuple(changed_defaults(said, values.changes)),
        tuple(new_options(context, said)),
        tuple(policy_lines(context, said)),
        files.parts,
        (*gaps_in(context), *values.gaps, *files.gaps),
    )
