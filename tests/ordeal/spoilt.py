"""Workbooks that are nearly right, each read or refused in one sentence, in time, and unchanged."""

from __future__ import annotations

import random
import time

from tests.exchange.mutants import mutant
from tests.exchange.test_mutants import MOST_SECONDS, outcome
from tests.ordeal.outcomes import Outcome
from tests.ordeal.places import Ground


def spoil(place: Ground, count: int, seed: int) -> Outcome:
    """`count` mutants, one after the other; a seed tells the same ones again."""
    chance, found = random.Random(seed), Outcome("mutants", "-")
    folder = place.folder / f"mutants-{seed}"
    folder.mkdir()
    refused, slowest = 0, 0.0
    for number in range(count):
        path = mutant(chance, folder / f"{number}")
        content, began = path.read_bytes(), time.monotonic()
        try:
            sentence = outcome(path)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is what we look for
            found.lose(f"file {number}: {type(fault).__name__}: {fault}")
            sentence = ""
        took = time.monotonic() - began
        found.runs, refused, slowest = found.runs + 1, refused + bool(sentence), max(slowest, took)
        if sentence and not sentence.endswith(("。", "？")):
            found.lose(f"file {number}: no sentence: {sentence}")
        if took > MOST_SECONDS:
            found.lose(f"file {number} took {took:.0f} s")
        if path.read_bytes() != content:
            found.lose(f"file {number} was changed")
        path.unlink()
    found.figures |= {"refused": str(refused), "slowest": f"{slowest:.1f} s"}
    return found
