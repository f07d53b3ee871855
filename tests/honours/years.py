"""An office with honours of several years: some taken over, a decided year, a revocation."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hrgrid.exchange.service import open_drop, run_import
from hrgrid.honours import queries, service
from hrgrid.honours.rules.words import Tier
from hrgrid.overview.service import KINDS
from hrgrid.storage.desk import Desk
from tests.exchange.samples import book
from tests.ui.honours.campaigns import decided, settle_city

SIZES = {"甲区": 7, "乙区": 5}
PLACES = {Tier.PIONEER: 2, Tier.EXCELLENT: 4, Tier.SKILLED: 4}
REVOKED = "苏政法〔2026〕30号"
HEADINGS = ["年度", "称号", "工号", "姓名", "推荐单位", "单位", "文号"]


def build(desk: Desk) -> None:
    """Ten honours of 2025, one of them revoked; two of 2023 and one of 2018 from before."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city = settle_city(desk, folder, SIZES, PLACES)
        number, person = city.people["甲区"][-1]
        rows = [
            ["2023", "优秀网格员", number, person, "", "甲区一街道", "政法〔2024〕1号"],
            ["2023", "先锋网格员", "", "欧阳春晓", "", "丙区街道", "政法〔2024〕1号"],
            ["2018", "能手网格员", "", "龚伟〓", "", "某镇", ""],
        ]
        kind = KINDS["earlier-honours"]
        path = book(folder / "以往荣誉.xlsx", [HEADINGS, *rows])
        drop = desk.read(lambda work: open_drop(work, kind, [path]))
        assert run_import(desk, kind, drop, partial=True).new == 3
        campaign_id = decided(city, year=2025)
        grants = desk.read(lambda work: queries.grants(work, campaign_id))
        last = [row for row in grants if row.tier is Tier.SKILLED][-1]
        desk.write(lambda work: service.revoke(work, last.id, REVOKED), reason="弄虚作假")
