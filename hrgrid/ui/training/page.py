"""培训与比武: who is due for training, the classes that teach, and the competitions."""

from __future__ import annotations

from hrgrid.ui.competitions.page import CompetitionsLevel
from hrgrid.ui.matters.page import LevelPage
from hrgrid.ui.session import Session
from hrgrid.ui.training.classes import ClassLevel
from hrgrid.ui.training.rotation import RotationLevel
from hrgrid.ui.training.words import TOPIC

ROTATION, CLASSES, COMPETITIONS = "rotation", "classes", "competitions"


class TrainingPage(LevelPage):
    """Rotation, classes, competitions: `rotation`, `classes/ID`, `competitions/ID`."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({TOPIC, "competitions", "workforce", "panels"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rotation = RotationLevel(session)
        self.classes = ClassLevel(session)
        self.competitions = CompetitionsLevel(session)
        self.put_levels(
            {
                ROTATION: ("轮训", self.rotation),
                CLASSES: ("培训班", self.classes),
                COMPETITIONS: ("比武", self.competitions),
            }
        )
        session.year_changed.connect(self._follow_year)

    def show_level(self, key: str, what: object = None) -> None:
        """Show a level, and on it a class or a competition by its id; `new_class` opens its form.

        The form is for the closed training of a competition where its id is given.
        """
        if key == "new_class":
            super().show_level(CLASSES)
            self.classes.open_new(what if isinstance(what, int) else None)
        else:
            super().show_level(key, what)

    def _follow_year(self, _year: int) -> None:
        self.stale = not self.isVisible()
        if self.isVisible():
            self.refresh()
        else:
            self.let_go()
