"""推荐审批表 of nominees, and 推荐汇总表 of what every district nominates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import on_record
from hrgrid.documents.papers.written import Written
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import CampaignRow, campaign, quota_table
from hrgrid.honours.queries.approving import Approved, approvals
from hrgrid.honours.queries.nominating import NomineeForm, nominee_forms
from hrgrid.honours.rules.nominating import BookletConsent, NominatedBy, deeds_length
from hrgrid.paper.boxes import write_leaves
from hrgrid.paper.forms import Form
from hrgrid.paper.lists import Listed, Row, middle, named, number, text, write_lists
from hrgrid.paper.records import Fact, RecordSheet, record_leaves
from hrgrid.paper.sheets import SheetColumn, SheetPlan, write_workbook
from hrgrid.paper.worksheets import sheet_name
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

_FIRST, _FURTHER = 330, 1_050
"""Characters of deeds on the sheet itself, and on each page that goes on."""

_MOST_SHEETS = 200
_SEAL = "（盖章）　　　　　　　　年　　月　　日"
_SIGNED = ("本人签名：________________　　　　日期：________________",)
_COLUMNS = (SheetColumn("项目", 20), SheetColumn("内容", 80, wrapped=True))


# --- approval sheets ------------------------------------------------------------------------------


def write_nomination_sheets(
    desk: Desk,
    campaign_id: int,
    path: Path,
    form: Form,
    *,
    area_id: int | None = None,
    nomination_id: int | None = None,
    progress: Progress | None = None,
) -> Written:
    """推荐审批表 of one nominee, of a district's or of all, a page or a sheet each.

    Raises UserError where nobody is nominated, and for a workbook of more than 200 people.
    """
    steps = progress or Progress()
    found, told = desk.read(
        lambda work: _approvals(work, campaign_id, area_id, nomination_id), steps
    )
    if form is Form.XLSX and len(told) > _MOST_SHEETS:
        raise UserError(
            f"一个工作簿最多放 {_MOST_SHEETS} 人，选了 {len(told):,} 人。请按单位导出，或导出 PDF"
        )
    with paper_file(path) as part:
        if form is Form.PDF:
            pages = [page for one in told for page in _pages(found, one)]
            count = write_leaves(part, record_leaves("推荐审批表", pages), None, steps)
        else:
            count = len(write_workbook(part, _sheets(found, told)))
        after = {"people": len(told), "form": form.value}
        on_record(desk, "write_nomination_sheets", campaign_name(found), after)
    return Written(path, count, len(told))


def _approvals(
    work: UnitOfWork, campaign_id: int, area_id: int | None, nomination_id: int | None
) -> tuple[CampaignRow, list[Approved]]:
    work.require(Right.PRINT_PAPERS)
    found = campaign(work, campaign_id)
    forms = nominee_forms(work, campaign_id, area_id, nomination_id)
    if not forms:
        raise UserError("还没有推荐对象，没有审批表可出。请先录入或收回推荐表")
    return found, approvals(work, campaign_id, forms)


def _pages(found: CampaignRow, one: Approved) -> Iterator[RecordSheet]:
    form = one.form
    title = f"“{form.tier.label}”推荐审批表"
    left = f"推荐单位：{form.district}"
    right = f"{found.year} 年度　{_place(form)}"
    first, *further = _parts(form.deeds)
    tail = "\n（接下页）" if further else ""
    yield RecordSheet(
        title,
        left,
        right,
        (
            *(Fact(label, told) for label, told in _person(one)),
            Fact("主要事迹", first + tail, 5),
            *_opinions(form),
        ),
        _SIGNED,
    )
    for at, part in enumerate(further, start=2):
        yield RecordSheet(
            title, f"{form.name}（{form.number}）", f"第 {at} 页", (Fact("主要事迹（续）", part),)
        )


def _parts(deeds: str) -> list[str]:
    """The deeds as they go on from page to page."""
    parts, rest = [deeds[:_FIRST]], deeds[_FIRST:]
    while rest:
        parts.append(rest[:_FURTHER])
        rest = rest[_FURTHER:]
    return parts


def _person(one: Approved) -> tuple[tuple[str, str], ...]:
    form = one.form
    birth = f"{one.birth.year}年{one.birth.month}月" if one.birth else "　　　　"
    line = "是" if one.front_line else "否"
    return (
        ("姓名", f"{form.name}　　性别：{one.sex}　　民族：　　　　出生年月：{birth}"),
        ("政治面貌", f"{one.party}　　学历：{one.education}"),
        ("单位及职务", "　".join(filter(None, (form.unit, form.post or one.role)))),
        ("从事网格工作", f"{_since(one)}　　岗位：{one.role}（一线：{line}）"),
        ("近两年考核和星级", "；".join(one.judged)),
        ("何时受过何种奖励", "；".join(one.honours)),
        ("推荐方式", form.recommended),
        ("印入宣传册", _consent(form)),
    )


def _since(one: Approved) -> str:
    return f"{one.since.year}年{one.since.month}月起" if one.since else ""


def _consent(form: NomineeForm) -> str:
    if form.consent is BookletConsent.UNASKED:
        return "本人意见：□ 同意　□ 不同意照片和事迹印入宣传册"
    return f"本人{form.consent.label}照片和事迹印入宣传册"


def _opinions(form: NomineeForm) -> Iterator[Fact]:
    own = form.unit_opinion
    if form.nominated_by is NominatedBy.UNIT and not own:
        own = f"推荐为{form.tier.label}，{_place(form)}。" if form.unit_rank else ""
    yield Fact("单位意见", f"{own}\n{_SEAL}", 2)
    for organ in ("街道意见", "区（市）委政法委意见", "市委政法委意见"):
        yield Fact(organ, f"\n{_SEAL}", 2)


def _place(form: NomineeForm) -> str:
    return f"推荐次序第 {form.unit_rank} 位" if form.unit_rank else "未排次序"


def _sheets(found: CampaignRow, told: Sequence[Approved]) -> list[SheetPlan]:
    plans: list[SheetPlan] = []
    for one in told:
        form = one.form
        rows = [
            *_person(one),
            ("主要事迹", form.deeds),
            *((fact.label, fact.text.strip()) for fact in _opinions(form)),
        ]
        taken = [plan.name for plan in plans]
        plans.append(
            SheetPlan(
                sheet_name(f"{form.name} {form.number}", taken),
                _COLUMNS,
                rows,
                title=f"“{form.tier.label}”推荐审批表",
                left=f"推荐单位：{form.district}",
                right=f"{found.year} 年度　{_place(form)}",
                standing=True,
            )
        )
    return plans


# --- summary --------------------------------------------------------------------------------------

_SUMMARY = (
    middle("称号", 12, 28),
    number("次序", 6, 14),
    named(24),
    middle("工号", 10, 22),
    text("单位", 26, 60),
    text("职务", 14, 30),
    text("推荐方式", 18, 40),
    middle("事迹字数", 10, 20),
    middle("照片", 8, 14),
    middle("宣传册", 10, 20),
)


def write_nomination_summary(
    desk: Desk,
    campaign_id: int,
    path: Path,
    form: Form,
    *,
    area_id: int | None = None,
    progress: Progress | None = None,
) -> Written:
    """推荐汇总表: a list a district, its nominees by tier in the order of recommendation."""
    found, lists = desk.read(lambda work: _summaries(work, campaign_id, area_id))
    people = sum(one.counted for one in lists)
    with paper_file(path) as part:
        count = write_lists(part, lists, form, progress=progress)
        after = {"people": people, "form": form.value}
        on_record(desk, "write_nomination_summary", campaign_name(found), after)
    return Written(path, count, people)


def _summaries(
    work: UnitOfWork, campaign_id: int, area_id: int | None
) -> tuple[CampaignRow, list[Listed]]:
    work.require(Right.PRINT_PAPERS)
    found = campaign(work, campaign_id)
    forms = nominee_forms(work, campaign_id, area_id)
    places = {row.area_id: row.places for row in quota_table(work, campaign_id)}
    by_area: dict[int, list[NomineeForm]] = {}
    for form in forms:
        by_area.setdefault(form.area_id, []).append(form)
    if not by_area:
        raise UserError("还没有推荐对象，没有汇总表可出。请先录入或收回推荐表")
    lists: list[Listed] = []
    for area, rows in by_area.items():
        told: list[Row] = []
        for tier, group in groupby(rows, key=lambda one: one.tier):
            people = list(group)
            heading = f"{tier.label}：名额 {places[area].get(tier, 0):,}，推荐 {len(people):,} 人"
            told += [
                Row(
                    (
                        tier.label,
                        one.unit_rank,
                        one.name,
                        one.number,
                        one.unit,
                        one.post,
                        one.recommended,
                        f"{deeds_length(one.deeds):,}",
                        "有" if one.has_photo else "无",
                        one.consent.label,
                    ),
                    heading if at == 0 else "",
                )
                for at, one in enumerate(people)
            ]
        lists.append(
            Listed(
                f"{found.year} 年度{found.title}推荐汇总表",
                sheet_name(rows[0].district, [one.name for one in lists]),
                _SUMMARY,
                tuple(told),
                f"推荐单位：{rows[0].district}",
                f"共 {len(rows):,} 人",
                signs=("推荐单位（盖章）：________________　　　　日期：________________",),
                owner=2,
            )
        )
    return found, lists
