"""Reads a plan, which a person may have edited, and checks it as if nobody had made it."""

from linter.model.plan import Plan
from linter.plan.documents import read_document
from linter.plan.failure import PlanError
from linter.plan.plan_faults import plan_faults


def read_plan(content: bytes, name: str) -> Plan:
    """The plan in a file of YAML.

    Raises PlanError, which names the file and the line of each mistake.
    """
    return read_document(content, name, Plan, plan_faults)


def require_turn(plan: Plan) -> None:
    """Raises PlanError for a plan that shows a later hop and cannot be run as it is.

    Nobody has judged the files that will be in force then, nor named the packages of that release:
    the report and the plan that are made after the hop before it begin with number 1 again.
    """
    if plan.number > 1:
        raise PlanError(
            f"plan {plan.number} of {plan.of} shows a later hop and cannot be run: when "
            f"{plan.source} runs, make the report on {plan.source} to {plan.target}, prepare its "
            "files, and plan again"
        )
