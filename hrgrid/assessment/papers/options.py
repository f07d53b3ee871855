"""What may be chosen of a paper of assessment, beside the period or inspection it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form

WRITTEN = "write_assessment_paper"


class Subject(Labelled):
    """What a paper is about, and what its id counts."""

    PERIOD = "period", "考核期"
    PERSON = "person", "人员"
    INSPECTION = "inspection", "双随机检查"
    YEAR = "year", "年度"
    STARS = "stars", "星级评定"


@dataclass(frozen=True)
class PaperOptions:
    """Choices of a paper; each paper looks at those that concern it.

    `unit_id` is one scoring unit, `person_ids` those of whom sheets are wanted (none: everybody),
    `team_no` one team of inspectors. `number`, `day`, `addressee` and `reply_by` are those of a
    document that is not yet on record. `blank` leaves a sheet empty where something stands
    already. `area_path` limits a paper of the year. `least` is the least star on a board, 0 the
    usual one.
    """

    unit_id: int | None = None
    person_ids: tuple[int, ...] = ()
    appeal_id: int | None = None
    visit_ids: tuple[int, ...] = ()
    finding_ids: tuple[int, ...] = ()
    team_no: int | None = None
    number: str = ""
    day: dt.date | None = None
    addressee: str = ""
    reply_by: dt.date | None = None
    praised: str = ""
    reminded: str = ""
    area_path: str = ""
    scheme: str = ""
    blank: bool = False
    least: int = 0


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
