"""What narrows the list of results, as one value: the controls, the chips and the query read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from hrgrid.assessment.rules.result_rows import Problem, ResultFilter, ResultState
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.lists.conditions import Narrowable
from hrgrid.ui.workforce.conditions import Place


@dataclass(frozen=True)
class ResultConditions(Narrowable):
    """Empty fields do not narrow; `unit` is an id, `grade` a code, each with its label.

    `period_id` narrows nothing: it says of which period the list is.
    """

    period_id: int = 0
    unit: tuple[int, str] | None = None
    grade: tuple[str, str] | None = None
    state: ResultState | None = None
    problem: Problem | None = None
    problems: bool = False
    text: str = ""

    # A list of results has no areas to choose from but its units.
    places: tuple[Place, ...] = ()

    def wanted(self, _on: dt.date) -> ResultFilter:
        """As the query takes it."""
        return ResultFilter(
            self.period_id,
            unit_ids=(self.unit[0],) if self.unit else (),
            grades=(self.grade[0],) if self.grade else (),
            states=(self.state,) if self.state else (),
            problem=self.problem,
            problems_only=self.problems,
            text=self.text,
        )

    def parts(self) -> Iterator[tuple[str, ResultConditions]]:
        """Each condition in words, with what is left when it is taken away."""
        if self.text:
            yield f"搜索：{self.text}", replace(self, text="")
        if self.unit:
            yield self.unit[1], replace(self, unit=None)
        if self.grade:
            yield f"等次：{self.grade[1]}", replace(self, grade=None)
        if self.state:
            yield self.state.label, replace(self, state=None)
        if self.problem:
            yield self.problem.label, replace(self, problem=None)
        if self.problems:
            yield "要处理的", replace(self, problems=False)

    def plain(self) -> dict[str, Any]:
        """As plain values, for a saved filter: without the period, and its units are of it."""
        found: dict[str, Any] = {
            "grade": list(self.grade) if self.grade else None,
            "state": self.state.value if self.state else None,
            "problem": self.problem.value if self.problem else None,
            "problems": self.problems,
            "text": self.text,
        }
        return {key: value for key, value in found.items() if value}

    @classmethod
    def kept(cls, kept: dict[str, Any]) -> ResultConditions:
        """From plain values; ValueError, KeyError or TypeError where they are no such."""
        grade = kept.get("grade")
        return cls(
            grade=(str(grade[0]), str(grade[1])) if grade else None,
            state=ResultState(kept["state"]) if "state" in kept else None,
            problem=Problem(kept["problem"]) if "problem" in kept else None,
            problems=bool(kept.get("problems")),
            text=str(kept.get("text", "")),
        )


def lapsed(_work: UnitOfWork, conditions: Any) -> tuple[Any, tuple[str, ...]]:
    """Nothing of these conditions goes out of being."""
    return conditions, ()
