"""推荐审批表 and 推荐汇总表: what stands on them, for whom, as which file."""

from __future__ import annotations

import openpyxl
import pytest

from hrgrid.core.errors import UserError
from hrgrid.honours.papers import Form, write_nomination_sheets, write_nomination_summary
from hrgrid.honours.rules.nominating import BookletConsent, NominatedBy
from hrgrid.honours.rules.words import Tier
from tests.honours.test_nominating import EAST, WEST, begun, enter

DEEDS = "走访群众三百户，" * 60


def filled(office):
    """Two of the east, one recommended by his group; one of the west with long deeds."""
    campaign_id = begun(office)
    enter(office, campaign_id, "A001", unit="一街道", consent=BookletConsent.REFUSED)
    group = enter(
        office, campaign_id, "A002", nominated_by=NominatedBy.GROUP, recommenders="全体网格员"
    )
    enter(office, campaign_id, "B001", tier=Tier.SKILLED, district="西区", deeds=DEEDS)
    return campaign_id, group.nomination_id


def pages(path):
    from pypdf import PdfReader

    return [page.extract_text().replace("\n", "") for page in PdfReader(path).pages]


def test_a_sheet_names_who_recommends_and_what_each_level_says(office, tmp_path):
    campaign_id, one = filled(office)
    path = tmp_path / "审批表.pdf"
    done = write_nomination_sheets(office, campaign_id, path, Form.PDF, nomination_id=one)
    assert (done.pages, done.rows) == (1, 1)
    (told,) = pages(path)
    for part in (EAST["A002"], "集体推荐（全体网格员）", "推荐次序第 2 位", "市委政法委意见"):
        assert part in told


def test_long_deeds_go_on_with_the_next_page_and_lose_no_character(office, tmp_path):
    campaign_id, _ = filled(office)
    path = tmp_path / "审批表.pdf"
    write_nomination_sheets(office, campaign_id, path, Form.PDF)
    told = pages(path)
    assert len(told) == 4
    assert "".join(told).count("访") == 60
    assert "（接下页）" in told[2]


def test_a_workbook_of_sheets_has_one_for_each_nominee(office, tmp_path):
    campaign_id, _ = filled(office)
    path = tmp_path / "审批表.xlsx"
    write_nomination_sheets(office, campaign_id, path, Form.XLSX)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        f"{EAST['A001']} A001",
        f"{EAST['A002']} A002",
        f"{WEST['B001']} B001",
    ]
    told = {line[0].value: line[1].value for line in book.worksheets[0].iter_rows(min_row=4)}
    assert told["印入宣传册"] == "本人不同意照片和事迹印入宣传册"


def test_the_summary_has_a_list_for_each_district_in_the_order_of_recommendation(office, tmp_path):
    campaign_id, _ = filled(office)
    path = tmp_path / "汇总表.xlsx"
    done = write_nomination_summary(office, campaign_id, path, Form.XLSX)
    assert done.rows == 3
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["东区", "西区"]
    rows = [[cell.value for cell in line[:4]] for line in book["东区"].iter_rows(min_row=4)]
    assert rows[:2] == [
        ["优秀网格员", 1, EAST["A001"], "A001"],
        ["优秀网格员", 2, EAST["A002"], "A002"],
    ]
    paper = tmp_path / "汇总表.pdf"
    write_nomination_summary(office, campaign_id, paper, Form.PDF)
    assert "优秀网格员：名额 2，推荐 2 人" in pages(paper)[0]


@pytest.mark.parametrize("write", [write_nomination_sheets, write_nomination_summary])
def test_without_a_nominee_there_is_nothing_to_print(office, tmp_path, write):
    campaign_id = begun(office)
    with pytest.raises(UserError, match="还没有推荐对象"):
        write(office, campaign_id, tmp_path / "空.pdf", Form.PDF)
    assert not list(tmp_path.glob("空*"))
