"""The demonstration's selection, from its scheme to the last decision.

Who is nominated with which marks is made up, and against whom somebody objects; everything else
is the use cases' own doing: a plan of working days, a panel's marks and the public's votes, ties at
two lines, one closed by a meeting and one by lot, the committee's vote, an objection that was
rejected, one that was upheld, whose place the next of the district takes, and one that is open when
the others are decided; units and teams are honoured beside the people.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.core.progress import Progress
from hrgrid.demo.collectives import choose_collective_honours
from hrgrid.demo.furnishing import Size, import_files, people_of
from hrgrid.demo.nominating import YEAR, nominees, write_forms
from hrgrid.demo.reviewing import MET_ON, judge, let_the_public_vote, vote
from hrgrid.honours import service
from hrgrid.honours.queries import publicity_subject, quota_table
from hrgrid.honours.queries.timetable import timetable
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.timetable import Stage, TimetableForm
from hrgrid.honours.rules.words import Tier, TieWay
from hrgrid.honours.service import CampaignForm, Evidence, PublicityForm, TieForm, TiesOpen
from hrgrid.honours.service.honouring import decide_collectives
from hrgrid.honours.service.timetable import plan_timetable
from hrgrid.publicity.queries import entries_of, notice_by_subject
from hrgrid.publicity.rules import ObjectionHow
from hrgrid.publicity.service import (
    Finding,
    ObjectionForm,
    accept_objection,
    assign_investigator,
    decide_objection,
    file_objection,
    record_reply,
)
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork

_CUTOFF = dt.date(YEAR, 12, 31)
_BEGAN_ON = dt.date(2025, 3, 3)
_DAYS = {Stage.NOMINATING: 8, Stage.REVIEW: 4}
"""Where the office plans other working days than are offered."""
_PUBLICITY = PublicityForm(
    dt.date(2025, 4, 2),
    "委机关公示栏、各单位公示栏",
    "中共示例市委政法委员会综治督导科",
    "0512-66001234",
    accepting_hours="工作日 8:30—17:00",
)
_SECOND_DAY = dt.date(2025, 4, 14)
_DECISION = Evidence("示政法〔2025〕12号", dt.date(2025, 4, 21))
_APPROVAL = PaperApproval("周明", "书记", dt.date(2025, 4, 21), "委务会纪要〔2025〕9号")
_LATER_DECISION = Evidence("示政法〔2025〕15号", dt.date(2025, 4, 28))
_LATER_APPROVAL = PaperApproval("周明", "书记", dt.date(2025, 4, 28), "委务会纪要〔2025〕10号")

_LETTERS = (
    "反映日常走访少，台账不实",
    "反映走访登记与实际不符",
    "反映评优期间有脱岗",
)
# Nothing else is wrong with the list; where its shares are not kept the meeting took it so.
_SHARES = "会议研究同意按此名单决定"


@dataclass(frozen=True)
class _Plan:
    """How many places each tier has, and by which heading of a roster units share them."""

    places: dict[Tier, int]
    unit: str


def _plan(pioneers: int, excellent: int, skilled: int, unit: str) -> _Plan:
    counts = (pioneers, excellent, skilled)
    return _Plan(dict(zip(Tier, counts, strict=True)), unit)


_PLANS = {
    Size.VILLAGE: _plan(1, 6, 12, "社区"),
    Size.TOWN: _plan(5, 20, 100, "街道"),
    Size.CITY: _plan(10, 100, 1000, "区县"),
}


def select_honours(desk: Desk, folder: Path, size: Size, progress: Progress) -> int:
    """Take a campaign through all its steps to the decision; returns its id."""
    plan = _PLANS[size]
    scheme = Scheme(places=plan.places, review_bp=5_000, public_bp=1_000)
    campaign_id = _open(desk, scheme)
    quotas = desk.read(lambda work: quota_table(work, campaign_id))
    forms = nominees(plan.unit, scheme, people_of(size), quotas)
    import_files(desk, "nominations", write_forms(folder, forms), progress)
    desk.write(lambda work: service.close_nominations(work, campaign_id), progress=progress)
    judge(desk, campaign_id)
    let_the_public_vote(desk, folder, forms, progress)
    _run(desk, campaign_id, progress)
    vote(desk, campaign_id)
    choose_collective_honours(desk, campaign_id, size)
    _decide(desk, campaign_id, progress)
    return campaign_id


def _open(desk: Desk, scheme: Scheme) -> int:
    begin = dt.date(YEAR, 1, 1)
    desk.write(lambda work: service.keep_scheme(work, scheme, begin), reason="年度评选方案")
    form = CampaignForm(YEAR, "十百千网格员评选", _CUTOFF)
    campaign_id = desk.write(lambda work: service.open_campaign(work, form))
    _plan_days(desk, campaign_id)
    desk.write(lambda work: service.weigh_districts(work, campaign_id))
    for tier in scheme.tiers:
        desk.write(lambda work, one=tier: service.share_places(work, campaign_id, one))  # type: ignore[misc]
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    desk.write(lambda work: service.start_nominating(work, campaign_id))
    return campaign_id


def _plan_days(desk: Desk, campaign_id: int) -> None:
    offered = desk.read(lambda work: timetable(work, campaign_id)).form
    form = TimetableForm(_BEGAN_ON, {**offered.days, **_DAYS})
    desk.write(lambda work: plan_timetable(work, campaign_id, form))


def _run(desk: Desk, campaign_id: int, progress: Progress, reason: str = "按方案计算") -> None:
    """Compute; what is tied at a line is decided by the meeting, as an office would."""
    while True:
        try:
            done = desk.write(
                lambda work: service.run_selection(work, campaign_id),
                reason=reason,
                progress=progress,
            )
        except TiesOpen as open_ties:
            _close_ties(desk, campaign_id, open_ties)
        else:
            break
    desk.write(lambda work: service.apply_run(work, done.run_id), reason="按计算结果提交会议")


def _close_ties(desk: Desk, campaign_id: int, open_ties: TiesOpen) -> None:
    """The committee weighs those of the largest tier; higher up, where deeds are alike, the lot."""
    for tie in open_ties.ties:
        by_lot = tie.tier is not Tier.SKILLED
        form = TieForm(
            tie.tier,
            tie.district,
            tie.tied[: tie.places],
            TieWay.LOT if by_lot else TieWay.COMMITTEE,
            "市公证处公证员现场监督" if by_lot else "书记办公会",
            MET_ON,
        )
        reason = "并列，当场抽签" if by_lot else "并列，会议比较事迹后议定"
        desk.write(lambda work, one=form: service.decide_tie(work, campaign_id, one), reason=reason)  # type: ignore[misc]


# --- before the public, and decided ---------------------------------------------------------------


def _decide(desk: Desk, campaign_id: int, progress: Progress) -> None:
    """Hang out, hear objections, let the next step in, decide all but one, then him."""
    _hang_out(desk, campaign_id, _PUBLICITY.first_day)
    rejected, upheld, waiting = _object(desk, campaign_id)
    _find(desk, rejected, _Found(dt.date(2025, 4, 9), "查阅了走访台账，反映不属实"))
    _find(desk, upheld, _Found(dt.date(2025, 4, 10), "走访登记与实际不符，取消资格", upheld=True))
    desk.write(lambda work: service.end_publicity(work, campaign_id))
    _run(desk, campaign_id, progress, "异议成立，由下一名递补")
    # The committee voted on those who may step in as well.
    desk.write(lambda work: service.adopt_vote(work, campaign_id))
    _hang_out(desk, campaign_id, _SECOND_DAY)
    desk.write(lambda work: service.end_publicity(work, campaign_id))
    _decide_part(desk, campaign_id, _DECISION, _APPROVAL)
    _find(desk, waiting, _Found(dt.date(2025, 4, 24), "调取了考勤和派单记录，反映不属实"))
    _decide_part(desk, campaign_id, _LATER_DECISION, _LATER_APPROVAL)
    desk.write(lambda work: decide_collectives(work, campaign_id))


def _hang_out(desk: Desk, campaign_id: int, first_day: dt.date) -> None:
    form = replace(_PUBLICITY, first_day=first_day)
    desk.write(
        lambda work: service.publicise(work, campaign_id, form),
        reason="公示已于当日张贴，系统里补登记",
    )


def _object(desk: Desk, campaign_id: int) -> tuple[int, int, int]:
    """Three people of the list are spoken against by letter; the ids of the objections."""

    def job(work: UnitOfWork) -> tuple[int, int, int]:
        shown = notice_by_subject(work, publicity_subject(campaign_id))[0]
        # The last of the list: those of the largest tier, each with a reserve behind him.
        last = entries_of(work, shown.id)[-3:]
        letters = zip(
            last, _LETTERS, (dt.date(2025, 4, 3), dt.date(2025, 4, 7), dt.date(2025, 4, 8)),
            strict=True,
        )  # fmt: skip
        ids = [
            file_objection(
                work,
                shown.id,
                ObjectionForm(
                    entry.target, ObjectionHow.NAMED, content, day, "赵反映", "13900001111"
                ),
            )
            for entry, content, day in letters
        ]
        for one in ids:
            accept_objection(work, one)
            assign_investigator(work, one, work.actor.operator_id)
        return ids[0], ids[1], ids[2]

    return desk.write(job)


@dataclass(frozen=True)
class _Found:
    """What came of an objection."""

    on: dt.date
    told: str
    upheld: bool = False


def _find(desk: Desk, objection: int, found: _Found) -> None:
    """Decided on paper, and answered."""

    def job(work: UnitOfWork) -> None:
        paper = f"核查报告〔2025〕{objection}号"
        finding = Finding(found.upheld, found.told, found.on, "周明", "书记", paper)
        decide_objection(work, objection, finding)
        record_reply(work, objection, found.on, "当面答复，反映人无异议")

    desk.write(job, reason="按核查结果办理")


def _decide_part(desk: Desk, campaign_id: int, decision: Evidence, approval: PaperApproval) -> None:
    desk.write(lambda work: service.propose(work, campaign_id))
    subject = desk.read(lambda work: service.award_subject(work, campaign_id))
    desk.write(lambda work: record_paper_approval(work, subject, approval))
    desk.write(lambda work: service.decide(work, campaign_id, decision), reason=_SHARES)
