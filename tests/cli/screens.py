"""A terminal that keeps what is drawn on it."""

import io


class Screen(io.StringIO):
    """A terminal, with all that was written to it."""

    def isatty(self) -> bool:
        """It is one."""
        return True
