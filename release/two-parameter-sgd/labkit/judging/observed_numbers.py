"""The numbers in evidence, as they can be compared with a key."""

from ..evidence.collecting import Evidence
from ..evidence.plain_values import numbers
from .key import Key

Number = float | tuple[float, ...]


def observed(evidence: Evidence) -> dict[str, Number]:
    """The names whose values are numbers or histories; a parameter may be a list of one number."""
    found: dict[str, Number] = {}
    for name, value in evidence.values.items():
        history = numbers(value)
        if isinstance(value, float):
            found[name] = value
        elif history is not None:
            found[name] = history[0] if len(history) == 1 and _is_array(evidence, name) else history
    return found


def comparable(evidence: Evidence, key: Key) -> dict[str, Number]:
    """What was observed, as far as it has the kind that the key knows: a number where a number should be."""
    return {
        name: value
        for name, value in observed(evidence).items()
        if name in key.right and isinstance(value, tuple) == bool(key.right[name].low.ndim)
    }


def _is_array(evidence: Evidence, name: str) -> bool:
    """Whether a single entry was stored in a tensor or an array, where it means a number."""
    stored = evidence.forms.get(name)
    return stored is not None and stored.kind not in ("list", "tuple", "deque")
