"""Writes plans as YAML that a person likes to read and to edit."""

from collections.abc import Sequence
from textwrap import wrap

import msgspec
import yaml

from linter.model.plan import Plan
from linter.model.visible import visible

_WIDTH = 100
_USE = """\
#   Show what would be done:  kslint apply FILE
#   Do it:                    kslint apply FILE --yes
#   After a stop or a crash:  kslint resume FILE
#   Take it back:             kslint rollback FILE
"""
_LATER = (
    "It shows a later hop and is not run: when {release} runs, make a report and a plan of its own."
)
_ON_STEPS = (
    "Each step says what must hold `before`, what is looked at afterwards (`check`), what to do if "
    "that does not hold (`on_failure`), and how it is taken back (`undo`). From the step with "
    "`no_return: true` on, only the backup leads back."
)
_ON_EDITS = (
    "Steps may be taken out, put in or moved. What is edited is checked when it is read: the "
    "database changes only behind a backup, and offline only when all machines are stopped."
)


class _Dumper(yaml.SafeDumper):
    """Words of a command on one line, all else below each other."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  PyYAML's name
        super().increase_indent(flow, False)


def _sequence(dumper: yaml.SafeDumper, parts: Sequence[object]) -> yaml.SequenceNode:
    is_flat = not any(isinstance(part, dict | list | tuple) for part in parts)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", parts, flow_style=is_flat)


_Dumper.add_representer(list, _sequence)
_Dumper.add_representer(tuple, _sequence)


def written(plan: Plan, cautions: Sequence[str] = ()) -> str:
    """A plan in YAML; `read_plan` gives an equal one back."""
    document = msgspec.to_builtins(plan)
    steps = document.pop("steps")
    parts = [_head(plan, cautions), _yaml(document), "steps:\n"]
    parts += [_indented(_yaml([step])) + "\n" for step in steps]
    return "\n".join(parts[:2]) + "\n" + "".join(parts[2:]).rstrip("\n") + "\n"


def _yaml(value: object) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, width=_WIDTH - 2, allow_unicode=True)


def _indented(text: str) -> str:
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))


def _head(plan: Plan, cautions: Sequence[str]) -> str:
    place = f", plan {plan.number} of {plan.of}" if plan.of > 1 else ""
    title = f"The upgrade of Keystone from {plan.source} to {plan.target}, {plan.strategy}{place}."
    use = _USE if plan.number == 1 else _comment(_LATER.format(release=plan.source))
    told = (f"Mind: {visible(caution)}" for caution in cautions)
    return "#\n".join([_comment(title), use, *map(_comment, (_ON_STEPS, _ON_EDITS, *told))])


def _comment(line: str) -> str:
    return "".join(f"# {part}\n" for part in wrap(line, _WIDTH - 2))
