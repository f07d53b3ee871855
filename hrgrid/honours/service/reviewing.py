"""Judges mark the nominees: panels a tier or group, recusals, and the marks taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text
from hrgrid.honours.model import Campaign, Nomination
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.reviewing import NOMINATION, subject_of_review
from hrgrid.honours.rules.marks import MarkPart, MarkSource
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.words import RUNNABLE, CampaignState, Tier
from hrgrid.honours.service.campaigns import campaign_of
from hrgrid.honours.service.marking import Given, Origin, put_marks
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.rows import PanelView
from hrgrid.panels.rules.rule import PanelRule
from hrgrid.panels.rules.totals import StandingRow, standings
from hrgrid.panels.service import (
    EntrantForm,
    PanelForm,
    SeatForm,
    add_entrants,
    add_seat,
    close_panel,
    open_panel,
    recuse_proposed,
)
from hrgrid.storage.work import UnitOfWork

_TRIM_FROM = 5


@dataclass(frozen=True)
class ReviewForm:
    """One tier's review: the judges of each group; nominees are dealt to groups by district."""

    tier: Tier
    groups: tuple[tuple[SeatForm, ...], ...]


def open_review(work: UnitOfWork, campaign_id: int, form: ReviewForm) -> list[int]:
    """A panel a group over the nominees of a tier who stand; the panels' ids.

    Judges of a nominee's own unit are recused at once. Raises UserError outside the review,
    without judges or nominees, and where the tier has its panels already.
    """
    found = campaign_of(work, campaign_id, CampaignState.REVIEWING)
    people = _standing(work, found, form.tier)
    if not people:
        raise UserError(f"“{form.tier.label}”没有推荐对象，不用打分。请换一个称号")
    if not form.groups or not all(form.groups):
        raise UserError("有一组没有评委。请写上评委的姓名")
    if len(form.groups) > len(people):
        raise UserError(
            f"“{form.tier.label}”有 {len(people)} 名推荐对象，分不成 {len(form.groups)} 组。"
            "请减少组数"
        )
    scheme = scheme_in(work, found.rule_number)
    panels = []
    for number, judges in enumerate(form.groups, start=1):
        part = _part(people, number, len(form.groups))
        panel = open_panel(work, _panel_form(found, scheme, form, number))
        add_entrants(work, panel, [_entrant(row, at) for at, row in enumerate(part, start=1)])
        for judge in judges:
            add_seat(work, panel, judge)
        recuse_proposed(work, panel)
        panels.append(panel)
    return panels


def close_review(work: UnitOfWork, panel_id: int) -> int:
    """No more marks in this panel; those that came out are the review of its nominees.

    Returns how many nominees got a new mark. Raises UserError with what is missing.
    """
    found = _campaign_of_panel(work, panel_id)
    close_panel(work, panel_id)
    view = panel_view(work, panel_id)
    given = {
        int(row.entrant.key.removeprefix(NOMINATION)): Given(milli, told_of(view, row))
        for row in standings(view)
        if (milli := _milli(view, row)) is not None
    }
    origin = Origin(MarkPart.REVIEW, MarkSource.PANEL, view.subject)
    return put_marks(work, found, origin, given)


def told_of(view: PanelView, row: StandingRow) -> str:
    """The derivation of a total: every judge's mark, what was dropped, who kept out."""
    parts = [_one(view, cell, "（去掉）" if cell in row.dropped else "") for cell in _cells(row)]
    recused = "、".join(f"评委 {seat}" for seat in row.recused)
    kept_out = f"，{recused}回避" if recused else ""
    return f"{view.title}，{'、'.join(parts)}{kept_out}，{view.rule.words} {row.published}"


def _cells(row: StandingRow) -> list[tuple[int, int, int]]:
    return sorted({*row.kept, *row.dropped}, key=lambda cell: cell[1:])


def _one(view: PanelView, cell: tuple[int, int, int], after: str) -> str:
    value = view.marks[cell]
    shown = mark_text(value) if isinstance(value, int) else value.label
    return f"评委 {cell[1]} {shown}{after}"


def _milli(view: PanelView, row: StandingRow) -> int | None:
    """The published total in thousandths: what people saw is what counts."""
    if row.shown is None:
        return None
    unit: int = 10 ** (3 - view.rule.decimals)
    return row.shown * unit


def _campaign_of_panel(work: UnitOfWork, panel_id: int) -> Campaign:
    view = panel_view(work, panel_id)
    kind, _, rest = view.subject.partition(":")
    campaign_id = rest.partition(":")[0]
    if kind != "honours" or not campaign_id.isdigit():
        raise UserError(f"“{view.title}”不是评选的评审打分。请到它自己的页面办理")
    return campaign_of(work, int(campaign_id), *RUNNABLE)


def _standing(work: UnitOfWork, found: Campaign, tier: Tier) -> Sequence[Nomination]:
    query = (
        select(Nomination)
        .where(
            Nomination.campaign_id == found.id,
            Nomination.tier == tier,
            Nomination.removal.is_(None),
        )
        .order_by(Nomination.area_id, Nomination.unit_rank, Nomination.id)
    )
    rows = work.session.scalars(query).all()
    # The engines sort a missing rank at different ends.
    return sorted(rows, key=lambda row: (row.area_id, row.unit_rank or 1_000_000, row.id))


def _part(people: Sequence[Nomination], number: int, groups: int) -> Sequence[Nomination]:
    """Nominees one after another to a group, as even as it goes; districts stay together."""
    size, more = divmod(len(people), groups)
    begin = (number - 1) * size + min(number - 1, more)
    return people[begin : begin + size + (number <= more)]


def _panel_form(found: Campaign, scheme: Scheme, form: ReviewForm, number: int) -> PanelForm:
    drops = scheme.drop_high + scheme.drop_low
    group = f"第 {number} 组" if len(form.groups) > 1 else ""
    return PanelForm(
        f"{subject_of_review(found.id)}{form.tier.value}:{number}",
        f"{found.year} 年度{form.tier.label}评审{group}",
        Right.RUN_HONOURS,
        rule=PanelRule(
            drop_high=scheme.drop_high,
            drop_low=scheme.drop_low,
            marks_to_trim=max(_TRIM_FROM, drops + 1),
            decimals=scheme.decimals,
        ),
    )


def _entrant(row: Nomination, place: int) -> EntrantForm:
    return EntrantForm(
        f"{NOMINATION}{row.id}",
        row.name_given,
        row.unit_given,
        place,
        area_id=row.area_id,
        person_id=row.person_id,
    )
