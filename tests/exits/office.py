"""A small office with somebody of each kind of engagement, and how a case of theirs is led.

All happens in the spring of 2026; today is any later day.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from hrgrid.exits.queries.board import case_board
from hrgrid.exits.rules.case_forms import (
    ApproveForm,
    AskForm,
    ConsentForm,
    Delivery,
    ExecuteForm,
    HearForm,
    NoticeForm,
    OpenForm,
    OpinionForm,
    ProposeForm,
    ProtectForm,
    ReassessForm,
    RemedyForm,
    RemedyResult,
    TalkForm,
    TellForm,
    WarnForm,
)
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.words import (
    ConsentLevel,
    FaultItem,
    Ground,
    Opinion,
    OpinionKind,
    Protection,
    RemedyKind,
    Trigger,
)
from hrgrid.exits.service.approving import approve_exit
from hrgrid.exits.service.cases import open_case
from hrgrid.exits.service.consents import add_consent
from hrgrid.exits.service.executing import Executed, execute_exit
from hrgrid.exits.service.hearings import hear, tell_person
from hrgrid.exits.service.notices import notify
from hrgrid.exits.service.opinions import ask_opinion, record_opinion
from hrgrid.exits.service.proposing import propose
from hrgrid.exits.service.protections import answer_protections
from hrgrid.exits.service.reassessing import reassess
from hrgrid.exits.service.remedies import begin_remedy, finish_remedy
from hrgrid.exits.service.talks import hold_talk, warn
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment, Engagement
from hrgrid.workforce.service.engaging import ContractForm, Engaging, engage
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from tests.hiring.build import area, grid, id_number, plant

__all__ = ["area", "grid"]

PEOPLE = {
    "赵一": Engagement.CONTRACT,
    "钱二": Engagement.DISPATCH,
    "孙三": Engagement.PART_TIME,
    "李四": Engagement.VOLUNTEER,
    "周五": Engagement.CONTRACT,
    "吴六": None,
}
"""Everybody by how he is engaged; the fifth is on probation, of the last nothing is on file."""
SINCE = dt.date(2020, 1, 1)
PROBATION = dt.date(2026, 6, 30)


def on(month: int, day: int) -> dt.date:
    """A day of the year."""
    return dt.date(2026, month, day)


def settle(work: UnitOfWork) -> None:
    """Everybody in a grid of 东街道."""
    grids = plant(work, {"东街道": 6, "西街道": 1})["东街道"]
    roles = Enlisting(work, tree_index(work, work.today)).roles
    given = []
    for at, (name, kind) in enumerate(PEOPLE.items()):
        full = kind in (Engagement.CONTRACT, Engagement.DISPATCH, None)
        since = on(1, 1) if name == "周五" else SINCE
        post = PostForm(
            grids[at], roles["网格员"], Employment.FULL if full else Employment.PART, since
        )
        contract = ContractForm(kind, "示例区政法委", since, None) if kind else None
        if name == "周五" and contract is not None:
            contract = ContractForm(contract.kind, contract.employer, since, None, PROBATION)
        given.append(Engaging(PersonForm(name, id_number(at)), post, contract))
    engage(work, given)


def person_of(work: UnitOfWork, name: str) -> int:
    """The id of somebody by his name."""
    return work.session.scalars(select(Person.id).where(Person.name == name)).one()


def post_of(work: UnitOfWork, name: str) -> int:
    """The newest post of somebody."""
    query = select(Post.id).where(Post.person_id == person_of(work, name)).order_by(Post.id.desc())
    return work.session.scalars(query.limit(1)).one()


def opened(
    desk: Desk,
    name: str = "赵一",
    cause: Trigger = Trigger.SCORE,
    opened_on: dt.date | None = None,
    **given: object,
) -> int:
    """A case of somebody; its id."""

    def write(work: UnitOfWork) -> int:
        form = OpenForm(
            person_of(work, name),
            cause,
            "2026 年 2 月考核 58.5 分",
            opened_on or on(3, 2),
            post_id=post_of(work, name),
            first_assessor="科长甲",
        )
        from dataclasses import replace

        return open_case(work, replace(form, **given))  # type: ignore[arg-type]

    return desk.write(write)


def board(desk: Desk, case_id: int) -> CaseBoard:
    """All of a case."""
    return desk.read(lambda work: case_board(work, case_id))


WARN = WarnForm(on(3, 3), "东街预〔2026〕1号", on(3, 5), "街道二楼会议室")
TALK = TalkForm(on(3, 5), "街道二楼会议室", "科长甲、赵一", "指出巡查次数不够", "愿意改进")
REMEDY = RemedyForm(RemedyKind.TRAINING, on(3, 9), on(4, 10), "网格业务补训", 900)
DONE = RemedyResult(on(4, 10), "已学完", 900)


def warned(desk: Desk, name: str = "赵一") -> int:
    """下发预警."""
    case = opened(desk, name)
    desk.write(lambda work: warn(work, case, WARN))
    return case


def talked(desk: Desk, name: str = "赵一") -> int:
    """约谈."""
    case = warned(desk, name)
    desk.write(lambda work: hold_talk(work, case, TALK))
    return case


def helped(desk: Desk, name: str = "赵一", *, done: bool = True) -> int:
    """补训, with its result when `done`."""
    case = talked(desk, name)
    remedy = desk.write(lambda work: begin_remedy(work, case, REMEDY))
    if done:
        desk.write(lambda work: finish_remedy(work, case, remedy, DONE))
    return case


def reassessing(remedy_id: int, score: int = 55_000, **given: object) -> ReassessForm:
    """再考核 on 13 April."""
    form = ReassessForm(remedy_id, on(4, 13), "科长乙", score, "月度考核办法")
    from dataclasses import replace

    return replace(form, **given)  # type: ignore[arg-type]


def reassessed(desk: Desk, name: str = "赵一", score: int = 55_000) -> int:
    """再考核, not passed unless `score` says so."""
    case = helped(desk, name)
    remedy = board(desk, case).remedies[-1].id
    desk.write(lambda work: reassess(work, case, reassessing(remedy, score)))
    return case


UNFIT = ProposeForm(Ground.INCOMPETENT, "2 月、4 月两次考核分别 58.5 分、55 分", on(4, 15))
FAULT = ProposeForm(Ground.FAULT, "2026-02-20 擅离岗位，造成严重后果", on(3, 10), FaultItem.DAMAGE)


def proposed(desk: Desk, name: str = "赵一", form: ProposeForm = UNFIT) -> int:
    """拟退出, after the remedy where the ground asks for it."""
    unfit = form.ground is Ground.INCOMPETENT
    case = reassessed(desk, name) if unfit else opened(desk, name, Trigger.INCIDENT)
    desk.write(lambda work: propose(work, case, form))
    return case


def answers(day: dt.date, *blocking: Protection) -> ProtectForm:
    """Each item answered, no but for `blocking`."""
    return ProtectForm({item: item in blocking for item in Protection}, day)


def checked(desk: Desk, name: str = "赵一", form: ProposeForm = UNFIT) -> int:
    """保护情形 all answered no."""
    case = proposed(desk, name, form)
    assert desk.write(lambda work: answer_protections(work, case, answers(on(4, 16))))
    return case


def heard(desk: Desk, name: str = "赵一", form: ProposeForm = UNFIT) -> int:
    """告知, and he spoke."""
    case = checked(desk, name, form)
    desk.write(lambda work: tell_person(work, case, TellForm(Delivery(on(4, 17)))))
    said = HearForm("heard", on(4, 20), "家里有病人，请求再给机会", "经核实，两次考核无误")
    desk.write(lambda work: hear(work, case, said))
    return case


def asked(desk: Desk, case: int, kind: OpinionKind, day: dt.date) -> None:
    """Ask somebody for an opinion."""
    desk.write(
        lambda work: ask_opinion(work, case, kind, AskForm("区总工会", day, "函〔2026〕1号"))
    )


def agreed(desk: Desk, case: int, kind: OpinionKind, day: dt.date) -> None:
    """Asked, and no objection."""
    asked(desk, case, kind, day)
    form = OpinionForm(Opinion.AGREES, day)
    desk.write(lambda work: record_opinion(work, case, kind, form))


def reviewed(desk: Desk, name: str = "赵一", form: ProposeForm = UNFIT) -> int:
    """工会 and 合法性审查 without objection."""
    case = heard(desk, name, form)
    agreed(desk, case, OpinionKind.UNION, on(4, 22))
    agreed(desk, case, OpinionKind.LEGAL, on(4, 24))
    return case


def consent(level: ConsentLevel, day: dt.date, *, agrees: bool = True) -> ConsentForm:
    """What a level says."""
    return ConsentForm(level, agrees, "王主任", "主任", day, "" if agrees else "再给一次机会")


def consented(desk: Desk, case: int, day: dt.date) -> None:
    """Every level agrees, from below."""
    for level in ConsentLevel:
        desk.write(lambda work, level=level: add_consent(work, case, consent(level, day)))


def approval(day: dt.date) -> ApproveForm:
    """批准 recorded from paper."""
    return ApproveForm("示政法〔2026〕9号", "刘书记", "区委政法委书记", day)


def approved(desk: Desk, name: str = "赵一", form: ProposeForm = UNFIT) -> int:
    """批准 on paper, the way that the ground asks for."""
    case = reviewed(desk, name, form)
    consented(desk, case, on(4, 27))
    desk.write(lambda work: approve_exit(work, case, approval(on(4, 28))))
    return case


NOTICE = NoticeForm(Delivery(on(4, 29), number="示解〔2026〕1号"), on(5, 29))


def notified(desk: Desk, name: str = "赵一", form: ProposeForm = UNFIT) -> int:
    """送达通知 with thirty days."""
    case = approved(desk, name, form)
    desk.write(lambda work: notify(work, case, NOTICE))
    return case


def executed(desk: Desk, name: str = "赵一", form: ProposeForm = UNFIT) -> tuple[int, Executed]:
    """离岗."""
    case = notified(desk, name, form)
    came = desk.write(lambda work: execute_exit(work, case, ExecuteForm(on(5, 29))))
    return case, came
