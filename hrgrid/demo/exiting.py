"""Three on the lawful path: one recovers, one leaves, a part-timer's one paper; and their papers.

All that happens lies in the spring after the year that was assessed. The day of each step is its
own; the ground is never a rank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.demo.printing import PaperRow
from hrgrid.exits.papers import paper_by_code, write_paper
from hrgrid.exits.queries.board import case_board
from hrgrid.exits.queries.choices import who_may_leave
from hrgrid.exits.rules.case_forms import (
    ApproveForm,
    AskForm,
    ConsentForm,
    Delivery,
    ExecuteForm,
    HearForm,
    LiftForm,
    NoticeForm,
    OpenForm,
    OpinionForm,
    ProposeForm,
    ProtectForm,
    ReassessForm,
    RemedyForm,
    RemedyResult,
    SeveranceForm,
    TalkForm,
    TellForm,
    WarnForm,
)
from hrgrid.exits.rules.case_rows import PostChoice
from hrgrid.exits.rules.words import (
    ConsentLevel,
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
from hrgrid.exits.service.executing import execute_exit
from hrgrid.exits.service.hearings import hear, tell_person
from hrgrid.exits.service.notices import notify
from hrgrid.exits.service.opinions import ask_opinion, record_opinion
from hrgrid.exits.service.proposing import propose
from hrgrid.exits.service.protections import answer_protections
from hrgrid.exits.service.reassessing import lift_warning, reassess
from hrgrid.exits.service.remedies import begin_remedy, finish_remedy
from hrgrid.exits.service.settling import reckon_severance
from hrgrid.exits.service.talks import hold_talk, warn
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.rules import Engagement

FOLDER = "退出管理"
YEAR = 2026
_WHY = "补录退出事项"
_FIRST, _SECOND = "考核科甲", "考核科乙"
_PASSED, _FAILED = 78_000, 55_000
_PAY = 450_000
_FULL = (Engagement.CONTRACT, Engagement.DISPATCH)
_RECOVERED = (("warning", "notice"), ("talk", "form"), ("remedy", "notice"), ("relief", "notice"))
_LEFT = (
    ("reassessment", "notice"),
    ("proposal", "notice"),
    ("union", "notice"),
    ("approval", "form"),
    ("notice", "notice"),
    ("severance", "form"),
    ("proof", "notice"),
)

T = TypeVar("T")


@dataclass(frozen=True)
class Exits:
    """The cases that were led; None where nobody is engaged in that way."""

    recovered: int | None
    left: int | None
    released: int | None


@dataclass(frozen=True)
class _Led:
    """A case, for whoever does its deeds one after the other."""

    desk: Desk
    id: int

    def do(self, deed: Callable[..., T], *given: object) -> T:
        """One deed on the case in a unit of work of its own."""
        return self.desk.write(lambda work: deed(work, self.id, *given), reason=_WHY)


def lead_exits(desk: Desk, progress: Progress) -> Exits:
    """A warning that ends well, an exit on the whole path, the short path of a part-timer."""
    progress.begin("办理退出事项")
    choices = desk.read(_choices)
    full = [one for one in choices if one.engagement in _FULL]
    short = [one for one in choices if one.engagement not in (*_FULL, None)]
    return Exits(
        _recover(desk, full[0]) if full else None,
        _leave(desk, full[1]) if len(full) > 1 else None,
        _release(desk, short[0]) if short else None,
    )


def _choices(work: UnitOfWork) -> list[PostChoice]:
    return sorted(who_may_leave(work, ""), key=lambda one: one.staff_number)


def _on(month: int, day: int) -> dt.date:
    return dt.date(YEAR, month, day)


def _begin(desk: Desk, whom: PostChoice, cause: Trigger, words: str) -> _Led:
    form = OpenForm(
        whom.person_id, cause, words, _on(3, 2), post_id=whom.post_id, first_assessor=_FIRST
    )
    return _Led(desk, desk.write(lambda work: open_case(work, form), reason=_WHY))


def _help(desk: Desk, whom: PostChoice, words: str, score: int) -> _Led:
    """From the warning to the reassessment by somebody else."""
    case = _begin(desk, whom, Trigger.SCORE, words)
    year, street = YEAR, "街道会议室"
    case.do(warn, WarnForm(_on(3, 3), f"示预〔{year}〕{case.id}号", _on(3, 5), street))
    said = TalkForm(_on(3, 5), street, f"{_FIRST}、{whom.name}", "指出巡查次数不够", "愿意改进")
    case.do(hold_talk, said)
    remedy = RemedyForm(RemedyKind.TRAINING, _on(3, 9), _on(4, 10), "网格业务补训", 16 * 45)
    remedy_id = case.do(begin_remedy, remedy)
    case.do(finish_remedy, remedy_id, RemedyResult(_on(4, 10), "学完全部课程", 16 * 45))
    form = ReassessForm(remedy_id, _on(4, 13), _SECOND, score, "月度考核办法")
    case.do(reassess, form)
    return case


def _recover(desk: Desk, whom: PostChoice) -> int:
    case = _help(desk, whom, f"{YEAR} 年 2 月考核 58.5 分", _PASSED)
    case.do(lift_warning, LiftForm(_on(4, 14), "再考核合格"))
    return case.id


def _leave(desk: Desk, whom: PostChoice) -> int:
    case = _help(desk, whom, f"{YEAR} 年 1 月、2 月考核 57 分、58.5 分", _FAILED)
    facts = "两次月度考核不合格，补训后再考核 55 分，仍不合格"
    case.do(propose, ProposeForm(Ground.INCOMPETENT, facts, _on(4, 15)))
    answers = dict.fromkeys(Protection, False)
    case.do(answer_protections, ProtectForm(answers, _on(4, 16)))
    case.do(tell_person, TellForm(Delivery(_on(4, 17), number=f"示告〔{YEAR}〕{case.id}号")))
    case.do(hear, HearForm("heard", _on(4, 20), "请求再给机会", "经核实，考核无误"))
    for kind, asked, day in (
        (OpinionKind.UNION, "市总工会", _on(4, 22)),
        (OpinionKind.LEGAL, "法律顾问", _on(4, 24)),
    ):
        case.do(ask_opinion, kind, AskForm(asked, day, f"示函〔{YEAR}〕{case.id}号"))
        case.do(record_opinion, kind, OpinionForm(Opinion.AGREES, day))
    for level in (ConsentLevel.COMMUNITY, ConsentLevel.STREET, ConsentLevel.DISTRICT):
        case.do(add_consent, ConsentForm(level, True, "王主任", "主任", _on(4, 27), ""))  # noqa: FBT003
    number = f"示政法〔{YEAR}〕{case.id}号"
    case.do(approve_exit, ApproveForm(number, "刘书记", "政法委书记", _on(4, 28)))
    case.do(notify, NoticeForm(Delivery(_on(4, 29), number=number), _on(5, 29)))
    case.do(execute_exit, ExecuteForm(_on(5, 29)))
    case.do(reckon_severance, SeveranceForm(monthly_fen=_PAY))
    return case.id


def _release(desk: Desk, whom: PostChoice) -> int:
    case = _begin(desk, whom, Trigger.OWN_WISH, "本人提出不再兼任")
    case.do(propose, ProposeForm(Ground.ROLE_ENDED, "本人工作调动，不再兼任", _on(3, 10)))
    number = f"示政法〔{YEAR}〕{case.id}号"
    case.do(approve_exit, ApproveForm(number, "刘书记", "政法委书记", _on(3, 11)))
    case.do(execute_exit, ExecuteForm(_on(3, 12)))
    return case.id


def _number(case_id: int, work: UnitOfWork) -> str:
    return case_board(work, case_id).card.row.number


def write_exit_papers(desk: Desk, folder: Path, exits: Exits, progress: Progress) -> list[PaperRow]:
    """What each of them was given, and the year's report."""
    into = folder / FOLDER
    into.mkdir(parents=True, exist_ok=True)

    def write(about: int, code: str, kind: str, beside: str) -> PaperRow:
        paper = paper_by_code(code)
        path = into / safe_name(f"{beside}{paper.label}.{Form.PDF.value}")
        done = write_paper(desk, code, about, path, Form.PDF, progress=progress)
        return PaperRow(done.path, kind, done.pages, done.rows, f"{paper.label}：{paper.hint}")

    rows = []
    for case, wanted in (
        (exits.recovered, _RECOVERED),
        (exits.left, _LEFT),
        (exits.released, (("release", "notice"),)),
    ):
        if case is not None:
            number = desk.read(partial(_number, case))
            rows += [write(case, code, kind, f"{number} ") for code, kind in wanted]
    if rows:
        rows += [
            write(YEAR, "case_list", "register", ""),
            write(YEAR, "year_exits", "report", f"{YEAR}年"),
        ]
    return rows
