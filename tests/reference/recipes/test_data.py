"""The data of the lab, against what its notebook does."""

import pytest
import torch

from reference.recipes.data import draw_line

SETTING = {"slope": 2.0, "bias": 1.0, "noise": 0.2, "seed": 7}


def test_data_are_drawn_as_the_notebook_draws_them() -> None:
    with torch.random.fork_rng():
        torch.manual_seed(7)
        X = torch.arange(-3, 3, 0.1).view(-1, 1)
        f = 2.0 * X + 1.0
        Y = f + 0.2 * torch.randn(X.size())
    data = draw_line(SETTING)
    assert data.X.shape == (60, 1)
    assert torch.equal(data.X, X)
    assert torch.equal(data.f, f)
    assert torch.equal(data.Y, Y)


def test_drawing_leaves_the_global_random_state_alone() -> None:
    before = torch.random.get_rng_state()
    draw_line(SETTING)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_float64_views_hold_the_float32_numbers() -> None:
    data = draw_line(SETTING)
    assert data.noisy.shape == (60,)
    assert data.noisy.tolist() == data.Y.flatten().tolist()
    assert data.clean.tolist() == data.f.flatten().tolist()


def test_a_setting_that_lacks_a_name_is_refused_by_that_name() -> None:
    with pytest.raises(ValueError, match="noise"):
        draw_line({"slope": 1.0, "bias": 1.0, "seed": 1})
