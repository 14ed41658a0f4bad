"""What is right in a lab, and what typically goes wrong. Never in students' hands.

The trainers return a path, the error surface draws any path; neither knows the other.
"""

from labkit.error_surface import ErrorSurface, plot_error_surfaces
from reference.training import Trajectory, train_batch, train_stochastic, train_with_loader

__all__ = [
    "ErrorSurface",
    "Trajectory",
    "plot_error_surfaces",
    "train_batch",
    "train_stochastic",
    "train_with_loader",
]
