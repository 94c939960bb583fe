"""From one deployment to the files that are to replace it."""

import hashlib
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from linter.model.facts import SourceFile
from linter.model.preparation import NewFile
from linter.model.snapshot import Node, OtherFile
from linter.parse.deployment import Deployment, read_deployment
from linter.parse.masking import SecretNames
from linter.preparation.case import Case, Part, joined
from linter.preparation.layout import laid_out
from linter.preparation.logging_files import plan_logging
from linter.preparation.options import plan_options
from linter.preparation.options_edits import edited_files
from linter.preparation.pipelines import plan_pipelines
from linter.preparation.policies import plan_policies
from linter.preparation.policy_answers import unprepared
from linter.preparation.webs import plan_webs


class Planned(msgspec.Struct, frozen=True):
    """The new files of one deployment and how they came to be; `after` is what they say."""

    part: Part
    after: Deployment


def planned(case: Case, secrets: SecretNames) -> Planned:
    """The files that are to replace those of one deployment."""
    planners = (plan_policies, plan_pipelines, plan_logging, plan_webs, plan_options)
    part = joined(*(plan(case) for plan in planners))
    files = laid_out(case, edited_files(case, part.edits))
    whole = joined(replace(part, edits=()), files)
    node = renewed(case.node, whole.files)
    after = read_deployment(node, case.context.deployment.nodes, secrets)
    gaps = (*whole.gaps, *unprepared(case, whole.files, after))
    return Planned(replace(whole, gaps=gaps), after)


def renewed(node: Node, files: tuple[NewFile, ...]) -> Node:
    """The node as it will be once the new files stand in the place of the old ones."""
    new = {file.path: file for file in files}
    configuration = (_renewed(file, new) for file in node.configuration)
    domains = (_renewed(file, new) for file in node.domains)
    others = (_other(other, new) for other in node.others)
    return replace(
        node,
        configuration=tuple(file for file in configuration if file is not None),
        domains=tuple(file for file in domains if file is not None),
        others=tuple(other for other in others if other is not None),
    )


def _renewed(file: SourceFile, new: Mapping[str, NewFile]) -> SourceFile | None:
    found = new.get(file.path)
    if found is None:
        return file
    if found.content is None:
        return None
    digest = hashlib.sha256(found.content).hexdigest()
    return replace(file, path=found.to or file.path, content=found.content, sha256=digest)


def _other(other: OtherFile, new: Mapping[str, NewFile]) -> OtherFile | None:
    if other.path not in new or other.source is None:
        return other
    source = _renewed(other.source, new)
    return None if source is None else replace(other, path=source.path, source=source)
