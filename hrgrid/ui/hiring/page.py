"""配备与招录: one after the other what is vacant, what is planned, and the batches that fill it."""

from __future__ import annotations

from hrgrid.ui.hiring.batches import BatchLevel
from hrgrid.ui.hiring.plans import PlanLevel
from hrgrid.ui.hiring.vacancies import VacancyLevel
from hrgrid.ui.hiring.words import TOPIC
from hrgrid.ui.matters.page import LevelPage
from hrgrid.ui.session import Session

VACANCIES, PLANS, BATCHES = "vacancies", "plans", "batches"


class HiringPage(LevelPage):
    """Vacancies, plans, batches."""

    FOLLOWS_DAY = True
    TOPICS = frozenset({TOPIC, "workforce", "panels", "publicity"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.vacancies = VacancyLevel(session)
        self.plans = PlanLevel(session)
        self.batches = BatchLevel(session)
        self.put_levels(
            {
                VACANCIES: ("缺额", self.vacancies),
                PLANS: ("计划", self.plans),
                BATCHES: ("批次", self.batches),
            }
        )

    def show_part(self, part: str) -> None:
        """`vacancies`, `plans/ID`, `batches/ID`; `candidate/ID` opens somebody's card."""
        kind, _, key = part.partition("/")
        if kind == "candidate":
            super().show_level(BATCHES)
            self.batches.open_candidate(int(key))
        else:
            super().show_part(part)

    def show_level(self, key: str, what: object = None) -> None:
        """Show a level, and on it a plan or a batch by its id; `new_batch` opens its form."""
        if key == "draft":
            super().show_level(VACANCIES)
            self.vacancies.draft()
        elif key == "new_batch":
            super().show_level(BATCHES)
            self.batches.open_new(what)
        else:
            super().show_level(key, what)
