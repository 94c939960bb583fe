"""A deployment as it will be with other contents of logging and web server files."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from linter.catalog import store
from linter.checks.context import Context
from linter.model.facts import SourceFile
from linter.model.scripts import ScriptFile
from linter.model.sections import SectionFile
from linter.model.webserver import WebFile
from linter.parse.logging_conf import parse_logging
from linter.parse.scripts import parse_script
from linter.parse.webserver import parse_web
from linter.preparation.case import Case

_Parsed = TypeVar("_Parsed", SectionFile, WebFile, ScriptFile)


def with_contents(case: Case, contents: Mapping[str, bytes]) -> Context:
    """The context of the case with new contents, by path, in the place of the old ones."""
    deployment, secrets, sources = case.context.deployment, store.secret_names(), case.sources()

    def again(
        files: tuple[_Parsed, ...], parse: Callable[[SourceFile], _Parsed]
    ) -> tuple[_Parsed, ...]:
        return tuple(
            parse(replace(sources[file.path], content=contents[file.path]))
            if file.path in contents
            else file
            for file in files
        )

    renewed = replace(
        deployment,
        loggings=again(deployment.loggings, lambda source: parse_logging(source, secrets)),
        webs=again(deployment.webs, parse_web),
        scripts=again(deployment.scripts, parse_script),
    )
    return replace(case.context, deployment=renewed)
