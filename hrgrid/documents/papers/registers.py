"""Lists about certificates: what was found before issuing, numbers, seals used, hand-overs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import on_record
from hrgrid.documents.papers.written import Written
from hrgrid.documents.queries import IssuedRow, Wanted, certificates
from hrgrid.documents.queries.registers import (
    HandoverRow,
    NumbersRow,
    SealUseRow,
    handovers,
    numbers_in_use,
    seal_uses,
)
from hrgrid.documents.rules import CertificateState
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Column, Listed, Row, day, middle, named, number, text, write_lists
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

if TYPE_CHECKING:
    from hrgrid.paper.certificate import Note


@dataclass(frozen=True)
class Place:
    """Where a certificate goes: its district, and the street or unit there."""

    district: str
    street: str


Places = Callable[[UnitOfWork, Sequence[IssuedRow]], Sequence[Place]]


def by_unit(_: UnitOfWork, rows: Sequence[IssuedRow]) -> list[Place]:
    """Where nothing else is known, a certificate goes to the unit on it."""
    return [Place(row.unit or "未写单位", "") for row in rows]


# --- hand-over ----------------------------------------------------------------------------------

_HANDED = (
    number("序号", 6, 14),
    text("证书编号", 28, 66),
    named(28),
    middle("称号", 16, 34),
    text("街道或单位", 26, 62),
    middle("领取人签名", 16, 40),
    middle("领取日期", 14, 34),
)


def write_handover_list(
    desk: Desk, batch: str, title: str, path: Path, form: Form, *, places: Places = by_unit
) -> Written:
    """分装单和领取名单: a district begins a page, which also parts the packs.

    Whoever took one already stands there with the day. Raises UserError without certificates.
    """

    def read(work: UnitOfWork) -> Listed:
        work.require(Right.PRINT_PAPERS)
        rows = [
            row for row in certificates(work, Wanted(batch)) if row.state is CertificateState.ISSUED
        ]
        if not rows:
            raise UserError("这里还没有有效的证书，没有可分发的。请先签发证书")
        where = dict(zip([row.id for row in rows], places(work, rows), strict=True))
        lines = _handed(_in_order(rows, where), where, handovers(work, batch))
        told = f"共 {len(rows)} 张"
        return _listed(work, (f"{title}证书分装和领取名单", "领取名单"), _HANDED, lines, told)

    return _written(desk, ("write_handover_list", title), path, form, read)


def _in_order(rows: Sequence[IssuedRow], where: dict[int, Place]) -> list[IssuedRow]:
    """Districts and streets as they first come, numbers in their order within."""
    districts: dict[str, int] = {}
    streets: dict[Place, int] = {}
    for row in rows:
        districts.setdefault(where[row.id].district, len(districts))
        streets.setdefault(where[row.id], len(streets))
    return sorted(rows, key=lambda row: (districts[where[row.id].district], streets[where[row.id]]))


def in_order_of_places(
    work: UnitOfWork, rows: Sequence[IssuedRow], places: Places
) -> list[IssuedRow]:
    """Certificates by district and street, in each by number: a pack needs no sorting."""
    where = dict(zip([row.id for row in rows], places(work, rows), strict=True))
    return _in_order(rows, where)


def _handed(
    rows: Sequence[IssuedRow], where: dict[int, Place], taken: dict[int, HandoverRow]
) -> list[Row]:
    lines: list[Row] = []
    for district, group in groupby(rows, key=lambda row: where[row.id].district):
        here = list(group)
        for at, row in enumerate(here):
            got = taken.get(row.id)
            values = (
                at + 1,
                row.shown,
                row.name,
                row.honour,
                where[row.id].street or row.unit,
                got.receiver if got else "",
                f"{got.handed_on:%Y-%m-%d}" if got else "",
            )
            heading = "" if at else f"{district}　{len(here)} 张　装袋人：　　　　　　复核人："
            lines.append(Row(values, heading, fresh=not at and bool(lines)))
    return lines


# --- numbers ------------------------------------------------------------------------------------

_NUMBERS = (
    middle("年份", 8, 18),
    text("字头", 20, 40),
    middle("类别", 8, 18),
    number("已编到", 10, 22),
    number("有效", 10, 20),
    text("已撤销的编号", 40, 62),
    text("已换发的编号", 40, 62),
    text("缺号", 24, 36),
)


def write_number_report(desk: Desk, path: Path, form: Form) -> Written:
    """编号使用情况: every series, what is void, and gaps, of which there should be none."""

    def read(work: UnitOfWork) -> Listed:
        rows = numbers_in_use(work)
        if not rows:
            raise UserError("还没有编过证书编号，没有可列的。请先签发证书")
        lost = sum(len(row.missing) for row in rows)
        told = f"缺号 {lost} 处" if lost else "没有缺号"
        lines = [Row(_number(row)) for row in rows]
        return _listed(work, ("证书编号使用情况", "编号"), _NUMBERS, lines, told)

    return _written(desk, ("write_number_report", "证书编号"), path, form, read)


def _number(row: NumbersRow) -> tuple[str | int, ...]:
    missing = "、".join(str(a) if a == b else f"{a}—{b}" for a, b in row.missing)
    return (
        str(row.year),
        row.prefix,
        row.code,
        row.taken,
        row.in_force,
        "、".join(each.rpartition("〕")[2] for each in row.revoked),
        "、".join(each.rpartition("〕")[2] for each in row.replaced),
        missing or "无",
    )


# --- seals --------------------------------------------------------------------------------------

_SEALS = (
    number("序号", 6, 14),
    day("用印日期", 12, 26),
    text("用印的文书", 40, 78),
    number("份数", 8, 16),
    text("依据文号", 26, 54),
    middle("批准人", 12, 26),
    middle("经办人", 12, 26),
    text("备注", 26, 38),
)


def write_seal_register(desk: Desk, path: Path, form: Form) -> Written:
    """用印登记, the oldest line first. Raises UserError where nothing was noted."""

    def read(work: UnitOfWork) -> Listed:
        rows = list(reversed(seal_uses(work)))
        if not rows:
            raise UserError("还没有用印登记。请先登记一次用印")
        lines = [Row(_seal(at, row)) for at, row in enumerate(rows, start=1)]
        copies = sum(row.copies for row in rows)
        told = f"共 {len(rows)} 次、{copies:,} 份"
        return _listed(work, ("用印登记簿", "用印登记"), _SEALS, lines, told)

    return _written(desk, ("write_seal_register", "用印登记"), path, form, read)


def _seal(at: int, row: SealUseRow) -> tuple[str | int | dt.date, ...]:
    return (
        at,
        row.used_on,
        row.paper,
        row.copies,
        row.document_no,
        row.approver,
        row.made_by,
        row.note,
    )


# --- before issuing -----------------------------------------------------------------------------

_NOTES = (
    number("序号", 6, 14),
    middle("类别", 12, 26),
    text("编号", 26, 52),
    text("谁", 14, 30),
    text("发现什么", 50, 90),
    text("怎么办", 44, 66),
)


def write_preflight(
    desk: Desk, title: str, notes: Sequence[Note], path: Path, form: Form, *, count: int
) -> Written:
    """签发前检查 as a list; characters that no face draws are told by their code points."""

    def read(work: UnitOfWork) -> Listed:
        work.require(Right.PRINT_PAPERS)
        lines = [
            Row(
                (at, one.concern.label, one.number, drawable(one.name), drawable(one.what), one.way)
            )
            for at, one in enumerate(notes, start=1)
        ]
        stop = sum(one.concern.stops for one in notes)
        told = f"检查 {count:,} 张，必须先改 {stop} 处，请看一看 {len(notes) - stop} 处"
        return _listed(work, (f"{title}证书检查", "检查"), _NOTES, lines, told)

    if not notes:
        raise UserError("没有发现问题，没有可列的。可以直接签发")
    return _written(desk, ("write_preflight", title), path, form, read)


def drawable(told: str) -> str:
    """A text in which characters that no face draws are told by their code points."""
    from hrgrid.paper.fonts import Role, office_fonts

    lost = {one.character for one in office_fonts().missing_glyphs([("", told)], Role.SONG)}
    return "".join(f"〔U+{ord(each):04X}〕" if each in lost else each for each in told)


# --- writing ------------------------------------------------------------------------------------


def _listed(
    work: UnitOfWork,
    names: tuple[str, str],
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    told: str,
) -> Listed:
    office = work.session.get_one(Office, 1).name
    made = f"制表：{work.actor.name}　{work.today:%Y-%m-%d}"
    return Listed(*names, columns, tuple(rows), office, f"{told}　　{made}", owner=2, airy=16)


def _written(
    desk: Desk,
    told: tuple[str, str],
    path: Path,
    form: Form,
    read: Callable[[UnitOfWork], Listed],
) -> Written:
    made = desk.read(read)
    with paper_file(path) as part:
        pages = write_lists(part, [made], form)
        on_record(desk, *told, {"form": form.value, "count": made.counted})
    return Written(path, pages, made.counted)
