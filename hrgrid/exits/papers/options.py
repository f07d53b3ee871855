"""What may be chosen of a paper of exits, beside the case, look or year it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form

WRITTEN = "write_exit_paper"


class Subject(Labelled):
    """What a paper is about, and what its id counts."""

    CASE = "case", "退出事项"
    LOOK = "look", "预警筛查"
    YEAR = "year", "年度"


@dataclass(frozen=True)
class PaperOptions:
    """Choices of a paper: `number` and `day` of one that is not yet on record.

    `public` leaves names and small counts out of the yearly report, for `area_id` alone where it
    is given.
    """

    number: str = ""
    day: dt.date | None = None
    area_id: int | None = None
    public: bool = False


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
