from pathlib import Path

from reference.recipes.mistakes import CATALOGUE
from reference.solutions.words import WORDS

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"
REPLAYED, MADE = "## Replayed in a lab on a line", "## Made in a lab's own solution"


def rows(heading: str) -> list[str]:
    """The rows of the table in a section that have a mistake's name."""
    _, section = PAGE.read_text().split(f"{heading}\n")
    return [line for line in section.split("\n## ")[0].splitlines() if line.startswith("| `")]


def test_the_documentation_lists_every_mistake_with_its_words() -> None:
    assert rows(REPLAYED) == [f"| `{mistake.name}` | {mistake.title} | {mistake.hint} |" for mistake in CATALOGUE]


def test_the_documentation_lists_every_mistake_that_is_made_in_a_solution() -> None:
    assert rows(MADE) == [f"| `{name}` | {title} |" for name, (title, _) in WORDS.items()]
