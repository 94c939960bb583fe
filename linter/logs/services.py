"""Which service a log is of, by the names of its folders and its file."""

from linter.logs.origins import OWN, service_in


def other_service(path: str) -> str:
    """The other service that a log is of, empty for keystone and where nothing tells.

    The last part of the path that names a service counts.
    """
    services = map(service_in, reversed(path.split("/")))
    service = next(filter(None, services), OWN)
    return "" if service == OWN else service
