"""Places by several counts, the honours of the year before among them, frozen and proved."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select

from hrgrid.honours import queries, service
from hrgrid.honours.model import DistrictHonours
from hrgrid.honours.rules.weights import DistrictCounts, district_weights
from hrgrid.honours.rules.words import QuotaMethod, Tier, WeightKind
from hrgrid.honours.service import CampaignForm
from tests.honours.build import DAWN, TWO, YEAR, closed, nominate, ran, row, scheme
from tests.honours.test_campaign import decided
from tests.honours.test_proof import FILES, proved, rewritten, verified
from tests.honours.test_running import small

EXCELLENT = Tier.EXCELLENT
NEXT = dt.date(YEAR + 1, 12, 31)
COMPOSITE = {WeightKind.GRIDS: 5_000, WeightKind.WORKERS: 3_000, WeightKind.HONOURED: 2_000}


def test_half_by_grids_three_tenths_by_people_a_fifth_by_last_years_honours():
    districts = [
        DistrictCounts("A", "甲", 10, 30, 0, honoured=3),
        DistrictCounts("B", "乙", 30, 20, 0, honoured=1),
    ]
    first, second = district_weights(districts, COMPOSITE)
    # 甲: 50 % of 10/40, 30 % of 30/50, 20 % of 3/4.
    assert first * 10_000 == (1_250 + 1_800 + 1_500) * (first + second)
    nobody = [DistrictCounts("A", "甲", 1, 9, 9), DistrictCounts("B", "乙", 3, 9, 9)]
    first, second = district_weights(nobody, {WeightKind.GRIDS: 5_000, WeightKind.HONOURED: 5_000})
    assert second == 3 * first, "of a count of which nobody has anything nothing is left"


@pytest.fixture
def second_year(office, clock, tmp_path):
    """A year after one in which 东区 held two honours and 西区 one, shared by the composite."""
    first = small(office, tmp_path, east=(95, 90, 85), west=(80,))
    ran(office, first)
    decided(office, clock, first)
    wanted = scheme({EXCELLENT: 5}, weights=COMPOSITE, method=QuotaMethod.LARGEST_REMAINDER)
    office.write(lambda work: service.keep_scheme(work, wanted, DAWN), reason="年度方案")
    form = CampaignForm(YEAR + 1, "十百千网格员评选", NEXT)
    campaign_id = office.write(lambda work: service.open_campaign(work, form))
    assert office.write(lambda work: service.share_all(work, campaign_id)) == []
    return first, campaign_id


def counted(office, campaign_id):
    rows = office.read(lambda work: queries.quota_table(work, campaign_id))
    return [row.honoured for row in rows]


def test_what_is_revoked_later_changes_no_places_until_they_are_weighed_anew(office, second_year):
    first, campaign_id = second_year
    rows = office.read(lambda work: queries.quota_table(work, campaign_id))
    # 50 % and 30 % even, of the rest two thirds: 53.3 % of 5 are 2.67.
    assert [(row.honoured, row.places[EXCELLENT]) for row in rows] == [(2, 3), (1, 2)]
    sources = office.read(
        lambda work: set(work.session.scalars(select(DistrictHonours.from_campaign_id)))
    )
    assert sources == {first}
    grant = office.read(lambda work: queries.grants(work, first))[0]
    office.write(lambda work: service.revoke(work, grant.id, "苏政法〔2026〕1号"), reason="作假")
    assert counted(office, campaign_id) == [2, 1]
    office.write(lambda work: service.weigh_districts(work, campaign_id))
    assert counted(office, campaign_id) == [1, 1]


def test_the_proof_rebuilds_places_by_the_honours_of_the_year_before(
    office, second_year, clock, tmp_path
):
    _, campaign_id = second_year
    office.write(lambda work: service.fix_quotas(work, campaign_id))
    office.write(lambda work: service.start_nominating(work, campaign_id))
    name = dict(TWO["西区"])["B005"]
    rows = [row("西区", "B005", name, EXCELLENT, merit=80, review=80)]
    rows[0][0] = str(YEAR + 1)
    report = nominate(office, tmp_path, rows, "次年推荐表")
    assert report.errors == (), report.problems
    clock.move(NEXT + dt.timedelta(days=1) - office.read(lambda work: work.today))
    closed(office, campaign_id)
    ran(office, campaign_id)
    folder = proved(office, tmp_path, campaign_id)
    done = verified(folder)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "一致")
    data, result = (json.loads((folder / name).read_text(encoding="utf-8")) for name in FILES)
    assert [one[5] for one in data["districts"]] == [2, 1]
    data["districts"][0][5] = 0
    sums = rewritten(folder, data, result)
    (folder / "manifest.json").write_text(json.dumps({"files": sums}), encoding="utf-8")
    assert "第一处：名额 excellent" in verified(folder).stdout
