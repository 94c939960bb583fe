"""The one exception of plans, which is a sentence for whoever wrote or asked for one."""


class PlanError(Exception):
    """Why something is no plan, no site, or cannot be planned; it begins with where that stands."""
