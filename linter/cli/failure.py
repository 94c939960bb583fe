"""The one exception that ends a run with the exit code of a usage error."""


class UsageError(Exception):
    """A sentence for the operator: what is wrong with the call, and what to do."""
