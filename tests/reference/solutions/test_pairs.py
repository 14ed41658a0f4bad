"""Two mistakes at once, as far as their lines do not meet."""

import ast

from trial_labs import CHOICE, PYTORCH_WAY, TrialLab

from reference.solutions.mutants import mutants, solution
from reference.solutions.notebook import read_notebook
from reference.solutions.pairs import FREQUENT, pairs
from reference.solutions.words import WORDS


def test_frequent_mistakes_have_words() -> None:
    assert set(FREQUENT) <= set(WORDS)


def test_a_pair_holds_the_lines_of_both(lab: TrialLab) -> None:
    book = read_notebook(lab.cells)
    found = pairs(mutants(book), solution(book))
    assert found
    for pair in found:
        one, other = pair.mutants
        assert one.name != other.name
        assert not one.lines & other.lines
        code = pair.cells["practice-train"]
        assert ast.parse(code)
        for mutant in pair.mutants:
            assert all(line.new.strip() in code for line in mutant.changed)


def test_a_pair_is_neither_the_solution_nor_one_of_the_mistakes(lab: TrialLab) -> None:
    book = read_notebook(lab.cells)
    made, right = mutants(book), solution(book)
    codes = [pair.cells["practice-train"] for pair in pairs(made, right)]
    assert len(set(codes)) == len(codes)
    assert not {right["practice-train"], *(mutant.cells["practice-train"] for mutant in made)} & set(codes)


def test_a_budget_keeps_the_most_frequent_ones() -> None:
    book = read_notebook(PYTORCH_WAY.cells)
    made, right = mutants(book), solution(book)
    few, many = pairs(made, right, budget=10), pairs(made, right, budget=60)
    assert len(few) == 10
    assert few == many[:10] == pairs(made, right, budget=10)
    assert {mutant.name for pair in few for mutant in pair.mutants} <= set(FREQUENT)


def test_what_chance_decides_is_in_no_pair() -> None:
    book = read_notebook(CHOICE.cells)
    found = pairs(mutants(book), solution(book), budget=10_000)
    assert not any(mutant.random for pair in found for mutant in pair.mutants)
