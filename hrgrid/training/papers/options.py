"""What may be chosen of a paper, beside the competition, class, person or year it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form

WRITTEN = "write_training_paper"


class Subject(Labelled):
    """What a paper is about, and what its id counts."""

    COMPETITION = "competition", "技能比武"
    TRAINING_CLASS = "training_class", "培训班"
    PERSON = "person", "人员"
    YEAR = "year", "年度"


@dataclass(frozen=True)
class PaperOptions:
    """Choices of a paper; each paper looks at those that concern it.

    `event` is the code of one event, `ranking` person, team or such a code, `seat_no` one judge.
    `blank` leaves a sheet empty where something stands already. `number` and `day` are those of
    a document that is not yet on record, `report_to` says where to report for a class.
    """

    event: str = ""
    ranking: str = ""
    seat_no: int | None = None
    entrant_ids: tuple[int, ...] = ()
    person_ids: tuple[int, ...] = ()
    session_id: int | None = None
    prize_id: int | None = None
    rescore_id: int | None = None
    protest_id: int | None = None
    number: str = ""
    day: dt.date | None = None
    addressee: str = ""
    report_to: str = ""
    area_path: str = ""
    blank: bool = False


@dataclass(frozen=True)
class Asked:
    """One paper that is wanted: about what, as which file, where."""

    code: str
    subject_id: int
    path: Path
    form: Form
    options: PaperOptions
    progress: Progress

    @property
    def action(self) -> str:
        """What the journal calls the writing of it."""
        return WRITTEN
