"""What the report must know of a lab, among it the path that each known mistake leads along."""

from autograder.report.data import Subject
from reference.keys.paths import surface_around
from reference.keys.replayed_paths import ReplayedPaths
from reference.lab_files.lab import Numbers
from reference.lab_files.reference import Reference
from reference.recipes.data import LineData
from reference.recipes.replay import replay


def subject_of(reference: Reference, setting: Numbers | None = None, data: LineData | None = None) -> Subject:
    """The subject of a report on a lab; `setting` is the published one unless another is given.

    Its `data` are drawn where they are not at hand.

    Paths over the error surface are known of a lab that is replayed by a recipe.
    """
    lab = reference.lab
    known = lab.published if setting is None else setting
    if lab.recipe is None:
        return Subject(assignment=lab.name, tasks=lab.tasks, words=reference.words)
    data = lab.data(known) if data is None else data
    return Subject(
        assignment=lab.name,
        tasks=lab.tasks,
        words=reference.words,
        surface=surface_around(lab, data),
        right=tuple(replay(lab.required_recipe, data).loss.tolist()),
        path=ReplayedPaths(lab, data).path,
    )
