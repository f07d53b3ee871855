"""What may be chosen of a paper of funding, beside the year, month or voucher it is about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form

WRITTEN = "write_funding_paper"


class Subject(Labelled):
    """What a paper is about, and what its id counts."""

    YEAR = "year", "年度"
    PERIOD = "period", "月度薪酬"
    POSTING = "posting", "记账凭证"


@dataclass(frozen=True)
class PaperOptions:
    """Choices of a paper: a part of the tree, one unit of a month, the months of a journal."""

    area_path: str = ""
    area_id: int | None = None
    first: int | None = None
    last: int | None = None


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
