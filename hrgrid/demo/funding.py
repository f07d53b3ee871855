"""The demonstration's year of money: budget, grants, headings, three months of pay, expenses.

The sums are an assumption: 22,000,000 yuan for 615 grids, scaled to the grids of the office, so
that 30,000 yuan a grid leave the same share of the whole for everything else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hrgrid.core.money import proportion
from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.demo.printing import PaperRow
from hrgrid.funding.papers import paper_by_code, write_paper
from hrgrid.funding.rules.budget_forms import ActForm, ApproveForm, MoveForm
from hrgrid.funding.rules.posting_forms import EntryForm, PostingForm
from hrgrid.funding.rules.words import Account, ActKind, Heading, PostingKind, Source
from hrgrid.funding.service.acts import approve_act, draft_act
from hrgrid.funding.service.budgets import open_budget
from hrgrid.funding.service.grants import apply_grants, compute_grants
from hrgrid.funding.service.items import item_coded, lay_items
from hrgrid.funding.service.months import lock_month
from hrgrid.funding.service.pay_computing import compute_pay
from hrgrid.funding.service.pay_periods import approve_pay, open_pay, review_pay
from hrgrid.funding.service.paying import pay_out
from hrgrid.funding.service.postings import book, reverse_posting
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import areas_on
from hrgrid.workforce.queries.areas import AreaRow
from hrgrid.workforce.rules import GridKind

FOLDER = "经费"
YEAR = 2026
ASSUMED = "示例数据：按 615 个网格 2200 万元推算，不是实际经费"
_WHOLE_FEN, _OF_GRIDS, _A_GRID = 2_200_000_000, 615, 3_000_000
_WHY = "补录经费"
_STARS = 150_000
# A grid's share of what the city itself spends, in fen.
_AT_THE_TOP = {
    Heading.TRAINING: 150_000,
    Heading.EQUIPMENT: 100_000,
    Heading.HONOUR: 50_000,
    Heading.RESERVE: 50_000,
}
_MONTHS = (202601, 202602, 202603)
_SPENT = (
    ("training", 1_286_000, dt.date(YEAR, 3, 18), "网格员春季轮训场地费和教材费"),
    ("equipment", 865_050, dt.date(YEAR, 3, 25), "网格公示牌制作费"),
    ("training", 128_600, dt.date(YEAR, 3, 27), "重复登记的教材费"),
)


T = TypeVar("T")


@dataclass(frozen=True)
class Funded:
    """The months of pay and the posting that was taken back."""

    periods: tuple[int, ...]
    reversed_id: int


def fund_workers(desk: Desk, progress: Progress) -> Funded:
    """The whole year so far, by the use cases alone."""
    progress.begin("安排和支付经费")
    areas = desk.read(lambda work: areas_on(work, work.today))
    top = next(row for row in areas if row.parent_id is None)
    units = {
        row: count
        for row in areas
        if row.parent_id == top.id and (count := _grids(areas, row.path))
    }
    grids = sum(units.values())
    _write(desk, lay_items)
    whole = _open(desk, top)
    total = proportion(_WHOLE_FEN, grids, _OF_GRIDS)
    _act(desk, top, ActKind.ISSUE, [MoveForm(whole, total, payer=Source.CITY)], 1)
    ids = {row: _open(desk, row) for row in units}
    give = [
        MoveForm(ids[row], count * (_A_GRID + _STARS), other_budget_id=whole)
        for row, count in units.items()
    ]
    _act(desk, top, ActKind.GIVE, give, 2)
    kept = [MoveForm(whole, grids * fen, heading=one) for one, fen in _AT_THE_TOP.items()]
    kept += [
        MoveForm(ids[row], count * _STARS, heading=Heading.STAR) for row, count in units.items()
    ]
    _act(desk, top, ActKind.ALLOT, kept, 3)
    run = _write(desk, lambda work: compute_grants(work, YEAR, top.id, dt.date(YEAR, 1, 5)))
    act = _write(desk, lambda work: apply_grants(work, run.run_id))
    _write(desk, lambda work: approve_act(work, act, ApproveForm(f"示政法〔{YEAR}〕4号")))
    periods = tuple(_pay(desk, top, month, progress) for month in _MONTHS)
    taken = [_spend(desk, top, each) for each in _SPENT][-1]
    _write(
        desk,
        lambda work: reverse_posting(work, taken, dt.date(YEAR, 4, 1), "冲正重复登记的教材费"),
    )
    _write(desk, lambda work: lock_month(work, _MONTHS[0]))
    return Funded(periods, taken)


def _grids(areas: Sequence[AreaRow], path: str) -> int:
    return sum(row.kind is GridKind.GENERAL and row.path.startswith(path) for row in areas)


def _write(desk: Desk, job: Callable[[UnitOfWork], T]) -> T:
    return desk.write(job, reason=_WHY)


def _open(desk: Desk, unit: AreaRow) -> int:
    return _write(desk, lambda work: open_budget(work, YEAR, unit.id))


def _act(desk: Desk, top: AreaRow, kind: ActKind, moves: Sequence[MoveForm], number: int) -> None:
    form = ActForm(
        YEAR,
        kind,
        top.path,
        f"{YEAR} 年{kind.label}（示例推算）",
        f"示政法〔{YEAR}〕{number}号",
        dt.date(YEAR, 1, 5),
        ASSUMED,
        moves,
    )
    act = _write(desk, lambda work: draft_act(work, form))
    _write(desk, lambda work: approve_act(work, act, ApproveForm()))


def _pay(desk: Desk, top: AreaRow, month: int, progress: Progress) -> int:
    period = _write(desk, lambda work: open_pay(work, month, top.id))
    _write(desk, lambda work: compute_pay(work, period))
    _write(desk, lambda work: review_pay(work, period))
    # Checked, approved and paid on the day that the demonstration is made: no approval may be
    # dated before the checking. The ledger has it in its month all the same.
    signed = ApproveForm(f"示政法〔{YEAR}〕薪{month % 100}号", "刘书记", "政法委书记")
    _write(desk, lambda work: approve_pay(work, period, signed))
    _write(desk, lambda work: pay_out(work, period, work.today))
    progress.step()
    return period


def _spend(desk: Desk, top: AreaRow, spent: tuple[str, int, dt.date, str]) -> int:
    code, fen, day, memo = spent

    def write(work: UnitOfWork) -> int:
        item = item_coded(work, code)
        entries = (
            EntryForm(Account.EXPENSE, top.id, fen, item_id=item.id),
            EntryForm(Account.QUOTA, top.id, -fen),
        )
        paid = f"示付〔{YEAR}〕{day:%m%d}号"
        form = PostingForm(PostingKind.EXPENSE, day, top.id, memo, entries, paid)
        return book(work, form)

    return _write(desk, write)


def write_funding_papers(
    desk: Desk, folder: Path, funded: Funded, progress: Progress
) -> list[PaperRow]:
    """The tables of the year, the last month's sheets and slips, the voucher taken back."""
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)

    def write(code: str, about: int, kind: str, form: Form, beside: str) -> PaperRow:
        paper = paper_by_code(code)
        path = into / safe_name(f"{beside}{paper.label}.{form.value}")
        done = write_paper(desk, code, about, path, form, progress=progress)
        return PaperRow(done.path, kind, done.pages, done.rows, f"{paper.label}：{paper.hint}")

    rows = [
        write(code, YEAR, "report", form, f"{YEAR}年")
        for code in ("allocation", "execution", "bridge", "years", "ledger")
        for form in Form
    ]
    last, month = funded.periods[-1], f"{YEAR}年{_MONTHS[-1] % 100}月"
    rows += [write("pay_sheet", last, "register", form, month) for form in Form]
    rows.append(write("slips", last, "form", Form.PDF, month))
    rows.append(write("voucher", funded.reversed_id, "form", Form.PDF, "冲正的"))
    return rows
