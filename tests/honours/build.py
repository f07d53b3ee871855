"""Small campaigns for tests: districts with people, nominations through the real import."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from hrgrid.exchange.service import ImportReport, open_drop, run_import
from hrgrid.honours.queries import candidates
from hrgrid.honours.rules.scheme import SHIPPED_RULES, Scheme
from hrgrid.honours.rules.words import Basis, Kind, Outcome, OutcomeCode, QuotaMethod, Tier
from hrgrid.honours.service import (
    CampaignForm,
    ClosedPublicity,
    Evidence,
    PublicityForm,
    RunSummary,
    apply_run,
    close_nominations,
    end_publicity,
    fix_quotas,
    keep_scheme,
    open_campaign,
    propose,
    publicise,
    record_committee,
    run_selection,
    share_places,
    start_nominating,
    weigh_districts,
)
from hrgrid.overview.service import KINDS
from hrgrid.publicity.queries import notice_by_id
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
from tests.exchange.samples import book
from tests.offices import Clock
from tests.overview.build import plant_city

CUTOFF = dt.date(2025, 12, 31)
YEAR = 2025
SINCE = dt.date(2020, 1, 1)
HEADINGS = ["评定年", "推荐单位", "工号", "姓名", "称号", "推荐次序", "业绩分", "评审分", "得分"]
DAWN = dt.date(1949, 10, 1)


def people(
    work: UnitOfWork,
    crews: dict[str, list[tuple[str, str]]],
    *,
    since: dt.date = SINCE,
    role: str = "网格员",
) -> None:
    """A city with `crews`: by district, number and name of each, all in part-time posts."""
    grids = plant_city(work, dict.fromkeys(crews, 1))
    enlisting = Enlisting(work, tree_index(work, work.today))
    for district, crew in crews.items():
        for number, name in crew:
            enlisting.take(
                PersonForm(name, number=number),
                PostForm(grids[district][0], enlisting.roles[role], Employment.PART, since),
            )
    enlisting.write()


def crew(letter: str, count: int) -> list[tuple[str, str]]:
    """Numbers A001, A002 … with names."""
    return [
        (f"{letter}{at:03d}", f"{_SURNAMES[at % 10]}{_GIVEN[at // 10 % 10]}{letter}")
        for at in range(1, count + 1)
    ]


_SURNAMES = "赵钱孙李周吴郑王冯陈"
_GIVEN = "一二三四五六七八九十"


def scheme(places: dict[Tier, int], **changes: object) -> Scheme:
    """A scheme with these places, equal shares and no age rule."""
    first = Scheme(places=places, method=QuotaMethod.EQUAL, floor=0, rules=SHIPPED_RULES)
    return replace(first, **changes)  # type: ignore[arg-type]


def opened(desk: Desk, wanted: Scheme, kind: Kind = Kind.NAMING, lot: str = "") -> int:
    """A campaign that takes nominations, its places shared by the scheme.

    `lot` names the district that gets the place of a tier that has one only.
    """
    desk.write(lambda work: keep_scheme(work, wanted, DAWN), reason="年度方案")
    form = CampaignForm(YEAR, "十百千网格员评选", CUTOFF, kind)
    campaign_id = desk.write(lambda work: open_campaign(work, form))
    counted = desk.write(lambda work: weigh_districts(work, campaign_id))
    codes = {row.name: row.code for row in counted}
    for tier, places in wanted.places.items():
        drawn = [codes[lot]] if lot and places == 1 else []
        desk.write(lambda work, t=tier, d=drawn: share_places(work, campaign_id, t, lot=d))  # type: ignore[misc]
    desk.write(lambda work: fix_quotas(work, campaign_id))
    desk.write(lambda work: start_nominating(work, campaign_id))
    return campaign_id


def nominate(
    desk: Desk, folder: Path, rows: list[list[object]], name: str = "推荐表"
) -> ImportReport:
    """`rows` under HEADINGS through the real import."""
    path = book(folder / f"{name}.xlsx", [HEADINGS, *rows])
    kind = KINDS["nominations"]
    drop = desk.read(lambda work: open_drop(work, kind, [path]))
    return run_import(desk, kind, drop, partial=True)


def row(district: str, number: str, name: str, tier: Tier, **marks: object) -> list[object]:
    """One line of a nomination form."""
    keys = ("unit_rank", "merit", "review", "score")
    return ["", district, number, name, tier.label, *(marks.get(key, "") for key in keys)]


def closed(desk: Desk, campaign_id: int) -> None:
    """Freeze the inputs."""
    desk.write(lambda work: close_nominations(work, campaign_id))


def to_publicity(desk: Desk, campaign_id: int, first_day: dt.date) -> dt.date:
    """Committee, and the list hung out; returns the last day."""
    meeting = Evidence("会议纪要〔2026〕1号", first_day)
    desk.write(lambda work: record_committee(work, campaign_id, meeting))
    return hung_out(desk, campaign_id, first_day)


def hung_out(desk: Desk, campaign_id: int, first_day: dt.date) -> dt.date:
    """The next names before the public; returns the last day."""
    form = PublicityForm(first_day, "委机关公示栏", "区委政法委综治科", "0512-66001234")

    def job(work: UnitOfWork) -> dt.date:
        return notice_by_id(work, publicise(work, campaign_id, form)).last_day

    return desk.write(job, reason="公示已张贴，补登记")


def ended(desk: Desk, clock: Clock, campaign_id: int, last: dt.date) -> ClosedPublicity:
    """The days pass and the list is taken down."""
    while desk.read(lambda work: work.today) <= last:
        clock.move(DAY)
    return desk.write(
        lambda work: end_publicity(work, campaign_id), reason="现场核对公示栏，公示未中断"
    )


TWO = {"东区": crew("A", 8), "西区": crew("B", 8)}
DAY = dt.timedelta(days=1)


def scored(
    district: str, letter: str, marks: list[object], tier: Tier = Tier.EXCELLENT
) -> list[list[object]]:
    """Nominees of a district of TWO with both marks alike, in the order of their numbers."""
    names = dict(TWO[district])
    return [
        row(district, number := f"{letter}{at:03d}", names[number], tier, merit=mark, review=mark)
        for at, mark in enumerate(marks, start=1)
    ]


def ran(desk: Desk, campaign_id: int, reason: str = "再算") -> RunSummary:
    """Computed and put into force."""
    done = desk.write(lambda work: run_selection(work, campaign_id), reason=reason)
    desk.write(lambda work: apply_run(work, done.run_id), reason=reason)
    return done


def proposed(desk: Desk, clock: Clock, campaign_id: int) -> dt.date:
    """Through committee and publicity to the proposal; returns the last day of the publicity."""
    last = to_publicity(desk, campaign_id, desk.read(lambda work: work.today))
    ended(desk, clock, campaign_id, last)
    desk.write(lambda work: propose(work, campaign_id))
    return last


def outcomes(
    desk: Desk, campaign_id: int, tier: Tier = Tier.EXCELLENT
) -> dict[str, tuple[Outcome | None, OutcomeCode | None, int | None]]:
    """What came of every nominee of a tier, by number."""
    rows = desk.read(lambda work: candidates(work, campaign_id, tier))
    return {one.number: (one.outcome, one.outcome_code, one.rank) for one in rows}


UNIT_RANK = {"basis": Basis.UNIT_RANK, "tie_breaks": ()}
