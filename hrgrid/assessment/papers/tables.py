"""Tables of a period: everybody's results, units, grades, what is owed, signatures, decisions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.papers.periods import all_results, read_frame, scored, two_places
from hrgrid.assessment.queries.delivered import reminders
from hrgrid.assessment.queries.leniency import leniency as lenient
from hrgrid.assessment.queries.result_decisions import choices_of, moderations_of
from hrgrid.assessment.queries.unit_tables import unit_tables
from hrgrid.assessment.rules.period_rows import ReminderRow
from hrgrid.assessment.rules.result_rows import (
    LeniencyRow,
    ModerationRow,
    ResultRow,
    ResultState,
    UnitTable,
)
from hrgrid.assessment.rules.words import ModerationState
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.documents.papers.record import Lists
from hrgrid.paper.lists import (
    Column,
    Listed,
    Row,
    day,
    mark,
    middle,
    named,
    number,
    numbered,
    text,
)
from hrgrid.paper.sheets import CellForm, Value
from hrgrid.paper.tables import Side
from hrgrid.storage.work import UnitOfWork

_SIGNS = ("制表：______________　　审核：______________　　单位负责人：______________",)


def _count(heading: str, share: int = 20) -> Column:
    return Column(heading, 8, share, CellForm.WHOLE, Side.RIGHT)


_RESULTS = (
    number("序号", 6, 15),
    named(30, 12),
    middle("工号", 14, 30),
    text("单位", 18, 40),
    text("网格", 28, 70),
    _count("在岗天数", 22),
    mark("得分", 26),
    mark("调整", 22),
    mark("总分", 26),
    middle("等次", 12, 28),
    number("单位名次", 9, 22),
    text("说明", 34, 76),
)


def period_table(work: UnitOfWork, asked: Asked) -> Lists:
    """成绩总表: everybody of the period by unit, also those without a result, and why."""
    frame = read_frame(work, asked)
    rows = all_results(work, frame, asked)
    listed = Listed(
        frame.titled("成绩总表"),
        "成绩总表",
        _RESULTS,
        numbered([Row(_result(row)) for row in rows]),
        frame.left,
        frame.right,
        (*frame.approved, "名次为本单位内名次；得分为各项合计，总分为批准的调整以后的得分。"),
        _SIGNS,
        owner=1,
        traced=True,
    )
    return Lists(frame.about, [listed])


def _result(row: ResultRow) -> tuple[Value, ...]:
    return (
        row.name,
        row.number,
        row.unit,
        row.area,
        row.served_days,
        _points(row.reckoned_milli),
        _signed(row.delta_milli if row.moderation is ModerationState.APPROVED else None),
        _points(row.total_milli),
        row.grade_label,
        row.rank,
        _remark(row),
    )


def _remark(row: ResultRow) -> str:
    if row.state is ResultState.LEFT_OUT:
        why = row.left_out.label if row.left_out else ""
        # Why somebody was on leave is nobody's business (rules 9).
        return "，".join(filter(None, (row.state.label, row.left_out_note or why)))
    said = [] if row.state is ResultState.SCORED else [row.state.label, "、".join(row.blocked)]
    said += ["一票否决"] if row.vetoed else []
    said += ["比例线上并列，待裁定"] if row.at_line else []
    return "，".join(filter(None, said))


def sign_list(work: UnitOfWork, asked: Asked) -> Lists:
    """签收表: who signs that he has seen his result, a page for each unit."""
    frame = read_frame(work, asked)
    rows = scored(all_results(work, frame, asked), frame)
    columns = (
        number("序号", 6, 15),
        named(36, 12),
        text("网格", 30, 76),
        mark("总分", 26),
        middle("等次", 12, 30),
        middle("有无异议", 14, 36),
        middle("本人签名", 18, 52),
        middle("日期", 14, 36),
    )
    made = [
        Row(
            (row.name, row.area, _points(row.total_milli), row.grade_label, "", "", ""),
            heading=row.unit if at == 0 or rows[at - 1].unit_id != row.unit_id else "",
            fresh=at > 0 and rows[at - 1].unit_id != row.unit_id,
        )
        for at, row in enumerate(rows)
    ]
    until = frame.card.row.appeals_until
    notes = (f"有异议的，可在{official_day(until)}前书面提出申诉。",) if until else ()
    listed = Listed(
        frame.titled("结果签收表"),
        "签收表",
        columns,
        numbered(made),
        frame.left,
        frame.right,
        notes,
        owner=1,
        airy=22,
        size=1050,
    )
    return Lists(frame.about, [listed])


def unit_table(work: UnitOfWork, asked: Asked) -> Lists:
    """单位汇总表: units and no persons, so that it may be hung out."""
    frame = read_frame(work, asked)
    found = unit_tables(work, frame.card.row.id)
    if not found or not found[0].results:
        raise UserError(f"“{frame.title}”还没有考核结果，没有可输出的内容。请先计算")
    whole, *units = found
    grades = [grade.label for grade in whole.grades]
    columns = (
        number("序号", 6, 15),
        text("单位", 22, 52),
        _count("应考核"),
        _count("有结果"),
        mark("平均分"),
        mark("中位数"),
        mark("最高"),
        mark("最低"),
        *(_count(label, 22) for label in grades),
        text("说明", 22, 50),
    )
    rows = [
        *numbered([Row(_unit(one)) for one in units]),
        Row((None, *_unit(whole)), strong=True),
    ]
    listed = Listed(
        frame.titled("单位汇总表"),
        "单位汇总",
        columns,
        tuple(rows),
        frame.left,
        frame.right,
        (*frame.approved, "不计考核的人不在平均分里；合并计算比例的单位按人数不足规定合并。"),
        owner=1,
        airy=10,
        size=1000,
        people=whole.people,
        traced=True,
    )
    return Lists(frame.about, [listed])


def _unit(one: UnitTable) -> tuple[Value, ...]:
    said = ["合并计算比例"] if one.pooled else []
    said += [f"{one.blocked} 人缺数据"] if one.blocked else []
    return (
        one.unit if one.unit_id is not None else "合计",
        one.people - one.left_out,
        one.results,
        *(_points(of) for of in (one.mean_milli, one.median_milli)),
        *(_points(of) for of in (one.highest_milli, one.lowest_milli)),
        *(grade.count for grade in one.grades),
        "，".join(said),
    )


def grade_list(work: UnitOfWork, asked: Asked) -> Lists:
    """等次名单: those of the best grade, by unit, with what was decided among equals."""
    frame = read_frame(work, asked)
    rows = scored(all_results(work, frame, asked), frame)
    whole = unit_tables(work, frame.card.row.id)[0]
    best = whole.grades[0]
    chosen = [row for row in rows if row.grade == best.code]
    if not chosen:
        raise UserError(f"“{frame.title}”没有人是{best.label}等次，没有名单可输出")
    decided = {one.assessee_id: one for one in choices_of(work, frame.card.row.id)}
    columns = (
        number("序号", 6, 15),
        named(36, 12),
        middle("工号", 14, 32),
        text("单位", 20, 46),
        text("网格", 30, 76),
        mark("总分"),
        text("说明", 30, 60),
    )
    made = [
        Row(
            (
                row.name,
                row.number,
                row.unit,
                row.area,
                _points(row.total_milli),
                f"同分，{decided[row.assessee_id].decided_by}裁定"
                if row.assessee_id in decided and not decided[row.assessee_id].void_reason
                else "",
            )
        )
        for row in chosen
    ]
    places = "" if best.places is None else f"，按比例最多 {best.places} 人"
    listed = Listed(
        frame.titled(f"{best.label}等次名单"),
        best.label,
        columns,
        numbered(made),
        frame.left,
        frame.right,
        (*frame.approved, f"有结果 {whole.results} 人，{best.label} {len(chosen)} 人{places}。"),
        _SIGNS,
        owner=1,
        airy=8,
        size=1000,
        traced=True,
    )
    return Lists(frame.about, [listed])


def reminder_list(work: UnitOfWork, asked: Asked) -> Lists:
    """催报单: the units that owe figures, how many people, of what, for how long."""
    frame = read_frame(work, asked)
    found = [
        row for row in reminders(work, frame.card.row.id) if frame.unit_id in (None, row.unit_id)
    ]
    if not found:
        raise UserError(f"“{frame.title}”各单位的数据都已报齐，没有催报单可输出")
    columns = (
        number("序号", 6, 15),
        text("单位", 22, 52),
        _count("缺数据人数", 28),
        text("缺什么", 60, 150),
        day("应报日期", 16, 36),
        _count("已超过天数", 28),
    )
    listed = Listed(
        frame.titled("数据催报单"),
        "催报单",
        columns,
        numbered([Row(_owed(row)) for row in found]),
        frame.left,
        frame.right,
        ("请核对后补报；确实没有数据的，注明原因。",),
        owner=1,
        airy=12,
        size=1050,
        people=sum(row.people for row in found),
    )
    return Lists(frame.about, [listed])


def _owed(row: ReminderRow) -> tuple[Value, ...]:
    return (row.unit, row.people, row.words, row.due_on, max(row.days, 0) or None)


def moderation_list(work: UnitOfWork, asked: Asked) -> Lists:
    """调整登记表: points put on or taken off, why, by whom; what was reckoned stays beside it."""
    frame = read_frame(work, asked)
    found = moderations_of(work, frame.card.row.id)
    if not found:
        raise UserError(f"“{frame.title}”没有调整，没有登记表可输出")
    columns = (
        number("序号", 6, 15),
        named(34, 12),
        text("单位", 18, 42),
        mark("原得分"),
        mark("调整", 22),
        mark("调整后"),
        text("事由", 40, 96),
        middle("提出", 16, 40),
        text("批准", 30, 62),
    )
    before = {row.assessee_id: row.reckoned_milli for row in all_results(work, frame, asked)}
    listed = Listed(
        frame.titled("调整登记表"),
        "调整登记",
        columns,
        numbered([Row(_moderated(one, before.get(one.assessee_id))) for one in found]),
        frame.left,
        frame.right,
        frame.approved,
        _SIGNS,
        owner=1,
        airy=10,
        traced=True,
    )
    return Lists(frame.about, [listed])


def _moderated(one: ModerationRow, before: int | None) -> tuple[Value, ...]:
    stands = one.state is ModerationState.APPROVED and before is not None
    return (
        one.name,
        one.unit,
        _points(before),
        _signed(one.delta_milli),
        _points((before or 0) + one.delta_milli) if stands else "",
        one.reason,
        f"{one.made_by}\n{one.made_at.astimezone():%Y-%m-%d}",
        one.approval_words or one.state.label,
    )


def leniency_table(work: UnitOfWork, asked: Asked) -> Lists:
    """评分宽严表, for the chief alone: each assessor against the others on the same people."""
    frame = read_frame(work, asked)
    found = lenient(work, frame.card.row.id)
    if not found:
        raise UserError(f"“{frame.title}”没有人评够 5 次，比不出宽严，没有可输出的内容")
    columns = (
        number("序号", 6, 15),
        middle("评分人", 14, 36),
        text("评什么", 22, 56),
        _count("评分次数", 24),
        _count("可比人数", 24),
        mark("平均", 26),
        mark("他人平均", 26),
        mark("相差", 26),
        mark("离散", 26),
    )
    listed = Listed(
        frame.titled("评分宽严表"),
        "评分宽严",
        columns,
        numbered([Row(_lenient(one)) for one in found]),
        frame.left,
        frame.right,
        ("只比同一批人、同一项；相差为本人平均减他人平均，正数偏宽，负数偏严。只供负责人掌握。",),
        owner=1,
        airy=10,
        size=1000,
        people=len(found),
    )
    return Lists(frame.about, [listed])


def _lenient(one: LeniencyRow) -> tuple[Value, ...]:
    return (
        one.assessor,
        one.what,
        one.marks,
        one.compared,
        _points(one.mean_milli),
        _points(one.others_mean_milli),
        _signed(one.difference_milli),
        _points(one.spread_milli),
    )


def _points(milli: int | Fraction | None) -> Value:
    return None if milli is None else Decimal(two_places(milli))


def _signed(milli: int | Fraction | None) -> Value:
    """Points put on or taken off; on a sheet they are numbers all the same."""
    return None if milli is None else Decimal(two_places(milli))
