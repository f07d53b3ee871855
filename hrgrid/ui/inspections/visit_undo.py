"""What 撤销 and 恢复 do with a visit that was saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from hrgrid.storage.work import UnitOfWork

if TYPE_CHECKING:
    from hrgrid.assessment.service.visits import VisitForm


class Step(Protocol):
    """Does something and gives the step that takes it back."""

    def __call__(self, work: UnitOfWork, /) -> Step:
        """Do it in this unit of work."""


def itself(step: Step) -> Step:
    """The step that a step gave."""
    return step


def back_to(form: VisitForm, before: VisitForm | None) -> Step:
    """The step that takes a saved visit back; it gives the step that saves it again."""

    def step(work: UnitOfWork) -> Step:
        from hrgrid.assessment.service.visits import clear_visit, record_visit

        if before is None:
            clear_visit(work, form.visit_id)
        else:
            record_visit(work, replace(before, version=None))
        return _again(form, before)

    return step


def _again(form: VisitForm, before: VisitForm | None) -> Step:
    def step(work: UnitOfWork) -> Step:
        from hrgrid.assessment.service.visits import record_visit

        record_visit(work, replace(form, version=None))
        return back_to(form, before)

    return step
