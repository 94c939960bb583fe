"""The logs that --logs names, read as the deployment's configuration has them written."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from msgspec.structs import replace

from linter.cli.watched import watched
from linter.logs.coverage.gaps import LogSettings, gaps_in
from linter.logs.reading import LogRequest
from linter.model.logs import LogTally
from linter.model.release import Release
from linter.model.sections import SectionFile
from linter.parse.deployment import Deployment
from linter.parse.log_formats import default_value, log_formats


def read_given(
    request: LogRequest, deployments: Sequence[Deployment], source: Release | None = None
) -> LogTally:
    """What the logs said, with what they could not show of these deployments among the gaps.

    `source` is the release that is deployed, where that is known. Raises UsageError for an argument
    that means nothing, and for a checkpoint that cannot be used.
    """
    tally = watched(replace(request, formats=(*request.formats, *log_formats(deployments))))
    found = (gaps_in(tally, _settings_of(deployment), source) for deployment in deployments)
    gaps = dict.fromkeys((*tally.gaps, *(gap for gaps in found for gap in gaps)))
    return replace(tally, gaps=tuple(gaps))


def _settings_of(deployment: Deployment) -> LogSettings:
    """What the configuration of a deployment says of its logs, as it stands there."""
    append = _value(deployment, "log_config_append")
    file = _logging_file(deployment, append)
    listed = _value(deployment, "default_log_levels").split(",")
    levels = (item.partition("=") for item in listed if "=" in item)
    own = tuple((name.strip(), level.strip()) for name, _, level in levels)
    # oslo_log.log.setup takes the one or the other.
    return LogSettings(
        tuple(_levels_in(file)) if file else () if append else own,
        "" if append else PurePosixPath(_value(deployment, "log_file")).name,
        tuple(name for name in deployment.nodes if name),
    )


def _value(deployment: Deployment, option: str) -> str:
    """The text of an option of [DEFAULT], "" where it refers to another as well."""
    value = default_value(deployment, option)
    return "" if "$" in value else value


def _logging_file(deployment: Deployment, named: str) -> SectionFile | None:
    path = deployment.path_of(named) if PurePosixPath(named).is_absolute() else ""
    path = path or (deployment.path_in_base(named) if named else "")
    return next((file for file in deployment.loggings if file.path == path), None)


def _levels_in(file: SectionFile) -> Iterator[tuple[str, str]]:
    """The levels of the loggers in a file for logging.config.fileConfig."""
    for section in file.sections:
        if section.name.startswith("logger_") and section.value("level"):
            is_root = section.name == "logger_root"
            yield "root" if is_root else section.value("qualname"), section.value("level")
