"""Campaigns for the page: a city with many people, nominees with marks, each state on the way."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.demo.people import Crowd
from hrgrid.honours import queries, service
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.tallies import wanted_nominees
from hrgrid.honours.rules.words import QuotaMethod, Tier, TieWay, WeightKind
from hrgrid.honours.service import CampaignForm, Evidence, PublicityForm, TieForm, TiesOpen
from hrgrid.paper.sheets import SheetColumn, SheetPlan, write_workbook
from hrgrid.storage.desk import Desk
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
from tests.overview.build import plant_city

CITY = {
    "姑苏区": 24, "虎丘区": 18, "吴中区": 26, "相城区": 22, "苏州工业园区": 24,
    "吴江区": 29, "常熟市": 27, "张家港市": 26, "昆山市": 31, "太仓市": 17,
}  # fmt: skip
SINCE = dt.date(2020, 1, 1)
TITLE = "十百千网格员评选"
PLACES = {Tier.PIONEER: 10, Tier.EXCELLENT: 60, Tier.SKILLED: 120}
HEADINGS = (
    "评定年", "推荐单位", "工号", "姓名", "称号", "推荐次序", "业绩分", "评审分", "单位", "职务",
)  # fmt: skip
MEETING = Evidence("书记办公会纪要〔2026〕6号", dt.date(2026, 1, 20))


@dataclass
class City:
    """Everybody by district, as (number, name); where forms are written, and the scheme."""

    desk: Desk
    people: dict[str, list[tuple[str, str]]]
    folder: Path
    plan: Scheme


def settle_city(
    desk: Desk,
    folder: Path,
    sizes: dict[str, int] = CITY,
    places: dict[Tier, int] = PLACES,
) -> City:
    """A city whose grids have a worker and a leader each."""
    grids = desk.write(lambda work: plant_city(work, sizes, "苏州市"))
    crowd = Crowd("评选")
    people: dict[str, list[tuple[str, str]]] = {}

    def enlist(work: Any) -> None:
        enlisting = Enlisting(work, tree_index(work, work.today))
        for letter, (district, own) in zip("ABCDEFGHIJ", grids.items(), strict=False):
            for at, grid in enumerate(own):
                for role, kind in (("网格员", Employment.FULL), ("网格长", Employment.PART)):
                    one = crowd.next()
                    number = f"{letter}{len(people.get(district, ())) + 1:03d}"
                    people.setdefault(district, []).append((number, one.name))
                    post = PostForm(grid, enlisting.roles[role], kind, _since(at))
                    enlisting.take(PersonForm(one.name, one.id_number, number=number), post)
        enlisting.write()

    desk.write(enlist)
    return City(desk, people, folder, scheme(places))


def _since(at: int) -> dt.date:
    return SINCE + dt.timedelta(days=37 * at)


def scheme(places: dict[Tier, int] = PLACES, **changes: Any) -> Scheme:
    """By grids, with a fifth more nominees than places."""
    given = {"weights": {WeightKind.GRIDS: 10_000}, "method": QuotaMethod.LARGEST_REMAINDER}
    return Scheme(places=places, **(given | changes))


def draft(city: City, year: int = 2025) -> int:
    """A campaign whose places are not shared yet."""
    desk, wanted = city.desk, city.plan
    begin = dt.date(year, 1, 1)
    now = desk.read(lambda work: queries.plan_on(work, dt.date(year, 12, 31)))
    if now.number is None or now.scheme.parameters() != wanted.parameters():
        desk.write(lambda work: service.keep_scheme(work, wanted, begin), reason="年度方案")
    form = CampaignForm(year, TITLE, dt.date(year, 12, 31))
    return desk.write(lambda work: service.open_campaign(work, form))


def nominating(city: City, year: int = 2025) -> int:
    """Places shared and fixed; nominations are taken."""
    desk, campaign_id = city.desk, draft(city, year)
    draws = desk.write(lambda work: service.share_all(work, campaign_id))
    for draw in draws:
        lot = [code for code, _ in draw.districts][: draw.places]
        desk.write(
            lambda work, one=draw.tier, own=lot: service.share_places(
                work, campaign_id, one, lot=own
            )
        )
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    desk.write(lambda work: service.start_nominating(work, campaign_id))
    return campaign_id


def forms(
    city: City,
    campaign_id: int,
    *,
    off: dict[tuple[Tier, str], int] | None = None,
    tied: tuple[Tier, str] | None = None,
) -> list[Path]:
    """A workbook a district; `off` adds nominees or leaves some out, `tied` makes a tie."""
    shown = city.desk.read(lambda work: queries.board(work, campaign_id))
    chance = random.Random(shown.campaign.year)
    paths = []
    for at, (district, crew) in enumerate(city.people.items()):
        pool = list(crew)
        chance.shuffle(pool)
        rows: list[tuple[str, ...]] = []
        for tier in shown.tiers:
            places = tier.units[at].places or 0
            wanted = wanted_nominees(places, shown.scheme.nominate_bp)
            count = wanted + (off or {}).get((tier.tier, district), 0)
            marks = _marks(chance, count, places if tied == (tier.tier, district) else 0)
            for rank, own in enumerate(marks, start=1):
                number, name = pool.pop()
                rows.append(
                    (
                        str(shown.campaign.year),
                        district,
                        number,
                        name,
                        tier.tier.label,
                        str(rank),
                        *own,
                        f"{district}一街道{district}社区",
                        "专职网格员",
                    )
                )
        paths.append(city.folder / f"推荐表 {district}.xlsx")
        columns = tuple(SheetColumn(heading, 14) for heading in HEADINGS)
        write_workbook(paths[-1], [SheetPlan("推荐表", columns, rows)])
    return paths


def _marks(chance: random.Random, count: int, tied_at: int) -> list[tuple[str, str]]:
    """Hundredths, the best first; the last in and the first out alike where asked."""
    marks = [(chance.randrange(8_200, 9_900), chance.randrange(8_400, 9_850)) for _ in range(count)]
    marks.sort(key=lambda own: 4 * own[0] + 6 * own[1], reverse=True)
    if tied_at and count > tied_at:
        marks[tied_at] = marks[tied_at - 1]
    return [tuple(f"{mark // 100}.{mark % 100:02d}" for mark in own) for own in marks]  # type: ignore[misc]


def nominated(city: City, **how: Any) -> int:
    """Every district's form is in."""
    from hrgrid.exchange.service import open_drop, run_import
    from hrgrid.overview.service import KINDS

    campaign_id = nominating(city, how.pop("year", 2025))
    paths = forms(city, campaign_id, **how)
    kind = KINDS["nominations"]
    drop = city.desk.read(lambda work: open_drop(work, kind, paths))
    report = run_import(city.desk, kind, drop)
    assert report.errors == (), report.problems[:3]
    return campaign_id


