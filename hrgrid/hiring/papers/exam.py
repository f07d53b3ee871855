"""Papers of the written exam: list, slips, seating, door sheets, who did not come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hrgrid.core.errors import UserError
from hrgrid.core.numerals import day_or_blank
from hrgrid.hiring.papers.drawn import Drawn
from hrgrid.hiring.papers.facts import Applicant, Batch, applicants, read_batch
from hrgrid.hiring.papers.listed import Listed, Row, middle, named, number, numbered, text
from hrgrid.hiring.papers.options import Asked
from hrgrid.hiring.rules.words import CandidateState
from hrgrid.paper.seating import Desk as SeatDesk
from hrgrid.paper.seating import Room, door_leaves, plan_leaves
from hrgrid.paper.slips import Slip, slip_leaves
from hrgrid.storage.attachments import content_of
from hrgrid.storage.work import UnitOfWork

RULES = (
    "凭本证和有效居民身份证原件进入考场，对号入座，两证放在桌面右上角。",
    "开考后 30 分钟不得入场，开考 30 分钟后方可交卷离场。",
    "不得携带手机等通讯设备和资料入座，已带入的须关机交监考员统一存放。",
    "在答题纸规定位置填写姓名、准考证号，不得作其他标记。",
    "考试终了信号发出后立即停笔，经监考员清点试卷后方可离场。",
)

_LIST = (
    number("序号", 6, 16),
    middle("考场", 6, 16),
    middle("座位", 6, 16),
    middle("准考证号", 16, 40),
    named(32),
    middle("性别", 6, 16),
    middle("身份证号", 21, 56),
    middle("岗位代码", 12, 26),
    text("本人签名", 14, 48),
    text("备注", 14, 26),
)
_ABSENT = (
    number("序号", 6, 16),
    middle("考场", 6, 18),
    middle("座位", 6, 18),
    middle("准考证号", 16, 48),
    named(36, 10),
    text("报考岗位", 24, 60),
    text("情况（缺考、违纪）", 20, 56),
)
_ROOM_OF = 20
_WATCHED = "监考员签名：______________　______________　　日期：____________"
_COUNTED = (
    "缺考、违纪的在“情况”栏写明，空白行划去。收卷 ______ 份，缺考 ______ 人，合计 ______ 人。\n"
    "监考员签名：______________　______________　　考务负责人签名：______________"
)


def seated(work: UnitOfWork, batch: Batch, asked: Asked) -> list[Applicant]:
    """Everybody with a seat, by room and seat. Raises UserError where there is nobody.

    Who fell out after the seats were given keeps none: the slip would let him in.
    """
    gone = {CandidateState.REJECTED, CandidateState.WITHDRAWN, CandidateState.DISQUALIFIED}
    found = [
        one
        for one in applicants(work, batch, set(CandidateState) - gone, asked.options.candidate_ids)
        if one.admission_no and one.room is not None
    ]
    if not found:
        if batch.written is False:
            raise UserError(f"批次“{batch.title}”不组织笔试，没有考场和准考证。请直接办理面试")
        raise UserError(f"批次“{batch.title}”还没有编排考场。请先编排考场和座位，再输出")
    if asked.options.room is not None:
        rooms = sorted({one.room for one in found if one.room is not None})
        found = [one for one in found if one.room == asked.options.room]
        if not found:
            raise UserError(
                f"没有第 {asked.options.room} 考场。"
                f"这个批次有第 {rooms[0]} 到 {rooms[-1]} 考场，请另选"
            )
    return sorted(found, key=lambda one: one.seated)


def exam_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """考生名册: a page a room for those who watch, and by admission number."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = seated(work, batch, asked)
    rooms = len({one.room for one in people})
    right = f"{rooms} 个考场，{len(people)} 人　　{batch.made}"
    title = f"{batch.title}笔试考生名册"

    def row(one: Applicant) -> tuple[str, ...]:
        position = batch.by_id[one.position_id]
        sheet = (f"{one.room:02d}", f"{one.seat or 0:02d}", one.admission_no, one.name, one.sex)
        return (*sheet, one.id_masked, position.code, "", "")

    by_room = []
    for room, group in groupby(people, key=lambda one: one.room):
        here = list(group)
        for at, one in enumerate(here, start=1):
            heading = f"第 {room} 考场　共 {len(here)} 人" if at == 1 else ""
            foot = _WATCHED if at == len(here) else ""
            by_room.append(Row((at, *row(one)), heading, foot, fresh=at == 1))
    by_number = [Row(row(one)) for one in sorted(people, key=lambda one: one.admission_no)]
    # Thirty of a room, its heading and its signatures stand on one page.
    facts = {"left": _when(batch), "right": right, "owner": 4, "airy": 6, "standing": True}
    made = [
        Listed(title, "按考场座位", _LIST, tuple(by_room), **facts),  # type: ignore[arg-type]
        Listed(
            title,
            "按准考证号",
            _LIST,
            numbered(by_number),
            **facts,  # type: ignore[arg-type]
        ),
    ]
    return batch, made


