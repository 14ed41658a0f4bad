"""How far right and wrong lie apart, under the public settings and under many fresh ones.

For each setting right implementations are run and mistakes replayed; the margin is the distance of the nearest mistake
over that of the farthest right implementation. Settings with less than 10,000 in the loss history are never drawn.

    python benchmarks/margins.py [--lab two-parameter-sgd] [--settings 1000] [--seed 1]
"""

import argparse
import random
import time
from collections import Counter

from autograder.course.course import builtin_labs
from reference.keys.by_recipe import ByRecipe
from reference.keys.calibration import calibrate
from reference.keys.making import keys
from reference.lab_files.calibrated import Calibration, CalibrationError
from reference.lab_files.lab import Lab, load_lab


def main() -> None:
    """Print the margins."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", default="two-parameter-sgd", help="the lab to measure (default two-parameter-sgd)")
    parser.add_argument("--settings", type=int, default=1000, help="fresh settings to measure (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the draws (default 1)")
    asked = parser.parse_args()
    lab = load_lab(builtin_labs() / f"{asked.lab.replace('-', '_')}.py")
    print_public(lab)
    print_fresh(lab, asked.settings, random.Random(asked.seed))


def print_public(lab: Lab) -> None:
    """The two public settings, and what it takes to build the key of one."""
    for name, setting in (("published", lab.published), ("rehearsal", lab.rehearsal)):
        began = time.process_time()
        calibration = calibrate(lab, setting)
        calibrated = time.process_time()
        key = keys(lab, setting, calibration.tolerances)[lab.tasks[0].name]
        built = time.process_time()
        singles = sum(len(explanation.findings) == 1 for explanation in key.listed)
        print(f"{name}: {dict(setting)}")
        print_tasks(calibration)
        print(f"  named together: {'; '.join(' = '.join(names) for names in calibration.together) or 'none'}")
        print(f"  {singles} single mistakes, {len(key.listed) - singles} pairs; ", end="")
        print(f"calibrated in {calibrated - began:.1f} s, key built in {built - calibrated:.1f} s of CPU")


def print_tasks(calibration: Calibration) -> None:
    """One line for each task."""
    for task in calibration.tasks:
        print(f"  {task.task}: farthest right {task.farthest:.1e} ({task.farthest_name}), ", end="")
        print(f"tolerance {task.tolerance:.1e}, nearest mistake {task.nearest:.2e} ({task.nearest_name}), ", end="")
        print(f"margin {task.margin:,.0f}")


def print_fresh(lab: Lab, count: int, source: random.Random) -> None:
    """The least margins over `count` fresh settings that are good enough, and why others were not."""
    kept: list[Calibration] = []
    refused: Counter[str] = Counter()
    while len(kept) < count:
        try:
            calibration = calibrate(lab, lab.draw(source))
        except CalibrationError as error:
            refused[f"{str(error).split('The nearest mistake, ')[1].split(',')[0]} too near"] += 1
            continue
        if calibration.tasks[0].margin < ByRecipe.least_margin:
            refused[f"margin under {ByRecipe.least_margin:,.0f}"] += 1
            continue
        kept.append(calibration)
    print(f"{count} fresh settings, {sum(refused.values())} more drawn and refused: {dict(refused)}")
    for place, task in enumerate(kept[0].tasks):
        measured = sorted((calibration.tasks[place] for calibration in kept), key=lambda one: one.margin)
        least, middle = measured[0], measured[len(measured) // 2]
        print(
            f"  {task.task}: least margin {least.margin:,.0f} ({least.nearest_name}), median {middle.margin:,.0f}, ",
            end="",
        )
        print(f"farthest right {max(one.farthest for one in measured):.1e}, ", end="")
        print(f"nearest mistake {min(one.nearest for one in measured):.2e}")


if __name__ == "__main__":
    main()
