from pathlib import Path

from reference.recipes.mistakes import CATALOGUE

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"


def test_the_documentation_lists_every_mistake_with_its_words() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert rows == [f"| `{mistake.name}` | {mistake.title} | {mistake.hint} |" for mistake in CATALOGUE]
