"""``descent roster``: students from a learning platform's own export into the gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.common import CourseOption, problems_in_one_line, say, say_problem

if TYPE_CHECKING:
    from autograder.platforms.people.roster import Person
    from autograder.platforms.people.roster_files import Outcome


def roster(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Canvas's or Moodle's own export, or a plain CSV.")],
    course: CourseOption = Path("."),
    id_column: Annotated[
        str, typer.Option("--id", help="The column that is the student's id in the course.", metavar="COLUMN")
    ] = "",
) -> None:
    """Add the students of a roster to the gradebook, or bring them up to date; nobody is removed.

    Read are Canvas's gradebook export, Moodle's participants or grading worksheet, and plain files with the columns
    id, first_name, last_name, email, lms_user_id. Rows that are refused are listed with the reason.
    """
    from autograder.assignments.releases import open_gradebook
    from autograder.course.course import find_course
    from autograder.platforms.people.roster_files import read_people, update_roster
    from autograder.shared.tables import read_table

    with problems_in_one_line(course):
        found = find_course(course)
        people, refused = read_people(read_table(file), id_column)
        with open_gradebook(found) as gradebook:
            outcome = update_roster(gradebook, people)
        outcome.refused[:0] = refused
        _say(outcome)


def _say(outcome: Outcome) -> None:
    for person in outcome.added:
        say(f"added    {person.id}: {_fields(person)}")
    for before, after in outcome.changed:
        say(f"changed  {after.id}: {_fields(before)} -> {_fields(after)}")
    for refused in outcome.refused:
        say_problem(f"refused  {refused.row}: {refused.reason}.")
    counts = (len(outcome.added), len(outcome.changed), outcome.same, len(outcome.refused))
    say("{} added, {} changed, {} as they were, {} refused.".format(*counts))


def _fields(person: Person) -> str:
    return ", ".join(filter(None, (person.full_name, person.email, person.lms_user_id))) or "no name"
