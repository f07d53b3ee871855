"""双随机检查情况通报: units and no persons (documents.md 6), and the results as a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from hrgrid.assessment.papers.inspections import (
    Frame,
    asked_visits,
    read_frame,
    share_words,
)
from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.queries.findings import findings
from hrgrid.assessment.rules.checking import CheckItem, items_for
from hrgrid.assessment.rules.inspection_rows import (
    FindingFilter,
    FindingRow,
    StratumRow,
    VisitRow,
)
from hrgrid.assessment.rules.words import CheckKind, FindingState
from hrgrid.core.errors import UserError
from hrgrid.core.numerals import official_day
from hrgrid.core.tabulation import mark_text
from hrgrid.documents.papers.record import Lists, Official
from hrgrid.paper.decision import Document
from hrgrid.paper.lines import headline, set_solid
from hrgrid.paper.lists import (
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
from hrgrid.paper.public_list import ListColumn, PublicList, public_sheets
from hrgrid.paper.sheets import Value
from hrgrid.storage.work import UnitOfWork

_ORDER = "一二三四五六七八九十"
_NAMED = 5
_COLUMNS = (
    ListColumn("街道", 40),
    ListColumn("在岗人数", 18, centred=True),
    ListColumn("抽查人数", 18, centred=True),
    ListColumn("合格", 16, centred=True),
    ListColumn("问题数", 16, centred=True),
    ListColumn("已整改", 16, centred=True),
    ListColumn("整改率", 24, centred=True),
    ListColumn("扣分合计", 18, centred=True),
    ListColumn("排名", 14, centred=True),
)
_SETTLED = (FindingState.RECTIFIED, FindingState.CLOSED)


def bulletin(work: UnitOfWork, asked: Asked) -> Official:
    """The monthly bulletin with its table of streets as an annex."""
    frame = read_frame(work, asked)
    row = frame.board.row
    if not row.held:
        raise UserError(f"“{frame.title}”还没有检查结果，没有可通报的。请先录入检查结果")
    wrong = findings(work, FindingFilter(plan_id=row.id))
    month = f"{row.first_day.year}年{row.first_day.month}月"
    annex = street_table(frame, "附件")
    document = Document(
        organ=f"{frame.office}文件",
        number=asked.options.number or row.document_no,
        title=(
            frame.office,
            *headline(f"关于{month}网格化服务管理", "“双随机”检查情况的通报"),
        ),
        addressee=asked.options.addressee or "各有关单位",
        paragraphs=tuple(_paragraphs(frame, wrong, asked)),
        signers=(frame.office,),
        day=asked.options.day or row.published_on or frame.today,
        annexes=(annex.title,),
    )
    return Official(
        frame.about,
        (document,),
        len(annex.rows),
        further=lambda fonts: public_sheets(annex, fonts),
    )


def _paragraphs(frame: Frame, wrong: Sequence[FindingRow], asked: Asked) -> Iterator[str]:
    row, board = frame.board.row, frame.board
    streets = sum(one.drawn > 0 for one in board.strata)
    inspectors = sum(one.team_no is not None for one in board.inspectors)
    offices = f"和{row.drawn - row.people}家联动单位" if row.drawn > row.people else ""
    yield set_solid(
        f"{frame.days}，{frame.office}随机抽取{inspectors}名检查人员、{row.people}名网格员"
        f"（占在岗{row.on_duty}人的{share_words(row.people, row.on_duty)}，覆盖{streets}个街道）"
        f"{offices}。现将情况通报公示如下："
    )
    chapters = (
        ("总体情况", [_overall(frame, wrong)]),
        ("分街道情况", ["各街道检查、整改和扣分情况见附件。"]),
        ("主要问题", list(_problems(wrong))),
        ("表扬与提醒", [_praise(frame, wrong, asked)]),
        ("整改要求", [_demand(wrong, asked)]),
    )
    for at, (heading, lines) in enumerate(chapters):
        yield f"{_ORDER[at]}、{heading}"
        yield from map(set_solid, lines)
    seal = frame.seal
    count = seal.first + seal.others
    # Not set solid: a blank in the seed is a part of it.
    yield (
        f"抽取方式：系统随机抽取，名册{count}人，封存校验码{seal.sha256[:16]}，"
        f"种子“{board.seed}”，算法{board.algorithm}，可复验。"
    )


def _overall(frame: Frame, wrong: Sequence[FindingRow]) -> str:
    strata = frame.board.strata
    people, passed = frame.board.row.people, sum(one.passed for one in strata)
    done = sum(one.state in _SETTLED for one in wrong)
    missed = frame.board.row.not_held
    said = f"，未查成{missed}个" if missed else ""
    silent = frame.board.row.drawn - frame.board.row.held
    said += f"，尚有{silent}个没有结果" if silent else ""
    return (
        f"抽查的网格员中合格{passed}人，占{share_words(passed, people)}{said}；"
        f"发现问题{len(wrong)}个，已整改{done}个，整改率{share_words(done, len(wrong))}。"
    )


def _problems(wrong: Sequence[FindingRow]) -> Iterator[str]:
    """By heading, what was found how often; items and never whom."""
    for at, kind in enumerate(CheckKind):
        counts = Counter(one.item_label for one in wrong if one.kind is kind)
        told = "，".join(f"{label}{count}个" for label, count in counts.most_common())
        yield f"（{_ORDER[at]}）{kind.label}"
        yield f"{told or '没有发现问题'}。"


def _praise(frame: Frame, wrong: Sequence[FindingRow], asked: Asked) -> str:
    held = [one for one in frame.board.strata if one.visited and one.drawn]
    clean = [one.name for one in held if not one.findings]
    late = Counter(one.street for one in wrong if one.overdue)
    praised = asked.options.praised or _some(clean)
    reminded = asked.options.reminded or _some(list(late))
    return (
        f"表扬：{praised or '无'}；提醒：{reminded or '无'}。"
        "个人的问题只告知本人和所在街道，不在本通报中列出。"
    )


def _some(names: Sequence[str]) -> str:
    told = "、".join(names[:_NAMED])
    return f"{told}等{len(names)}个单位" if len(names) > _NAMED else told


def _demand(wrong: Sequence[FindingRow], asked: Asked) -> str:
    left = [one for one in wrong if one.state not in _SETTLED]
    if not left and asked.options.reply_by is None:
        return "发现的问题都已整改，请各单位巩固成效，防止反弹。"
    until = asked.options.reply_by or max(one.due_on for one in left)
    return (
        f"尚未整改的{len(left)}个问题，请有关单位于{official_day(until)}前反馈整改情况，"
        "由他人复查后销号。"
    )


def street_table(frame: Frame, annex: str) -> PublicList:
    """The table of documents.md 6: streets by their place, those without a visit at the end."""
    ranks = street_ranks(frame.board.strata)
    rows = sorted(
        (one for one in frame.board.strata if one.drawn or one.offices),
        key=lambda one: (one.unit_id not in ranks, ranks.get(one.unit_id, 0)),
    )
    told: list[tuple[str, ...]] = [
        (
            one.name,
            str(one.on_duty),
            str(one.drawn),
            str(one.passed),
            str(one.findings),
            str(one.rectified),
            share_words(one.rectified, one.findings),
            mark_text(one.deducted_milli),
            str(ranks.get(one.unit_id, "—")),
        )
        for one in rows
    ]
    whole = [sum(getattr(one, name) for one in rows) for name in _SUMMED]
    told.append(
        (
            "合计",
            *map(str, whole[:5]),
            share_words(whole[4], whole[3]),
            mark_text(whole[5]),
            "",
        )
    )
    month = f"{frame.board.row.first_day.year}年{frame.board.row.first_day.month}月"
    return PublicList(
        annex,
        f"{month}“双随机”检查分街道情况",
        _COLUMNS,
        tuple(told),
        "（问题和扣分含联动单位，按平均扣分由少到多排名）",
        owner=0,
    )


_SUMMED = ("on_duty", "drawn", "passed", "findings", "rectified", "deducted_milli")


def street_ranks(strata: Sequence[StratumRow]) -> dict[int, int]:
    """The place of a street by points off for each visit, 1-2-2-4.

    Without a visit it has none, nor has one of which no person was drawn but an office alone.
    """
    means = {
        one.unit_id: Fraction(one.deducted_milli, one.visited)
        for one in strata
        if one.visited and one.drawn
    }
    return {
        unit_id: 1 + sum(other < mean for other in means.values())
        for unit_id, mean in means.items()
    }


def results(work: UnitOfWork, asked: Asked) -> Lists:
    """检查结果: everybody drawn with the mark of each item, for the office itself."""
    frame = read_frame(work, asked)
    rows = asked_visits(work, frame, asked)
    wrong: dict[int, list[str]] = {}
    for one in findings(work, FindingFilter(plan_id=frame.board.row.id)):
        wrong.setdefault(one.visit_id, []).append(f"{one.content}（{one.state.label}）")
    made = []
    for office, name in ((False, "人员"), (True, "联动单位")):
        mine = [row for row in rows if row.office is office]
        if mine:
            made.append(_results(frame, mine, wrong, name, office=office))
    return Lists(frame.about, made)


def _results(
    frame: Frame,
    rows: Sequence[VisitRow],
    wrong: dict[int, list[str]],
    name: str,
    *,
    office: bool,
) -> Listed:
    items = items_for(frame.board.items, office=office)
    columns = (
        number("序号", 6, 14),
        number("组", 5, 12),
        text("街道", 16, 34),
        text("网格或单位", 26, 50),
        *(() if office else (named(28, 12), middle("工号", 12, 30))),
        day("检查日期", 12, 28),
        middle("结果", 10, 24),
        mark("扣分", 18),
        *(middle(item.label, 12, 24) for item in items),
        text("问题", 40, 70),
        text("备注", 20, 34),
    )
    told = [Row(_values(row, items, wrong.get(row.id, []), office=office)) for row in rows]
    return Listed(
        f"{frame.title}结果表（{name}）",
        name,
        columns,
        numbered(told),
        frame.left,
        f"共 {len(rows)} 个　　{frame.right}",
        owner=3 if office else 4,
        notes=("内部使用，不对外公布。对外以通报为准，通报只列单位。",),
        people=0 if office else len(rows),
        large=True,
    )


def _values(
    row: VisitRow, items: Sequence[CheckItem], wrong: Sequence[str], *, office: bool
) -> tuple[Value, ...]:
    marks = [found.label if (found := row.marks.get(item.code)) else "" for item in items]
    return (
        row.team_no,
        row.street,
        row.place,
        *(() if office else (row.name, row.person_number)),
        row.visited_on,
        row.result.label if row.result else "",
        Decimal(row.deducted_milli) / 1000 if row.result else None,
        *marks,
        "；".join(wrong),
        row.note,
    )
