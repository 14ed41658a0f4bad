"""The lab's data, and batch gradient descent on them from its closed form."""

import io

import numpy as np
import torch
from PIL import Image

X = torch.arange(-3, 3, 0.1).view(-1, 1)
Y = X - 1 + 0.1 * torch.sin(17 * X)
INF, NAN = float("inf"), float("nan")
BATCH = "get_surface.set_para_loss({w}, {b}, {loss})\nget_surface.plot_ps()\n"
"""One step of a training loop in a cell."""


def batch_path(epochs, w=-15.0, b=-10.0, rate=0.1):
    """Batch gradient descent in float64 from the gradient's closed form: (w, b, loss) before each update."""
    x, y = (values.double().numpy().ravel() for values in (X, Y))
    steps = []
    for _ in range(epochs):
        residual = w * x + b - y
        steps.append((w, b, float((residual**2).mean())))
        w, b = w - rate * 2 * (residual * x).mean(), b - rate * 2 * residual.mean()
    return steps


def record(helper, epochs=10):
    for w, b, loss in batch_path(epochs):
        helper.set_para_loss(w, b, loss)


def pixels(image):
    """The colours of a PNG."""
    return np.asarray(Image.open(io.BytesIO(image)).convert("RGB"), dtype=np.int64)
