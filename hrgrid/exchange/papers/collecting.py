"""The workbooks of a round: one a unit, written from what is kept, and the reminder list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.paths import safe_name
from hrgrid.core.rights import Right
from hrgrid.exchange.model import Collection, CollectionSheet
from hrgrid.exchange.queries.collect_kinds import Collecting
from hrgrid.exchange.queries.contents import Sent, open_sent
from hrgrid.exchange.rules.collect_rows import RoundRow
from hrgrid.exchange.rules.collecting import (
    MARK_HEADING,
    AskedColumn,
    CollectSpec,
    Unit,
    shown_number,
    shown_text,
)
from hrgrid.paper.handout import Handout, HandoutColumn, write_handout
from hrgrid.paper.sheets import SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.files import paper_file
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork

_SPARE = 20
_WIDTH = 14


@dataclass(frozen=True)
class Written:
    """Files that were written, and whether secret columns stand in them in full."""

    paths: tuple[Path, ...]
    secrets: bool


def write_sheets(
    work: UnitOfWork, collecting: Collecting, sheet_ids: Sequence[int], folder: Path
) -> Written:
    """The workbooks of units into one folder, in this order, each named by its unit and title.

    A file of that name is replaced. Secret columns stand in full only for who may see them, and
    the journal says so. Raises UserError where nothing can be written there.
    """
    query = select(CollectionSheet).where(CollectionSheet.id.in_(list(sheet_ids)))
    held = {one.id: one for one in work.session.scalars(query)}
    sheets = [held[one] for one in sheet_ids if one in held]
    if not sheets:
        raise UserError("没有要存的表。请刷新后再选")
    found = work.session.get_one(Collection, sheets[0].collection_id)
    work.require(collecting.right, found.area_path)
    spec = collecting.spec(work, found.subject, _asked(found))
    secrets = any(one.column.secret for one in spec.columns) and work.actor.may(
        Right.SHOW_SENSITIVE, found.area_path
    )
    office = work.session.get_one(Office, 1).name
    work.progress.begin("写出各单位的表", len(sheets))
    paths: list[Path] = []
    for sheet, name in zip(sheets, _names(found, sheets), strict=True):
        path = folder / f"{name}.xlsx"
        if not path.exists():
            # What was not stored leaves no workbook that nobody knows.
            work.on_rollback(partial(path.unlink, missing_ok=True))
        with paper_file(path) as part:
            unit = Unit(sheet.unit_path, sheet.unit_name)
            own = collecting.told(work, found.subject, unit) if collecting.told else ()
            write_handout(part, _plan(work, found, sheet, spec, office, own=own, secrets=secrets))
        paths.append(path)
        work.progress.step()
    work.record(
        "write_collection",
        found.title,
        after={"asked_units": len(paths)} | ({"full_numbers": "是"} if secrets else {}),
    )
    return Written(tuple(paths), secrets)


def _asked(found: Collection) -> tuple[str, ...]:
    return tuple(json.loads(found.columns)["asked"])


def _names(found: Collection, sheets: Sequence[CollectionSheet]) -> list[str]:
    """A name a unit; two units called alike are told apart by their number."""
    alike: dict[str, int] = {}
    for one in sheets:
        alike[one.unit_name] = alike.get(one.unit_name, 0) + 1
    return [
        safe_name(
            f"{one.unit_name}{f'（{one.uid[-4:]}）' if alike[one.unit_name] > 1 else ''} "
            f"{found.title}"
        )
        for one in sheets
    ]


def _plan(
    work: UnitOfWork,
    found: Collection,
    sheet: CollectionSheet,
    spec: CollectSpec,
    office: str,
    *,
    own: Sequence[str],
    secrets: bool,
) -> Handout:
    sent = open_sent(work.keyring, spec, sheet.content)
    columns = [one for one in spec.columns if one.key in sent.columns]
    return Handout(
        sheet.unit_name,
        f"{found.title}（{spec.label}）" if spec.label not in found.title else found.title,
        f"单位：{sheet.unit_name}",
        f"请在 {found.due_on:%Y-%m-%d} 前报回{office}",
        _guide(spec, columns, own),
        shown_number(sheet.uid),
        sheet.edition,
        (*map(_column, columns), HandoutColumn(MARK_HEADING, 10, hidden=True)),
        _cells(columns, sent, secrets=secrets),
        (office, found.title, f"第 {sheet.edition} 版", sheet.content_sha256),
        _SPARE if spec.adds else 0,
    )


def _guide(spec: CollectSpec, columns: Sequence[AskedColumn], own: Sequence[str]) -> str:
    asked = "、".join(one.column.heading for one in columns if one.asked)
    lines = [
        f"只填橙色表头的列（{asked}）；灰格是已有的内容，不用填。",
        *own,
        *spec.guide,
        "填好后交回这个文件，文件名可以改；不要删改表号和隐藏的列。",
    ]
    return "\n".join(f"{at}. {line}" for at, line in enumerate(lines, start=1))


def _column(one: AskedColumn) -> HandoutColumn:
    column = one.column
    return HandoutColumn(
        column.heading,
        max(column.width, min(2 * len(column.heading) + 2, _WIDTH)),
        one.asked,
        one.corrects,
        column.numeric,
        column.choices,
        one.checked,
        column.hint,
    )


def _cells(columns: Sequence[AskedColumn], sent: Sent, *, secrets: bool) -> list[list[str]]:
    return [
        [
            *(shown_text(one, row.cells.get(one.key, ""), secrets=secrets) for one in columns),
            row.mark,
        ]
        for row in sent.rows
    ]


# --- who is still waited for --------------------------------------------------------------------


def write_reminders(row: RoundRow, sheet_ids: Sequence[int], path: Path) -> int:
    """The list of units still waited for, as a workbook; returns how many."""
    wanted = set(sheet_ids)
    units = [one for one in row.waited_for if one.sheet_id in wanted]
    plan = SheetPlan(
        "催报单",
        (
            SheetColumn("单位", 24),
            SheetColumn("表号", 22),
            SheetColumn("行数", 8, centred=True),
            SheetColumn("报回期限", 14, centred=True),
            SheetColumn("超期天数", 10, centred=True),
            SheetColumn("上次催报", 14, centred=True),
        ),
        [
            (
                one.unit_name,
                shown_number(one.uid),
                one.rows,
                f"{row.due_on:%Y-%m-%d}",
                -(one.days or 0) if one.overdue else None,
                f"{one.reminded_on:%Y-%m-%d}" if one.reminded_on else "",
            )
            for one in units
        ],
        title=f"{row.title}催报单",
        left=f"共 {len(units)} 个单位未报",
        standing=True,
    )
    with paper_file(path) as part:
        return write_workbook(part, [plan])[0]
