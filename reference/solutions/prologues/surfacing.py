"""The error surface of a notebook as plain numbers, for whoever draws paths over it elsewhere."""

from collections.abc import MutableMapping
from typing import Any

from reference.lab_files.described_surface import described

SURFACE = "surface_below_paths"
PATH = "parameters_after_epochs"
"""Where `following` keeps the path."""
SEE_SURFACE = "see_surface"


def prepare(names: MutableMapping[str, Any]) -> None:
    """Put a function into the notebook's names that describes the surface whose name an answer mentions."""

    def see(mentioned: str) -> None:
        helpers = {name: value for name, value in names.items() if is_helper(value)}
        chosen = [name for name in mentioned.split() if name in helpers] or list(helpers)
        names[SURFACE] = described(helpers[chosen[-1]].surface, names.get(PATH, [])) if chosen else []

    names[SEE_SURFACE] = see


def is_helper(value: Any) -> bool:
    """Whether a value is one of the lab's helpers that draw an error surface."""
    return type(value).__name__ == "plot_error_surfaces" and hasattr(value, "surface")
