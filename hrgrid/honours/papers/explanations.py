"""Why: a sheet for one person, and a workbook of the whole selection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.accounts.queries import office
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import fixed_text
from hrgrid.documents.papers.issued import on_record
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries import CampaignRow, Explanation, campaign, explanation
from hrgrid.honours.queries.everybody import Whole, WholeRow
from hrgrid.honours.rules.words import Tier
from hrgrid.paper.listing import Listing, PaperColumn
from hrgrid.paper.sheets import CellForm, SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork

_CHECKS = (
    PaperColumn("条件", 560),
    PaperColumn("结果", 170),
    PaperColumn("实际情况", 330),
    PaperColumn("情况从哪里来", 640),
)
_ITEMS = (
    PaperColumn("项目", 600),
    PaperColumn("权重", 300, right=True),
    PaperColumn("得分", 400, right=True),
    PaperColumn("满分", 400, right=True),
)
_DECIDED = (
    PaperColumn("办了什么", 620),
    PaperColumn("谁办的", 420),
    PaperColumn("时间", 300),
    PaperColumn("文号或会议号", 360),
)
_FOOT = (
    "本表按冻结的情况和计算结果打印，只说明本人的情况；同分的其他人以“同分者甲、乙”代称。",
    "对自己的情况有疑问的，可以向办理评选的单位查问、申请更正；提出异议的人不在这里出现。",
)


@dataclass(frozen=True)
class _Sheet:
    told: Explanation
    campaign: CampaignRow
    office: str
    by: str
    today: str


def write_explanation(
    desk: Desk,
    campaign_id: int,
    path: Path,
    progress: Progress,
    *,
    person: str,
    tier: Tier | None = None,
) -> int:
    """评选结果说明 for one person to take along, others without names; returns how many pages."""

    def read(work: UnitOfWork) -> _Sheet:
        decides = work.actor.may(Right.DECIDE_HONOURS)
        work.require(Right.DECIDE_HONOURS if decides else Right.RUN_HONOURS)
        told = explanation(work, campaign_id, person, tier, for_himself=True)
        today = f"{work.today:%Y-%m-%d}"
        return _Sheet(told, campaign(work, campaign_id), office(work).name, work.actor.name, today)

    found = desk.read(read)
    subject = f"{campaign_name(found.campaign)}：{found.told.name}（{found.told.number}）"
    progress.begin("生成说明", 1)
    with paper_file(path) as part:
        on_record(desk, "explain_honours", subject, {"form": "pdf"})
        return _draw(found).write(part, [(found.told.name, found.told.name)], progress)


def _draw(found: _Sheet) -> Listing:
    told, office_name = found.told, found.office
    made = Listing("评选结果说明", f"{office_name}　{found.today} 由{found.by}打印")
    made.head([f"{campaign_name(found.campaign)}　{office_name}　{found.today}"])
    made.facts(_person(told), across=2)
    made.heading("结果", keep=2)
    made.y += 10
    made.paragraph(f"{told.sentence}。")
    made.heading("资格条件", keep=2)
    made.table(_CHECKS, [_check(told, at) for at in range(len(told.checks))])
    if told.items:
        made.heading("得分", keep=2)
        made.table(_ITEMS, [*_items(told)])
    if told.ties:
        made.heading("同分比较", keep=1)
        made.y += 10
        for tie in told.ties:
            made.paragraph(f"{tie}。")
    made.heading("办理过程", keep=2)
    made.table(_DECIDED, [(row.what, row.who, row.at, row.document) for row in told.decided])
    made.y += 30
    for text in _FOOT:
        made.paragraph(text, small=True)
    return made


def _person(told: Explanation) -> list[tuple[str, str]]:
    facts = [
        ("姓名", told.name),
        ("工号", told.number),
        ("推荐单位", told.district),
        ("称号", told.tier.label),
    ]
    if told.rank:
        facts += [("本单位名次", f"第 {told.rank} 名"), ("得分", told.score)]
    if told.cut_score:
        facts += [("入选线", told.cut_score), ("与入选线的距离", told.distance)]
    return facts


def _check(told: Explanation, at: int) -> tuple[str, str, str, str]:
    row = told.checks[at]
    if row.waived:
        return row.label, "破例", row.fact, f"{row.source}；{row.waived}"
    return row.label, "符合" if row.passed else "不符合", row.fact, row.source


def _items(told: Explanation) -> Iterator[tuple[str, str, str, str]]:
    for item in told.items:
        whole, rest = divmod(item.weight_bp, 100)
        weight = f"{whole}.{rest:02d}%" if rest else f"{whole}%"
        yield (
            item.label,
            weight,
            fixed_text(item.points_milli, 3),
            fixed_text(item.maximum_milli, 3),
        )


# --- the whole selection --------------------------------------------------------------------------


def write_everybody(
    desk: Desk, campaign_id: int, path: Path, progress: Progress, *, everybody: bool = True
) -> int:
    """Every line of the newest run with all its rules; returns how many people it tells of.

    Nominees on the first sheet, with `everybody` all others on a second, and what the rules and
    facts are on the last. Rows are made as they are written. Raises UserError before a run.
    """

    def write(work: UnitOfWork) -> tuple[CampaignRow, int]:
        whole = Whole(work, campaign_id)
        progress.begin("写出全部人员的结果和依据", whole.count)
        plans = [_people("推荐对象", whole, progress, nominated=True)]
        if everybody:
            plans.append(_people("没有被推荐的人", whole, progress, nominated=False))
        plans.append(_sources(whole))
        counts = write_workbook(part, plans)
        return whole.campaign, sum(counts[:-1])

    with paper_file(path) as part:
        found, count = desk.read(write)
        on_record(desk, "write_everybody", campaign_name(found), {"people": count})
    return count


def _people(name: str, whole: Whole, progress: Progress, *, nominated: bool) -> SheetPlan:
    rules = [SheetColumn(rule.shown, 22, wrapped=False) for rule in whole.rules]
    columns = (
        SheetColumn("称号", 12),
        SheetColumn("推荐单位", 14),
        SheetColumn("工号", 12),
        SheetColumn("姓名", 10),
        SheetColumn("结果", 10),
        SheetColumn("原因", 26),
        SheetColumn("本单位名次", 10, CellForm.WHOLE),
        SheetColumn("得分", 10),
        SheetColumn("入选线", 10),
        SheetColumn("距离", 10),
        SheetColumn("业绩分 × 权重", 16),
        SheetColumn("评审分 × 权重", 16),
        SheetColumn("公众投票分 × 权重", 16),
        SheetColumn("推荐表得分或次序", 16),
        SheetColumn("并列比较几步", 12, CellForm.WHOLE),
        *rules,
    )
    return SheetPlan(name, columns, _stepped(whole.rows(nominated=nominated), progress))


def _stepped(rows: Iterator[WholeRow], progress: Progress) -> Iterator[Sequence[Any]]:
    for row in rows:
        progress.step()
        yield (
            row.tier,
            row.district,
            row.number,
            row.name,
            row.outcome,
            row.why,
            row.rank,
            row.score,
            row.cut,
            row.distance,
            *row.parts,
            row.ties or None,
            *row.checks,
        )


def _sources(whole: Whole) -> SheetPlan:
    columns = (
        SheetColumn("条件", 40),
        SheetColumn("情况从哪里来", 60, wrapped=True),
    )
    rows = [(rule.shown, whole.origins.get(rule.fact, "")) for rule in whole.rules]
    run = whole.run
    rows += [
        ("计算", f"第 {run.number} 次，{run.state.label}，{run.made_by}"),
        ("输入校验值", run.input_hash),
        ("结果校验值", run.output_hash),
    ]
    return SheetPlan("条件和来源", columns, rows)
