"""What students work with: the error surface on which descent can be watched, and checks that answer at once.

The folder lies beside the notebook. It needs torch, NumPy and matplotlib, and knows no lab: what is right for a lab
stands in `expected.json`, beside it.
"""

from .check import CheckFailed, check
from .drill import drill
from .evidence.running_notebook import watch
from .rehearse import rehearse
from .repair import repair
from .surface.error_curve import plot_error_curve
from .surface.recorder import ErrorSurface, plot_error_surfaces

__all__ = [
    "CheckFailed",
    "ErrorSurface",
    "check",
    "drill",
    "plot_error_curve",
    "plot_error_surfaces",
    "rehearse",
    "repair",
]

watch()
