"""What districts are asked in a nomination workbook: its columns, whom it goes to, how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hrgrid.core.columns import (
    Cell,
    Column,
    Reader,
    Reading,
    ReadingContext,
    choice_reader,
    code_reader,
    text_reader,
)
from hrgrid.core.columns.cleaning import refusal
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.queries.collect_kinds import (
    Matter,
)
from hrgrid.exchange.rules.collecting import AskedColumn, CollectSpec, Unit
from hrgrid.honours.columns import NOMINATIONS
from hrgrid.honours.model import Campaign
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.categories import places_by_category
from hrgrid.honours.queries.facts import districts
from hrgrid.honours.queries.nominating import SUBJECT
from hrgrid.honours.queries.quotas import places_by_district
from hrgrid.honours.rules.nominating import (
    BookletConsent,
    NominatedBy,
    deeds_problem,
)
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.tallies import wanted_nominees
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service.campaigns import named
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.columns import WORKERS

_LONGEST = 2_000


def _deeds_reader(least: int, most: int) -> Reader:
    plain = text_reader(_LONGEST * 2)

    def read(cell: Cell, context: ReadingContext) -> Reading:
        reading = plain(cell, context)
        problem = deeds_problem(reading.value or "", least, most)
        return refusal("deeds_length", problem) if problem else reading

    return read


def told_way(value: Any) -> str:
    """The text of a way: a unit that recommends itself needs no word: the cell stays blank."""
    return "" if value in {None, NominatedBy.UNIT} else str(value.label)


def _columns(scheme: Scheme) -> tuple[AskedColumn, ...]:
    tiers = tuple(tier.label for tier in scheme.tiers)
    length = (
        f"{scheme.deeds_least}–{scheme.deeds_most} 字"
        if scheme.deeds_least
        else (f"最多 {scheme.deeds_most:,} 字")
    )
    consents = {one.label: one for one in BookletConsent if one is not BookletConsent.UNASKED}
    return (
        AskedColumn(Column("number", "工号", code_reader(20), ("人员编号",), width=10)),
        AskedColumn(WORKERS.column("name")),
        AskedColumn(Column("place", "单位", text_reader(120), ("网格", "所在网格"), width=22)),
        AskedColumn(Column("post", "岗位", text_reader(80), ("职务",))),
        AskedColumn(Column("barred", "不能推荐的称号", text_reader(60), width=14)),
        AskedColumn(Column("photo", "照片", text_reader(4), width=6)),
        AskedColumn(
            Column("tier", "推荐称号", NOMINATIONS.column("tier").read, ("称号",), choices=tiers),
            asked=True,
        ),
        AskedColumn(
            Column(
                "unit_rank",
                "推荐次序",
                NOMINATIONS.column("unit_rank").read,
                ("次序",),
                hint="本单位在这一称号里的先后，从 1 排起，不能相同",
                width=8,
                numeric=True,
            ),
            asked=True,
            checked="whole",
        ),
        AskedColumn(
            Column(
                "deeds",
                "主要事迹",
                _deeds_reader(scheme.deeds_least, scheme.deeds_most),
                ("事迹",),
                hint=f"{length}，空格和换行不计。写到别人的请先征得同意",
                width=40,
            ),
            asked=True,
            checked=f"text:{scheme.deeds_most}",
        ),
        AskedColumn(
            Column(
                "nominated_by",
                "推荐方式",
                choice_reader(NominatedBy, {"单位": "单位推荐", "自荐": "本人自荐"}),
                hint="单位推荐的可以留空",
                choices=tuple(way.label for way in NominatedBy),
            ),
            asked=True,
            told=told_way,
        ),
        AskedColumn(
            Column(
                "recommenders",
                "推荐人",
                text_reader(200),
                hint="集体推荐、群众推荐的写明推荐人姓名",
                width=16,
            ),
            asked=True,
        ),
        AskedColumn(
            Column(
                "unit_opinion",
                "单位意见",
                text_reader(200),
                hint="本人自荐的要有所在单位的意见",
                width=16,
            ),
            asked=True,
        ),
        AskedColumn(
            Column(
                "consent",
                "同意印入宣传册",
                choice_reader(consents),
                hint="问过本人再填；照片另交，文件名用工号",
                choices=tuple(consents),
                width=10,
            ),
            asked=True,
        ),
    )


_GUIDE = (
    "推荐谁，就在谁那一行选推荐称号、填推荐次序；不推荐的行不用填，也不用删。",
    "名单里没有的人不符合条件；要推荐的请另外说明，由上级录入。",
)


def campaign_in(work: UnitOfWork, subject: str) -> Campaign:
    """The campaign of a subject; UserError where there is none."""
    number = subject.removeprefix(SUBJECT)
    found = work.session.get(Campaign, int(number)) if number.isdecimal() else None
    if found is None or not subject.startswith(SUBJECT):
        raise UserError("没有这次评选。请刷新后再选")
    return found


def _units(work: UnitOfWork, found: Campaign) -> tuple[Unit, ...]:
    """The districts that have places."""
    given = {
        area_id for (_, area_id), places in places_by_district(work, found.id).items() if places
    }
    return tuple(
        Unit(row.path, row.name)
        for row in districts(work, found.cutoff_date)
        if row.area_id in given
    )


def matter(work: UnitOfWork, subject: str) -> Matter:
    """The districts that have places, while nominations are taken."""
    found = campaign_in(work, subject)
    work.require(Right.RUN_HONOURS)
    if found.state is not CampaignState.NOMINATING:
        raise UserError(f"{named(found)}现在是“{found.state.label}”，不收推荐。请在推荐阶段下发")
    return Matter(f"{found.year} 年度{found.title}推荐表", "", _units(work, found))


def spec(work: UnitOfWork, subject: str, _asked: tuple[str, ...] | None) -> CollectSpec:
    """The columns, with the tiers and the lengths of the scheme."""
    scheme = scheme_in(work, campaign_in(work, subject).rule_number)
    return CollectSpec("nomination", "推荐表", _columns(scheme), "name", ("number", "name"), _GUIDE)


def told(work: UnitOfWork, subject: str, unit: Unit) -> tuple[str, ...]:
    """How many places the district has, and how many it shall name."""
    found = campaign_in(work, subject)
    scheme = scheme_in(work, found.rule_number)
    here = {row.path: row for row in districts(work, found.cutoff_date)}
    given = places_by_district(work, found.id)
    parted = places_by_category(work, found.id, scheme.categories)
    row = here.get(unit.path)
    parts = [
        f"{tier.label}名额 {places} 个，推荐 {wanted_nominees(places, scheme.nominate_bp)} 人"
        + _by_category(scheme, parted.get((tier, row.code), ()))
        for tier in scheme.tiers
        if row and (places := given.get((tier, row.area_id), 0))
    ]
    return (f"本单位：{'；'.join(parts)}。",) if parts else ()


def _by_category(scheme: Scheme, split: Sequence[int]) -> str:
    """The same for each category that has places, in brackets."""
    told = [
        f"{one.label} {places} 个推荐 {wanted_nominees(places, scheme.nominate_bp)} 人"
        for one, places in zip(scheme.categories, split, strict=bool(split))
        if places
    ]
    return f"（其中{'、'.join(told)}）" if told else ""
