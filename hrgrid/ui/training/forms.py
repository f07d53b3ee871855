"""What the forms of training have in common: one deed, its undo, and the ground of choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.courses import CourseRow, HoursRow, courses, hours_in_force
from hrgrid.training.rules.timetable import time_words, typed_time
from hrgrid.ui.forms import TextField
from hrgrid.ui.matters.forms import MatterForm
from hrgrid.ui.training.undoing import Step, offer
from hrgrid.ui.training.words import TOPIC
from hrgrid.workforce.queries import RoleRow, roles
from hrgrid.workforce.queries.areas import tree_index
from hrgrid.workforce.rules import Level

_HELD_AT = (Level.CITY, Level.DISTRICT, Level.STREET)


class TrainingForm(MatterForm):
    """A form with one deed of training."""

    TOPIC = TOPIC

    def send_undoable(self, step: Step, said: str, text: str, *, reason: str = "") -> None:
        """Do a step that 撤销 can take back, where it is called `text`."""

        def told(inverse: Step) -> str:
            offer(self.session, text, inverse)
            return said

        self.send(step, told, reason=reason)


@dataclass(frozen=True)
class Ground:
    """What forms choose from: courses that are taught, areas that one runs, roles, the rule."""

    courses: list[CourseRow]
    areas: list[tuple[int, str, str]]
    roles: list[RoleRow]
    hours: HoursRow


def read_ground(work: UnitOfWork) -> Ground:
    """Courses, areas down to the streets, roles, and the hours in force today."""
    index = tree_index(work, work.today)
    held = [
        (row.id, index.full_name(row.id), row.path)
        for row in index.by_code.values()
        if row.level in _HELD_AT and work.actor.may(Right.RUN_TRAINING, row.path)
    ]
    return Ground(courses(work, active=True), held, roles(work), hours_in_force(work, work.today))


class TimeField(TextField):
    """A time of day; `minutes` says what is missing or wrong."""

    def __init__(self, name: str, minutes: int | None = None) -> None:
        super().__init__(name, hint="08:30", text="" if minutes is None else time_words(minutes))
        self.editingFinished.connect(self._tidy)

    @property
    def minutes(self) -> int:
        """The minute of the day. Raises UserError where it is none."""
        if not self.text().strip():
            raise UserError(f"没有写{self.accessibleName()}。请写成 8:30 或 0830")
        return typed_time(self.text(), self.accessibleName())

    def _tidy(self) -> None:
        try:
            self.setText(time_words(self.minutes))
        except UserError:
            return


def with_ground(form: MatterForm | QWidget, read: Callable[[Ground], object]) -> None:
    """Read the ground for a form that is on show already."""
    session = form.session  # type: ignore[union-attr]
    session.tasks.read(read_ground, read)
