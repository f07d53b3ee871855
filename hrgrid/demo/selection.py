"""The demonstration's selection, from its scheme to the last decision.

Who is nominated with which marks is made up, and against whom somebody objects; everything else
is the use cases' own doing: ties at two lines, one closed by a meeting and one by lot, an objection
that was rejected, one that was upheld, whose place the next of the district takes, and one that
is open when the others are decided.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.core.paths import safe_name
from hrgrid.core.progress import Progress
from hrgrid.demo.furnishing import Size, import_files, people_of, write_book
from hrgrid.demo.places import Row
from hrgrid.honours import service
from hrgrid.honours.queries import QuotaRow, publicity_subject, quota_table
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.words import Tier, TieWay
from hrgrid.honours.service import CampaignForm, Evidence, PublicityForm, TieForm, TiesOpen
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

YEAR = 2024
_CUTOFF = dt.date(YEAR, 12, 31)
_MEETING = Evidence("书记办公会纪要〔2025〕6号", dt.date(2025, 3, 28))
_PUBLICITY = PublicityForm(
    dt.date(2025, 4, 2),
    "委机关公示栏、各单位公示栏",
    "中共示例市委政法委员会综治督导科",
    "0512-66001234",
    accepting_hours="工作日 8:30—17:00",
)
_SECOND_MEETING = Evidence("书记办公会纪要〔2025〕8号", dt.date(2025, 4, 11))
_SECOND_DAY = dt.date(2025, 4, 14)
_DECISION = Evidence("示政法〔2025〕12号", dt.date(2025, 4, 21))
_APPROVAL = PaperApproval("周明", "书记", dt.date(2025, 4, 21), "委务会纪要〔2025〕9号")
_LATER_DECISION = Evidence("示政法〔2025〕15号", dt.date(2025, 4, 28))
_LATER_APPROVAL = PaperApproval("周明", "书记", dt.date(2025, 4, 28), "委务会纪要〔2025〕10号")

HEADINGS = (
    "评定年",
    "推荐单位",
    "称号",
    "推荐次序",
    "姓名",
    "身份证号",
    "网格编码",
    "单位",
    "职务",
    "业绩分",
    "评审分",
)
_LETTERS = (
    "反映日常走访少，台账不实",
    "反映走访登记与实际不符",
    "反映评优期间有脱岗",
)
# Nothing else is wrong with the list; where its shares are not kept the meeting took it so.
_SHARES = "会议研究同意按此名单决定"
_NOMINATED = ("网格员", "网格长")
_TENTH = 10_000


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
    scheme = Scheme(places=plan.places)
    campaign_id = _open(desk, scheme)
    quotas = desk.read(lambda work: quota_table(work, campaign_id))
    files = list(_write_forms(folder, plan, scheme, people_of(size), quotas))
    import_files(desk, "nominations", files, progress)
    desk.write(lambda work: service.close_nominations(work, campaign_id), progress=progress)
    _run(desk, campaign_id, progress)
    _decide(desk, campaign_id, progress)
    return campaign_id


def _open(desk: Desk, scheme: Scheme) -> int:
    begin = dt.date(YEAR, 1, 1)
    desk.write(lambda work: service.keep_scheme(work, scheme, begin), reason="年度评选方案")
    form = CampaignForm(YEAR, "十百千网格员评选", _CUTOFF)
    campaign_id = desk.write(lambda work: service.open_campaign(work, form))
    desk.write(lambda work: service.weigh_districts(work, campaign_id))
    for tier in scheme.tiers:
        desk.write(lambda work, one=tier: service.share_places(work, campaign_id, one))  # type: ignore[misc]
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    desk.write(lambda work: service.start_nominating(work, campaign_id))
    return campaign_id


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
    assert _MEETING.happened_on is not None  # noqa: S101 - it stands above
    for tie in open_ties.ties:
        by_lot = tie.tier is not Tier.SKILLED
        form = TieForm(
            tie.tier,
            tie.district,
            tie.tied[: tie.places],
            TieWay.LOT if by_lot else TieWay.COMMITTEE,
            "市公证处公证员现场监督" if by_lot else "书记办公会",
            _MEETING.happened_on,
        )
        reason = "并列，当场抽签" if by_lot else "并列，会议比较事迹后议定"
        desk.write(lambda work, one=form: service.decide_tie(work, campaign_id, one), reason=reason)  # type: ignore[misc]


# --- before the public, and decided ---------------------------------------------------------------


def _decide(desk: Desk, campaign_id: int, progress: Progress) -> None:
    """Hang out, hear objections, let the next step in, decide all but one, then him."""
    desk.write(lambda work: service.record_committee(work, campaign_id, _MEETING))
    _hang_out(desk, campaign_id, _PUBLICITY.first_day)
    rejected, upheld, waiting = _object(desk, campaign_id)
    _find(desk, rejected, _Found(dt.date(2025, 4, 9), "查阅了走访台账，反映不属实"))
    _find(desk, upheld, _Found(dt.date(2025, 4, 10), "走访登记与实际不符，取消资格", upheld=True))
    desk.write(lambda work: service.end_publicity(work, campaign_id))
    _run(desk, campaign_id, progress, "异议成立，由下一名递补")
    desk.write(lambda work: service.record_committee(work, campaign_id, _SECOND_MEETING))
    _hang_out(desk, campaign_id, _SECOND_DAY)
    desk.write(lambda work: service.end_publicity(work, campaign_id))
    _decide_part(desk, campaign_id, _DECISION, _APPROVAL)
    _find(desk, waiting, _Found(dt.date(2025, 4, 24), "调取了考勤和派单记录，反映不属实"))
    _decide_part(desk, campaign_id, _LATER_DECISION, _LATER_APPROVAL)


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


# --- the forms ------------------------------------------------------------------------------------


def _write_forms(
    folder: Path, plan: _Plan, scheme: Scheme, people: Sequence[Row], quotas: Sequence[QuotaRow]
) -> Iterator[Path]:
    """A workbook a unit, with a fifth more names than it has places, one of them tied."""
    chance = random.Random("honours")  # noqa: S311 - made-up marks, repeatable on purpose
    by_unit: dict[str, list[Row]] = {}
    for row in people:
        if row["岗位"] in _NOMINATED:
            by_unit.setdefault(row[plan.unit], []).append(row)
    for at, quota in enumerate(quotas):
        pool = by_unit[quota.name]
        chance.shuffle(pool)
        rows: list[Row] = []
        for tier in scheme.tiers:
            places = quota.places.get(tier, 0)
            wanted = -(-places * scheme.nominate_bp // _TENTH)
            named = [pool.pop() for _ in range(max(wanted, places + 1) if places else 0)]
            marks = _marks(chance, len(named), tied_at=places if _is_tied(at, tier) else None)
            rows += [
                _row(quota.name, tier, rank, row, own)
                for rank, (row, own) in enumerate(zip(named, marks, strict=True), start=1)
            ]
        path = folder / safe_name(f"推荐表 {quota.name}.xlsx")
        write_book(path, "推荐表", HEADINGS, rows)
        yield path


def _is_tied(at: int, tier: Tier) -> bool:
    # Two ties are made on purpose, so that the demonstration shows how people close them.
    return (at, tier) in {(0, Tier.SKILLED), (1, Tier.EXCELLENT)}


def _marks(chance: random.Random, count: int, tied_at: int | None) -> list[tuple[int, int]]:
    """Merit and review in hundredths, the best first; the last one in and the first out alike."""
    marks = [(chance.randrange(8_200, 9_900), chance.randrange(8_400, 9_850)) for _ in range(count)]
    marks.sort(key=lambda own: 4 * own[0] + 6 * own[1], reverse=True)
    if tied_at:
        marks[tied_at] = marks[tied_at - 1]
    return marks


def _row(unit: str, tier: Tier, rank: int, person: Row, marks: tuple[int, int]) -> Row:
    merit, review = (f"{mark // 100}.{mark % 100:02d}" for mark in marks)
    return {
        "评定年": str(YEAR),
        "推荐单位": unit,
        "称号": tier.label,
        "推荐次序": str(rank),
        "姓名": person["姓名"],
        "身份证号": person["身份证号"],
        "网格编码": person["网格编码"],
        "单位": f"{person['街道']}{person['社区']}",
        "职务": f"{person['专兼职']}{person['岗位']}",
        "业绩分": merit,
        "评审分": review,
    }
