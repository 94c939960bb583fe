"""What whoever carries a plan out has to know of it, and nothing refuses."""

from collections.abc import Iterator

from linter.plan.making import Order


def cautions(order: Order) -> Iterator[str]:
    """What a plan cannot do at this site, or costs, a sentence each."""
    site = order.site
    if order.sealed.profile == "gate":
        yield "The report is of the profile gate, which asks for no logs and no release notes."
    for override in order.overrides:
        yield f"Made against {override.against} by {override.by}: {override.reason}"
    if not site.verify_backup:
        yield f"The backup will not be proven: {site.without_verified_backup}"
    if not site.prepared:
        yield "The site names no `prepared` files, so that the configuration stays as it is."
    if not site.credentials:
        yield "The site names no `credentials`, so that no token is tried."
    for machine in site.machines:
        if machine.packages.by == "none":
            yield f"Nothing installs the new release on {machine.name}: it has to be there."
    if order.strategy == "rolling":
        yield from _of_rolling(order)
    if order.hops > 1:
        yield (
            f"{order.hops} hops are {order.hops} plans. Only the first can be run; "
            "when it is done, report and plan again for the next."
        )


def _of_rolling(order: Order) -> Iterator[str]:
    machines = order.site.machines
    if len(machines) == 1:
        yield "With one machine rolling is as long down as offline."
    for machine in machines:
        if machine.balancer is None:
            yield (
                f"{machine.name} has no `balancer`: what it is answering when it stops fails, and "
                "what it is asked until it starts."
            )
