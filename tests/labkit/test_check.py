import json

import pytest
import torch
from published import AGAINST_X, LOSS, expected

from labkit.check import CheckFailed, check
from labkit.judging.expected import Expected, ExpectedError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with `expected.json`, in which the notebook runs."""
    (tmp_path / "expected.json").write_text(json.dumps(expected().to_json(), allow_nan=False))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(**given):
    return {"LOSS": list(LOSS), "w": torch.tensor(1.003857), "b": torch.tensor([-1.011374]), "slope": 1.0, **given}


@pytest.mark.usefixtures("folder")
def test_a_right_answer_passes_and_says_so(capsys):
    check("practice-losses", names(bias=-1.0))
    assert "practice-losses: right." in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_losses_kept_as_tensors_with_grad_pass_with_advice(capsys):
    kept = [torch.tensor(loss, requires_grad=True) for loss in LOSS]
    check("practice-losses", names(LOSS=kept))
    assert "Advice" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_wrong_answer_fails_the_cell_with_the_words_for_it():
    with pytest.raises(CheckFailed, match="measured against X"):
        check("practice-losses", names(LOSS=list(AGAINST_X)))


@pytest.mark.usefixtures("folder")
def test_the_key_of_the_setting_that_the_notebook_runs_under_is_used():
    check("practice-losses", names(slope=2.0, bias=1.0, LOSS=[2.0 * loss for loss in LOSS]))
    with pytest.raises(CheckFailed, match="expected LOSS = 1153"):
        check("practice-losses", names(slope=2.0, bias=1.0))


@pytest.mark.usefixtures("folder")
def test_a_setting_that_is_not_public_is_refused_with_the_remedy():
    with pytest.raises(ExpectedError, match=r"slope = 7\.0.*restart the kernel"):
        check("practice-losses", names(slope=7.0, bias=-1.0))


@pytest.mark.usefixtures("folder")
def test_a_task_that_the_lab_does_not_have_is_refused_naming_those_it_has():
    with pytest.raises(ExpectedError, match="practice-losses, practice-parameters, practice-figure"):
        check("practice-loses", names())


def test_without_expected_json_the_message_says_what_to_bring_along(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExpectedError, match=r"expected\.json is not in .*belongs beside the notebook"):
        check("practice-losses", names())


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 1}', '{"format": 9}', "\x00"])
def test_a_damaged_expected_json_is_refused_with_the_remedy(folder, content):
    (folder / "expected.json").write_text(content)
    with pytest.raises(ExpectedError, match=r"expected\.json"):
        check("practice-losses", names())


def test_expected_json_gives_back_what_was_written():
    data = json.loads(json.dumps(expected().to_json(), allow_nan=False))
    assert Expected.from_json(data).to_json() == data
