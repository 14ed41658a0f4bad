"""Two mistakes at once, as far as their lines do not meet."""

import ast

import pytest
from trial_labs import CHOICE, PYTORCH_WAY, TrialLab

from reference.solutions.mutants import mutants, solution
from reference.solutions.notebook import read_notebook
from reference.solutions.pairs import FREQUENT, pairs
from reference.solutions.words import WORDS

pytestmark = pytest.mark.slow


def test_frequent_mistakes_have_words() -> None:
    assert set(FREQUENT) <= set(WORDS)


def test_a_pair_holds_the_lines_of_both(lab: TrialLab) -> None:
    book = read_notebook(lab.cells)
    found = pairs(book, mutants(book), budget=60)
    assert len(found) == 60
    for pair in found:
        one, other = pair.mutants
        assert one.name != other.name
        code = pair.cells["practice-train"]
        assert ast.parse(code)
        if not one.lines & other.lines:
            assert all(line.new.strip() in code for mutant in pair.mutants for line in mutant.changed)


def test_mistakes_in_one_line_are_made_one_inside_the_other() -> None:
    book = read_notebook(PYTORCH_WAY.cells)
    found = {tuple(mutant.name for mutant in pair.mutants): pair for pair in pairs(book, mutants(book))}
    lines = found["loss-against-x", "loss-after-update"].cells["practice-train"].splitlines()
    assert lines[-2] == "        LOSS.append(criterion(model(X), X).item())"
    assert sum("LOSS.append" in line for line in lines) == 1


def test_a_pair_is_neither_the_solution_nor_one_of_the_mistakes(lab: TrialLab) -> None:
    book = read_notebook(lab.cells)
    made, right = mutants(book), solution(book)
    codes = [pair.cells["practice-train"] for pair in pairs(book, made)]
    assert len(set(codes)) == len(codes)
    assert not {right["practice-train"], *(mutant.cells["practice-train"] for mutant in made)} & set(codes)


def test_a_budget_keeps_the_most_frequent_ones() -> None:
    book = read_notebook(PYTORCH_WAY.cells)
    made = mutants(book)
    few, many = pairs(book, made, budget=10), pairs(book, made, budget=60)
    assert len(few) == 10
    assert few == many[:10] == pairs(book, made, budget=10)
    assert {mutant.name for pair in few for mutant in pair.mutants} <= set(FREQUENT)


def test_what_chance_decides_is_in_no_pair() -> None:
    book = read_notebook(CHOICE.cells)
    found = pairs(book, mutants(book), budget=60)
    assert not any(mutant.random for pair in found for mutant in pair.mutants)
