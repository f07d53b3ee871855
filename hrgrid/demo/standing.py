"""What stands behind the demonstration's grids: 八定 for all, party branches, stations with 四有.

Named people are none of it; the telephone numbers are made up.
"""

from __future__ import annotations

import datetime as dt

from hrgrid.core.progress import Progress
from hrgrid.demo.furnishing import Size
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import AreaRow, areas_on
from hrgrid.workforce.rules import Level
from hrgrid.workforce.rules.eight import STATION_ITEMS, BodyKind, EightKind
from hrgrid.workforce.service.bodies import BodyForm, check_station, found_body, unserved
from hrgrid.workforce.service.facts import change_terms

SINCE = dt.date(2026, 1, 1)
CHECKED = dt.date(2026, 3, 12)
COMMUNITIES = 13
"""As many stations as the published street has."""

TERMS = {
    EightKind.HOURS: "工作日 8:30—17:30，每天巡查不少于 2 次；汛期和节假日按排班值守",
    EightKind.DUTIES: (
        "信息采集、便民服务、隐患排查、矛盾化解、治安防范、市容监督、法治宣传、心理疏导"
    ),
    EightKind.DEMANDS: "每天签到，事件 5 分钟内响应，每天碰头、每周例会，请假提前 1 天",
    EightKind.STANDARD: "按月考核，满分 100 分，60 分以上合格；月度成绩在社区内公布",
    EightKind.REWARDS: "考核优秀的优先推荐评选；不合格的约谈、补训，再考核",
}


def stand_behind(desk: Desk, size: Size, progress: Progress) -> None:
    """Write 八定 at the top and, but for the city, set up branches and stations."""
    progress.begin("登记网格档案")
    desk.write(_write_terms, reason="全区统一")
    if size is not Size.CITY:
        desk.write(_found, reason="常态化建设")


def _write_terms(work: UnitOfWork) -> None:
    top = areas_on(work, SINCE, Level.DISTRICT)[0]
    change_terms(work, top.id, TERMS, SINCE, "示政法〔2026〕1 号")


def _found(work: UnitOfWork) -> None:
    communities = [
        area for area in areas_on(work, SINCE, Level.COMMUNITY) if area.level is Level.COMMUNITY
    ]
    for number, area in enumerate(communities[:COMMUNITIES], start=1):
        branch = BodyForm(f"{area.name}网格党支部", place=f"{area.name}党群服务中心")
        _found_one(work, BodyKind.PARTY_BRANCH, area, branch)
        form = BodyForm(
            f"{area.name}精网微格工作站",
            place=f"{area.name}物业服务用房",
            telephone=f"0000-6000{number:04d}",
        )
        station = _found_one(work, BodyKind.STATION, area, form)
        found = {item: number % 4 != 0 or item != STATION_ITEMS[-1] for item in STATION_ITEMS}
        check_station(work, station, found, CHECKED, by="综治中心")


def _found_one(work: UnitOfWork, kind: BodyKind, area: AreaRow, form: BodyForm) -> int:
    grids = unserved(work, area.id, kind, SINCE)
    return found_body(work, kind, area.id, form, grid_ids=grids, on=SINCE)