def absence_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """缺考登记表: a page a room, with the lines of those who are known to have stayed away.

    Before the exam its lines are blank, for those who watch to fill in.
    """
    batch = read_batch(work, asked.batch_id, people=True)
    people = seated(work, batch, asked)
    rows: list[Row] = []
    for room, group in groupby(people, key=lambda one: one.room):
        here = list(group)
        away = [one for one in here if one.state is CandidateState.EXAM_ABSENT]
        told = [
            (
                f"{room:02d}",
                f"{one.seat or 0:02d}",
                one.admission_no,
                one.name,
                batch.by_id[one.position_id].shown,
                "缺考",
            )
            for one in away
        ]
        blank = (f"{room:02d}", "", "", "", "", "")
        lines = [*told, *([blank] * (_ROOM_OF - len(told)))]
        for at, values in enumerate(lines, start=1):
            heading = f"第 {room} 考场　应考 {len(here)} 人" if at == 1 else ""
            foot = _COUNTED if at == len(lines) else ""
            rows.append(Row((at, *values), heading, foot, fresh=at == 1))
    listed = Listed(
        f"{batch.title}笔试缺考登记表",
        "缺考登记",
        _ABSENT,
        tuple(rows),
        _when(batch),
        batch.made,
        owner=4,
        standing=True,
        airy=30,
        size=1050,
        people=len(people),
    )
    return batch, [listed]


def slips(work: UnitOfWork, asked: Asked) -> Drawn:
    """准考证 of everybody with a seat, in the order of rooms and seats."""
    batch = read_batch(work, asked.batch_id, people=True)
    people = seated(work, batch, asked)

    def make() -> Iterator[Slip]:
        for one in people:
            yield _slip(work, batch, one)

    return Drawn(batch, slip_leaves(f"{batch.title}准考证", make), len(people))


def _slip(work: UnitOfWork, batch: Batch, one: Applicant) -> Slip:
    photo = one.photo
    facts = (
        ("姓名", one.name),
        ("性别", one.sex),
        ("准考证号", one.admission_no),
        ("考场", f"第 {one.room} 考场"),
        ("座位", f"{one.seat or 0:02d} 号"),
        ("身份证号", one.id_masked),
        ("报考岗位", batch.by_id[one.position_id].shown),
        ("考试时间", "　".join(filter(None, (day_or_blank(batch.exam_on), batch.exam_time)))),
        ("考试地点", batch.exam_place),
    )
    return Slip(
        f"“{one.name}”（{one.admission_no}）",
        batch.title,
        "笔试准考证",
        facts,
        RULES,
        (lambda: content_of(work, photo)) if photo else None,
    )


def plans(work: UnitOfWork, asked: Asked) -> Drawn:
    """座次表, a page a room."""
    batch, rooms, count = _rooms(work, asked)
    leaves = plan_leaves(f"{batch.title}考场座次表", rooms, asked.options.columns)
    return Drawn(batch, leaves, count)


def doors(work: UnitOfWork, asked: Asked) -> Drawn:
    """门贴, a page a room; it hangs out: names and admission numbers alone."""
    batch, rooms, count = _rooms(work, asked)
    return Drawn(batch, door_leaves(f"{batch.title}考场门贴", rooms), count)


def _rooms(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Room], int]:
    batch = read_batch(work, asked.batch_id, people=True)
    people = seated(work, batch, asked)
    when = "　".join(filter(None, (day_or_blank(batch.exam_on), batch.exam_time)))
    rooms = [
        Room(number or 0, f"{batch.title}笔试", when, batch.exam_place, _desks(list(group)))
        for number, group in groupby(people, key=lambda one: one.room)
    ]
    return batch, rooms, len(people)


def _desks(people: Sequence[Applicant]) -> tuple[SeatDesk, ...]:
    return tuple(SeatDesk(one.seat or 0, one.admission_no, one.name) for one in people)


def _when(batch: Batch) -> str:
    when = "　".join(filter(None, (day_or_blank(batch.exam_on), batch.exam_time)))
    return f"{when}　　{batch.exam_place}"
