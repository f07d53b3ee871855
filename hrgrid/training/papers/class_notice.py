"""开班通知 with its timetable and its list of people: an official paper (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hrgrid.core.errors import UserError
from hrgrid.documents.papers.record import Official
from hrgrid.paper.decision import Document
from hrgrid.paper.fonts import Fonts
from hrgrid.paper.lines import headline, set_solid
from hrgrid.paper.official import Sheet
from hrgrid.paper.public_list import ListColumn, PublicList, public_sheets
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.papers.classes import Taught, hours_text, read_class, unit_of
from hrgrid.training.papers.options import Asked
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.rules.timetable import time_words

_TIMES = (
    ListColumn("日期", 26, centred=True),
    ListColumn("时间", 32, centred=True),
    ListColumn("内容", 52),
    ListColumn("授课人", 26, centred=True),
    ListColumn("地点", 38),
)
_PEOPLE = (
    ListColumn("序号", 12, centred=True),
    ListColumn("姓名", 26, centred=True),
    ListColumn("单位", 84),
    ListColumn("岗位", 30, centred=True),
)


def notice(work: UnitOfWork, asked: Asked) -> Official:
    """The notice; days, places and people are those of the class."""
    taught = read_class(work, asked.subject_id)
    row = taught.row
    if not taught.sheet.sessions:
        raise UserError(
            f"培训班“{row.title}”还没有课次，开班通知里没有时间和地点。请先排课，再输出"
        )
    document = Document(
        organ="",
        number=asked.options.number or row.document_no,
        title=(taught.office, *headline(f"关于举办{set_solid(row.title)}", "的通知")),
        addressee=asked.options.addressee or "各有关单位",
        paragraphs=tuple(set_solid(one) for one in _paragraphs(taught, asked)),
        signers=(taught.office,),
        day=asked.options.day or taught.today,
        annexes=("课程安排表", "参训人员名单"),
    )
    return Official(
        taught.about,
        (document,),
        len(taught.sheet.members),
        further=lambda fonts: _annexes(taught, fonts),
    )


def _paragraphs(taught: Taught, asked: Asked) -> Iterator[str]:
    row, rules = taught.row, taught.sheet.rules
    yield (
        f"为提高网格员队伍业务能力，经研究，决定举办{set_solid(row.title)}。现将有关事项通知如下："
    )
    first = taught.sheet.sessions[0]
    places = list(dict.fromkeys(one.place for one in taught.sheet.sessions if one.place))
    yield "一、时间和地点"
    yield (
        f"培训时间：{taught.days}，共{len(taught.sheet.sessions)}节、"
        f"{hours_text(row.minutes, rules)}学时。课程安排见附件1。"
    )
    if places:
        yield f"培训地点：{'、'.join(places)}。"
    report = asked.options.report_to or first.place
    where = f"到{report}" if report else ""
    day = f"{first.day.month}月{first.day.day}日{time_words(first.begins)}"
    yield f"报到：请于{day}前{where}报到。"
    yield "二、参训人员"
    yield f"共{len(taught.sheet.members)}人，名单见附件2。"
    yield "三、有关要求"
    yield f"1.{_counts(rules, tested=row.tested)}"
    yield "2.因故不能参加的，开课前由所在单位书面请假，不得无故缺席或由他人代为签到。"
    yield "3.请各单位安排好参训人员的工作，确保人员按时到班。"


def _counts(rules: HourRules, *, tested: bool) -> str:
    test = f"，结业测试达到{rules.pass_milli // 1000}分" if tested else ""
    share = f"出勤达到应到学时的{rules.share_bp // 100}%"
    return f"{share}{test}的，认定学时；达不到的不认定学时。"


def _annexes(taught: Taught, fonts: Fonts) -> Sequence[Sheet]:
    sessions = tuple(
        (
            f"{one.day.month}月{one.day.day}日",
            f"{time_words(one.begins)}—{time_words(one.ends)}",
            one.topic,
            one.trainer,
            one.place,
        )
        for one in taught.sheet.sessions
    )
    people = tuple(
        (str(at), one.name, unit_of(one), one.role)
        for at, one in enumerate(taught.sheet.members, start=1)
    )
    times = PublicList("附件1", "课程安排表", _TIMES, sessions, owner=2)
    members = PublicList("附件2", "参训人员名单", _PEOPLE, people, f"（{len(people)}名）")
    return [*public_sheets(times, fonts), *public_sheets(members, fonts)]
