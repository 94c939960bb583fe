"""The format strings that a deployment's configuration gives the records of its log."""

from collections.abc import Iterator, Sequence

from linter.model.sections import EntrySection
from linter.parse.deployment import Deployment

# oslo_log/_options.py, with the identity that releases since Zed put before the request.
_HEAD = "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s "
_CONTEXTS = (
    _HEAD + "[%(global_request_id)s %(request_id)s %(user_identity)s] %(instance)s%(message)s",
    _HEAD + "[%(request_id)s %(user_identity)s] %(instance)s%(message)s",
)
_DEFAULT = _HEAD + "[-] %(instance)s%(message)s"
_DATE = "log_date_format"


def log_formats(deployments: Sequence[Deployment]) -> tuple[str, ...]:
    """Every format in which one of the deployments may write a record, each once.

    Those of oslo.log itself are left out. Where the configuration says how dates are written, that
    stands in place of %(asctime)s.
    """
    found = (text for deployment in deployments for text in _formats(deployment))
    return tuple(dict.fromkeys(found))


def _formats(deployment: Deployment) -> Iterator[str]:
    date = default_value(deployment, _DATE)
    context = default_value(deployment, "logging_context_format_string")
    default = default_value(deployment, "logging_default_format_string")
    if date or context:
        for text in (context,) if context else _CONTEXTS:
            yield _dated(text, date)
    if date or default:
        yield _dated(default or _DEFAULT, date)
    for file in deployment.loggings:
        for section in file.sections:
            if section.name.startswith("formatter_"):
                yield from _of_section(section)


def _of_section(section: EntrySection) -> Iterator[str]:
    text = section.value("format")
    if text and section.value("style") in {"", "%"}:
        yield _dated(text, section.value("datefmt"))


def _dated(text: str, date: str) -> str:
    return text.replace("%(asctime)s", date) if date else text


def default_value(deployment: Deployment, option: str) -> str:
    """The text of an option of [DEFAULT], "" where nothing sets it or where it must be filled."""
    winners = deployment.configuration.effective((("DEFAULT", option),), multi=False).winners
    return winners[-1].value.strip() if winners and not winners[-1].templated else ""
