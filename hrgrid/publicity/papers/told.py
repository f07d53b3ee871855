"""What the papers of a notice are made of, and their entry in the journal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.numerals import official_day
from hrgrid.core.rights import Right
from hrgrid.paper.forms import Form
from hrgrid.publicity.queries import (
    EntryRow,
    NoticeRow,
    ObjectionRow,
    OutcomeRow,
    entries_of,
    notice_by_id,
    objections_of_notice,
    outcome_by_target,
)
from hrgrid.storage.desk import Desk
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class NoticePaper:
    """A file that was written: its pages (sheets of a workbook) and the people on it."""

    path: Path
    pages: int
    rows: int


@dataclass(frozen=True)
class Told:
    """What the papers of a notice are made of."""

    office: str
    notice: NoticeRow
    entries: tuple[EntryRow, ...]
    objections: tuple[ObjectionRow, ...]
    outcomes: dict[str, OutcomeRow]
    today: dt.date


def read_told(work: UnitOfWork, notice_id: int) -> Told:
    """Read it all on one snapshot; asks for the right to print."""
    work.require(Right.PRINT_PAPERS)
    notice = notice_by_id(work, notice_id)
    return Told(
        work.session.get_one(Office, 1).name,
        notice,
        tuple(entries_of(work, notice_id)),
        tuple(objections_of_notice(work, notice_id)),
        outcome_by_target(work, notice.subject),
        work.today,
    )


def put_on_record(desk: Desk, told: Told, action: str, form: Form) -> None:
    """That a paper was made, of which list."""
    after = {
        "people": len(told.entries),
        "form": form.value,
        "roster": told.notice.roster_sha256,
    }
    desk.write(lambda work: work.record(action, told.notice.title, after=after))


def span_words(notice: NoticeRow) -> str:
    """From its first day to its last."""
    return f"{day_words(notice.first_day)}至{day_words(notice.last_day)}"


def remarks_of(notice: NoticeRow) -> tuple[str, ...]:
    """What the days of a notice need to be believed: it stands on it."""
    return tuple(filter(None, (notice.calendar_note, notice.late_note, notice.time_note)))


def day_words(day: dt.date | None) -> str:
    """As documents write a day (GB/T 9704): 2026年1月5日."""
    return official_day(day) if day else ""
