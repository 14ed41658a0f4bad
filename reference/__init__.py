"""What is right in a lab, and what typically goes wrong. Never in students' hands.

A lab file needs the words below and no others. The trainers return a path, the error surface draws any path; neither
knows the other.
"""

from labkit.evidence.task import Task
from labkit.surface.recorder import ErrorSurface, plot_error_surfaces
from reference.lab_files.lab import Drill, Lab
from reference.recipes.data import LineData
from reference.recipes.recipe import Recipe, Record, Store, Update
from reference.recipes.training import Trajectory, train_batch, train_stochastic, train_with_loader

__all__ = [
    "Drill",
    "ErrorSurface",
    "Lab",
    "LineData",
    "Recipe",
    "Record",
    "Store",
    "Task",
    "Trajectory",
    "Update",
    "plot_error_surfaces",
    "train_batch",
    "train_stochastic",
    "train_with_loader",
]