def reviewed(city: City, **how: Any) -> int:
    """Nominations are closed; nothing is computed yet."""
    campaign_id = nominated(city, **how)
    city.desk.write(lambda work: service.close_nominations(work, campaign_id))
    return campaign_id


def ranked(city: City, **how: Any) -> int:
    """A list is in force; ties were closed by the first numbers."""
    campaign_id = reviewed(city, **how)
    rank(city.desk, campaign_id)
    return campaign_id


def rank(desk: Desk, campaign_id: int) -> None:
    """Compute, closing ties on the way."""
    while True:
        try:
            desk.write(lambda work: service.rank_nominees(work, campaign_id))
        except TiesOpen as told:
            for tie in told.ties:
                form = TieForm(
                    tie.tier, tie.district, tie.tied[: tie.places], TieWay.COMMITTEE,
                    "书记办公会", dt.date(2026, 1, 20),
                )  # fmt: skip
                desk.write(
                    lambda work, one=form: service.decide_tie(work, campaign_id, one),
                    reason="会议比较事迹后议定",
                )
        else:
            return


def publicised(city: City, first_day: dt.date, **how: Any) -> int:
    """The list hangs out from a day on."""
    desk, campaign_id = city.desk, ranked(city, **how)
    desk.write(lambda work: service.record_committee(work, campaign_id, MEETING))
    form = PublicityForm(first_day, "委机关公示栏、各单位公示栏", "综治督导科", "0512-66001234")
    desk.write(lambda work: service.publicise(work, campaign_id, form), reason="补登记")
    return campaign_id


def deciding(city: City, **how: Any) -> int:
    """A publicity of the spring is over and the list proposed."""
    first = how.pop("first_day", dt.date(2026, 4, 1))
    campaign_id = publicised(city, first, **how)
    city.desk.write(lambda work: service.end_publicity(work, campaign_id), reason="现场核对")
    city.desk.write(lambda work: service.propose(work, campaign_id))
    return campaign_id


def decided(city: City, **how: Any) -> int:
    """Decided, with an approval on paper."""
    desk, campaign_id = city.desk, deciding(city, **how)
    paper = PaperApproval("周明", "书记", dt.date(2026, 4, 14), "委务会纪要〔2026〕9号")
    subject = desk.read(lambda work: service.award_subject(work, campaign_id))
    desk.write(lambda work: record_paper_approval(work, subject, paper))
    evidence = Evidence("苏政法〔2026〕12号", dt.date(2026, 4, 15))
    desk.write(lambda work: service.decide(work, campaign_id, evidence))
    return campaign_id
