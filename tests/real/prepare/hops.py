"""The upgrades whose prepared directories are tried, in every style."""

import msgspec

from linter.model.preparation import Style

HOPS = {
    "train": ("ussuri",),
    "yoga": ("zed",),
    "2023.1": ("2023.2", "2024.1"),
    "2024.1": ("2024.2", "2025.1"),
    "2025.1": ("2025.2", "2026.1"),
}
"""Each release that is deployed, and every release that may follow it in one step."""


class Hop(msgspec.Struct, frozen=True):
    """One upgrade in one style."""

    source: str
    target: str
    style: Style

    @property
    def name(self) -> str:
        """The name of the case, and of the folder of its result."""
        return f"{self.source}-{self.target}-{self.style.value}"


UPGRADES = tuple(
    Hop(source, target, style)
    for source, targets in HOPS.items()
    for target in targets
    for style in Style
)
