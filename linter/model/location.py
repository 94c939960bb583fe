"""Where a fact stands."""

import msgspec


class Location(msgspec.Struct, frozen=True, order=True):
    """A place in a deployment; line and column count from 1, 0 means the file as a whole.

    `path` is relative to the argument that led to it, with `/`; `node` is empty when only one
    deployment is looked at.
    """

    node: str = ""
    path: str = ""
    line: int = 0
    end_line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """The form that editors and grep use: path:line:column, after the node if there is one."""
        text = f"{self.node}:{self.path}" if self.node else self.path
        for number in (self.line, self.column):
            if number:
                text += f":{number}"
        return text
