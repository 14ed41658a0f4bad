"""Which workers may run a grading's notebooks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from autograder.cluster.offer import Offer, refusal, resource
from autograder.execution.fingerprint import Fingerprint

OWN = Fingerprint("abc", "3.11.4", "x86_64", ("torch 2.13.0", "numpy 2.1.0"), ("a-1.dist-info", "b-2.dist-info"))
FITS = Offer(OWN, ("namespaces", "seccomp"), 4)


def told(**changed: Any) -> dict[str, Any]:
    """What a scheduler passes on of an offer: plain data, tuples as lists."""
    offer = Offer(replace(OWN, **changed), FITS.layers, 4).to_json()
    offer["fingerprint"] = {k: list(v) if isinstance(v, tuple) else v for k, v in offer["fingerprint"].items()}
    return offer


def test_a_worker_that_has_the_same_is_taken() -> None:
    assert refusal(told(), OWN, isolated=True) is None
    assert Offer.from_json(told()) == FITS


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kit": "abd"}, "it has another version of the kit: install there what is installed here"),
        ({"python": "3.12.1"}, "it has Python 3.12.1 and not 3.11.4: install there what is installed here"),
        (
            {"machine": "aarch64"},
            "it has another processor (aarch64 and not x86_64): install there what is installed here",
        ),
        (
            {"libraries": ("torch 2.12.0", "numpy 2.1.0"), "packages": ("torch-2.12.0.dist-info",)},
            "it has torch 2.12.0 and not 2.13.0: install there what is installed here",
        ),
        (
            {"packages": ("a-1.dist-info", "b-3.dist-info")},
            "it has other packages (b-2, b-3): install there what is installed here",
        ),
    ],
)
def test_a_worker_that_has_another_is_refused_in_one_sentence(changed: dict[str, Any], sentence: str) -> None:
    assert refusal(told(**changed), OWN, isolated=True) == sentence


@pytest.mark.parametrize(
    "nonsense", [None, "offer", {}, {"fingerprint": 3}, {"fingerprint": {}, "layers": [], "jobs": 1}]
)
def test_what_is_no_offer_is_refused(nonsense: object) -> None:
    assert refusal(nonsense, OWN, isolated=False) is not None


def test_without_isolation_only_gradings_that_ask_for_none_are_run() -> None:
    bare = replace(FITS, layers=())
    assert "isolates nothing" in str(refusal(bare.to_json(), OWN, isolated=True))
    assert refusal(bare.to_json(), OWN, isolated=False) is None
    assert resource(OWN, isolated=True) not in bare.resources()
    assert set(FITS.resources()) == {resource(OWN, isolated=True), resource(OWN, isolated=False)}


def test_the_scheduler_finds_no_worker_of_another_fingerprint() -> None:
    other = replace(FITS, fingerprint=replace(OWN, kit="abd"))
    assert not set(FITS.resources()) & set(other.resources())
