"""The paths of a lab that is replayed by a recipe: walks of the right training, and of each mistake."""

from collections.abc import Iterable

from labkit.judging.key import Finding
from labkit.judging.paths.known_paths import KnownPaths, Path
from labkit.surface.error_surface import ErrorSurface
from reference.keys.explanations import SettingReplays, Single
from reference.lab_files.lab import Lab
from reference.lab_files.landscapes import landscape_of
from reference.recipes.data import LineData
from reference.recipes.replay import Walk

ROOM = 1.25
"""How far the surface reaches beyond the start, as in the notebook: 15 for a start at -12."""


def surface_around(lab: Lab, data: LineData) -> ErrorSurface:
    """The error surface of a lab's data, wide enough for its start and its minimum."""
    update = lab.required_recipe.update
    around = zip(
        (update.start_w, update.start_b), ErrorSurface.from_data(data.x, data.noisy, 1, 1, 2).minimum, strict=True
    )
    w_range, b_range = (ROOM * max(abs(start), abs(least), 1.0) for start, least in around)
    return ErrorSurface.from_data(data.x, data.noisy, w_range, b_range)


def known_paths(replays: SettingReplays, made: Iterable[Single]) -> tuple[KnownPaths, ...]:
    """The paths of the lab's practice; none for a lab whose tasks look at no history and parameters."""
    lab = replays.lab
    history = next((task for task in lab.tasks if task.kind == "history"), None)
    parameters = next((task for task in lab.tasks if task.kind == "parameters" and task.names == ("w", "b")), None)
    if history is None or parameters is None:
        return ()
    mistakes: dict[Finding, tuple[Path, ...]] = {}
    for single in made:
        if single.random:
            continue
        recipe = single.change.applied(lab.required_recipe)
        replays.replayed(recipe)
        path = path_of(replays.walks[recipe.update])
        ways = mistakes.get(single.finding, ())
        mistakes[single.finding] = ways if path in ways else (*ways, path)
    replays.replayed(lab.required_recipe)
    right = path_of(replays.walks[lab.required_recipe.update])
    surface = landscape_of(surface_around(lab, replays.data), right)
    tasks = (history.name, parameters.name)
    return (
        KnownPaths(
            tasks=tasks,
            names=parameters.names,
            history=history.names[0],
            landscape=surface,
            right=right,
            losses=tuple(replays.right.loss.tolist()),
            entry=history.entry,
            mistakes=mistakes,
        ),
    )


def path_of(walked: Walk) -> Path:
    """(w, b) at the start and after each epoch of a walk in an order that is no matter of chance."""
    each = walked.batches.x.shape[-2]
    return tuple((float(w), float(b)) for w, b in walked.path[::each])
