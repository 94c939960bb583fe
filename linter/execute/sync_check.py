"""What db_sync --check says, which is a hint and no more."""

from linter.execute.keystone_tools import Asked, ask, manage, shown
from linter.execute.running import Run
from linter.model.plan import DatabaseStep

_CHECKS = {2: "it wants --expand", 3: "it wants --migrate", 4: "it wants --contract"}


def hear_own_check(step: DatabaseStep, run: Run) -> None:
    """Tells what db_sync --check finds undone, for a point release may have more migrations.

    That it finds nothing says nothing: 22.0.0 to 25.0.0, 26.0.0 and 27.0.0 compare the database
    with itself (LP 2080542).
    """
    if step.do not in {"sync", "contract"}:
        return
    words = (*manage(run.plan.site, after=True), "db_sync", "--check")
    code = ask(run, Asked(step, "db_sync-check", words)).ended.code
    if code:
        run.tell(
            f"the heads are those of {run.plan.target}, but db_sync --check ended with {code}: "
            f"{_CHECKS.get(code, 'it could not look')}; run it by hand: "
            f"{shown(words, run.plan.site.user)}"
        )
