"""Which service a log is of, by the names of its folders and its file, or of its program."""

from linter.logs.meaning.origins import OWN, service_in


def other_service(path_or_program: str) -> str:
    """The other service that a log is of, empty for keystone and where nothing tells.

    The last part of a path that names a service counts.
    """
    services = map(service_in, reversed(path_or_program.split("/")))
    service = next(filter(None, services), OWN)
    return "" if service == OWN else service
