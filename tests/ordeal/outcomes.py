"""What an ordeal came to: how often it was tried, what was lost, and what was measured."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """Runs and losses of one ordeal; every loss is a sentence of its own."""

    name: str
    engine: str
    runs: int = 0
    losses: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)

    def lose(self, what: str) -> None:
        """Something was lost, doubled, half or not told."""
        self.losses.append(what)

    @property
    def line(self) -> str:
        """One line for people."""
        figures = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        tried = f"{self.name:<18} {self.engine:<10} {self.runs:>5} runs {len(self.losses):>3} lost"
        return f"{tried}  {figures}"


def spread(seconds: Sequence[float]) -> str:
    """Median and worst, for durations."""
    if not seconds:
        return "-"
    return f"median {statistics.median(seconds):.3f} s, worst {max(seconds):.3f} s"


def drawn_seed() -> int:
    """A seed drawn anew, to be printed so that a run can be told again."""
    return random.SystemRandom().getrandbits(32)
