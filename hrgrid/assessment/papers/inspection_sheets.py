"""检查记录表 to tick and sign on the spot, and 整改通知书 with the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hrgrid.assessment.papers.inspections import Frame, asked_visits, read_frame
from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.queries.findings import findings
from hrgrid.assessment.rules.checking import CheckItem, items_for
from hrgrid.assessment.rules.inspection_rows import FindingFilter, FindingRow, VisitRow
from hrgrid.assessment.rules.words import CheckMark, FindingState, VisitResult
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.tabulation import mark_text
from hrgrid.documents.papers.record import Drawn
from hrgrid.paper.boxes import A4, Box, Cell, Leaf, Leaves, ruled
from hrgrid.paper.fonts import Role
from hrgrid.paper.records import Fact, RecordSheet, record_leaves
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork

MOST = 5_000
"""More sheets than a file takes that still opens at once on an old computer."""
_LEFT, _RIGHT, _TOP = 180, A4[0] - 180, 400
_HEAD, _ROOM = 90, 2_700
_LEAST_ROW, _MOST_ROW = 84, 200
_WIDTHS = (8, 44, 12, 14, 14, 14, 64)
_MARKS = (CheckMark.FINE, CheckMark.FAULT, CheckMark.UNSEEN)
_TICK = "√"


def visit_sheets(work: UnitOfWork, asked: Asked) -> Drawn:
    """A page for each person or office drawn: items to tick, room for what was seen, signatures.

    What is on record already is ticked, unless a blank one is wanted.
    """
    frame = read_frame(work, asked)
    rows = asked_visits(work, frame, asked)
    if len(rows) > MOST:
        raise UserError(
            f"要输出 {len(rows):,} 张检查记录表，一个文件最多 {MOST:,} 张。请按组分别输出"
        )
    wrong = findings(work, FindingFilter(plan_id=frame.board.row.id))
    said: dict[tuple[int, str], str] = {}
    for one in wrong:
        key = (one.visit_id, one.item)
        said[key] = "；".join(filter(None, (said.get(key, ""), one.content)))
    blank = asked.options.blank
    return Drawn(
        frame.about,
        Leaves(
            f"{frame.title}检查记录表",
            lambda: (_page(frame, row, {} if blank else said, blank=blank) for row in rows),
            A4,
        ),
        len(rows),
    )


def _page(frame: Frame, row: VisitRow, said: dict[tuple[int, str], str], *, blank: bool) -> Leaf:
    boxes = tuple(_boxes(frame, row, said, blank=blank))
    return Leaf(boxes, (), (f"“{row.name}”（第 {row.draw_order} 号）",) * len(boxes))


def _boxes(
    frame: Frame, row: VisitRow, said: dict[tuple[int, str], str], *, blank: bool
) -> Iterator[Box]:
    title = "联动单位双随机检查记录表" if row.office else "网格员双随机检查记录表"
    yield Box(_LEFT, 180, _RIGHT, 290, title, Role.TITLE, 2000, Side.CENTRE, pad=0)
    number = f"编号：{frame.board.row.number}-{row.draw_order:04d}"
    yield Box(_LEFT, 315, _RIGHT, 375, f"{frame.title}　　{number}", size=1100, pad=0)
    yield Box(_LEFT, 315, _RIGHT, 375, frame.office, size=1100, side=Side.RIGHT, pad=0)
    day = (
        official_day(row.visited_on)
        if row.visited_on and not blank
        else "　　　年　　月　　日　　时"
    )
    who = [
        _labelled(("单位" if row.office else "姓名", row.name), ("街道", row.street)),
        _labelled(("所在" if row.office else "网格", row.place), ("工号", row.person_number)),
        _labelled(("检查组", f"第 {row.team_no} 组　{row.inspectors}"), ("时间", day)),
    ]
    if row.office:
        who[1] = _labelled(("联系人", ""), ("电话", ""))
    yield from ruled(_LEFT, _RIGHT, _TOP, [(_HEAD, cells) for cells in who])
    top = _TOP + len(who) * _HEAD
    items = items_for(frame.board.items, office=row.office)
    height = max(_LEAST_ROW, min(_MOST_ROW, (_ROOM - 9 * _HEAD - top) // len(items)))
    heads = ("项", "检查内容", "扣分", *(mark.label for mark in _MARKS), "情况")
    table = [
        (_HEAD, [Cell(each, wide, label=True) for each, wide in zip(heads, _WIDTHS, strict=True)])
    ]
    table += [
        (height, _item(at, item, row, said, blank=blank)) for at, item in enumerate(items, start=1)
    ]
    yield from ruled(_LEFT, _RIGHT, top, table)
    top += _HEAD + height * len(items)
    note = "" if blank else row.note
    reason = f"未查成：{note}" if row.result is VisitResult.NOT_HELD and not blank else note
    foot = [
        (4 * _HEAD, [Cell("其他情况", 20, label=True), Cell(reason, 150, above=not reason)]),
        (
            2 * _HEAD,
            [
                Cell("被检查人意见", 20, label=True),
                Cell("", 85),
                Cell("签名", 15, label=True),
                Cell("", 50),
            ],
        ),
        (
            2 * _HEAD,
            [
                Cell("检查人员签名", 20, label=True),
                Cell("", 85),
                Cell("日期", 15, label=True),
                Cell("", 50),
            ],
        ),
    ]
    yield from ruled(_LEFT, _RIGHT, top, foot)
    top += 8 * _HEAD + 20
    rule = "每发现一项问题按分值扣分，每次检查最多扣 10 分。没有看到的填“未查”，不扣分。"
    yield Box(_LEFT, top, _RIGHT, top + 60, rule, size=950, pad=0, grey=True)


def _item(
    at: int,
    item: CheckItem,
    row: VisitRow,
    said: dict[tuple[int, str], str],
    *,
    blank: bool,
) -> list[Cell]:
    found = None if blank else row.marks.get(item.code)
    ticks = [_TICK if found is mark else "□" if found is None else "" for mark in _MARKS]
    texts = [
        str(at),
        item.label,
        mark_text(item.points_milli),
        *ticks,
        said.get((row.id, item.code), ""),
    ]
    return [
        Cell(each, wide, side=Side.LEFT if column in (1, 6) else Side.CENTRE, size=1050)
        for column, (each, wide) in enumerate(zip(texts, _WIDTHS, strict=True))
    ]


def _labelled(*pairs: tuple[str, str]) -> list[Cell]:
    cells = []
    for (label, said), wide in zip(pairs, (80, 50), strict=True):
        cells += [Cell(label, 18, label=True), Cell(said, wide)]
    return cells


_SIGNS = (
    "检查单位（章）：______________________　　　　日期：________________",
    "签收人签名：________________　　日期：______________　　□拒签，见证人：______________",
)


def rectification_notices(work: UnitOfWork, asked: Asked) -> Drawn:
    """整改通知书: a page for each visit with faults that are not closed, and its receipt."""
    frame = read_frame(work, asked)
    wanted = set(asked.options.finding_ids)
    open_ones = FindingFilter(
        plan_id=frame.board.row.id, states=(FindingState.OPEN, FindingState.RECTIFIED)
    )
    by_visit: dict[int, list[FindingRow]] = {}
    for one in findings(work, open_ones):
        if not wanted or one.id in wanted:
            by_visit.setdefault(one.visit_id, []).append(one)
    if not by_visit:
        raise UserError(f"“{frame.title}”没有要整改的问题，没有通知可输出。请核对所选的问题")
    sheets = [_notice(frame, at, rows) for at, rows in enumerate(by_visit.values(), start=1)]
    return Drawn(frame.about, record_leaves(f"{frame.title}整改通知书", sheets), len(sheets))


def _notice(frame: Frame, at: int, rows: Sequence[FindingRow]) -> RecordSheet:
    first = rows[0]
    told = "\n".join(
        f"{number}. {one.item_label}：{one.content}（{official_day(one.due_on)}前）"
        for number, one in enumerate(rows, start=1)
    )
    where = first.street if first.street in first.place else f"{first.street}{first.place}"
    facts = (
        Fact("发往", first.name if first.office else f"{first.name}　{where}"),
        Fact("检查", f"{frame.title}（{frame.board.row.number}）"),
        Fact("检查日期", official_day(first.visited_on) if first.visited_on else ""),
        Fact("发现的问题和整改期限", told, 5),
        Fact("整改要求", "请在期限内整改，写明整改情况并附照片，报检查单位复查。", 2),
        Fact("整改情况", "", 6),
        Fact("另一人复查", "", 4),
    )
    left = f"编号：{frame.board.row.number}-整改{at:03d}"
    return RecordSheet("双随机检查整改通知书", left, frame.office, facts, _SIGNS)
