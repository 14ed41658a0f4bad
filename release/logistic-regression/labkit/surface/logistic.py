"""`plot_error_surfaces` for logistic regression, for notebooks of which only the import line changes."""

from . import recorder


class plot_error_surfaces(recorder.plot_error_surfaces):  # noqa: N801 - the name that notebooks of this lab family import
    """Records a training of logistic regression over the surface of its cross-entropy."""

    model, cost = "logistic", "cross-entropy"


class plot_squared_error_surfaces(recorder.plot_error_surfaces):  # noqa: N801 - named like the other
    """The same over the surface of its squared errors, where gradient descent gets stuck."""

    model, cost = "logistic", "squared"
