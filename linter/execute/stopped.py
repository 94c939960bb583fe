"""Whether keystone still answers where it was to be stopped."""

from linter.execute.running import StepError
from linter.execute.token_requests import answers_as_keystone
from linter.model.site import Site


def require_stopped(site: Site) -> None:
    """Raises StepError if a keystone answers at the address of any machine.

    A stopped web server that did not end keeps its port, and the old code goes on with the schema
    of the new. Something else may rightly answer there.
    """
    answering = [each.name for each in site.machines if answers_as_keystone(each.address)]
    if answering:
        raise StepError(
            f"a keystone still answers on {', '.join(answering)}, and this db_sync needs all of "
            "them to be stopped: stop it (look for processes that outlived their service) and go "
            "on with `kslint resume`; nothing was changed"
        )
