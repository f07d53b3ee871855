"""八定 on paper: cards and the list of an area's grids, without anybody's number."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from pypdfium2 import PdfDocument

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.paper.notes import noticing
from hrgrid.workforce.papers.eight import write_eight_cards, write_eight_list
from hrgrid.workforce.rules.eight import BodyKind, EightKind
from hrgrid.workforce.service.bodies import BodyForm, found_body
from hrgrid.workforce.service.facts import change_terms
from tests.workforce.build import enlist, id_number, plant_street

JULY = dt.date(2026, 7, 1)
PHONE = "13800001234"


@pytest.fixture
def grids(desk):
    """A street whose community settles the hours; 张三 works in the first grid."""

    def job(work):
        made = plant_street(work)
        enlist(work, made[0], "张三", 1, phone=PHONE)
        hours = {EightKind.HOURS: "8:30—17:30"}
        change_terms(work, made[0].parent_id, hours, JULY)
        form = BodyForm("精网微格工作站", place="东门", telephone="0512-63000000")
        ids = [grid.id for grid in made]
        kind = BodyKind.STATION
        found_body(work, kind, made[0].parent_id, form, grid_ids=ids, on=JULY)
        return made

    return desk.write(job)


def text_of(path):
    document = PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_a_community_gets_a_card_a_grid_in_one_file(desk, grids, tmp_path):
    path = tmp_path / "八定卡.pdf"
    with noticing() as found:
        assert write_eight_cards(desk, grids[0].parent_id, path, Progress(), on=JULY) == 4
    # Five of the eight are not settled in the first grid, one more where nobody works.
    assert [note.name for note in found].count(grids[0].name) == 5
    assert [note.name for note in found].count(grids[-1].name) == 6
    first, *_, last = text_of(path)
    assert "张三" in first
    assert "8:30—17:30按示例社区统一规定" in first
    assert "值班电话0512-63000000" in first
    assert "已定3/8项，截至2026年7月1日" in first
    assert "未定：没有网格员" in last
    for secret in (PHONE, id_number(1), id_number(1)[-4:]):
        assert secret not in first


def test_some_grids_get_their_cards_only(desk, grids, tmp_path):
    path = tmp_path / "八定卡.pdf"
    chosen = [grids[1].id, grids[3].id]
    home = grids[0].parent_id
    assert write_eight_cards(desk, home, path, Progress(), on=JULY, grids=chosen) == 2
    assert ["0001" in text_of(path)[0], "0003" in text_of(path)[1]] == [True, True]


def test_the_list_has_a_row_a_grid_and_eight_columns(desk, grids, tmp_path):
    path = tmp_path / "八定一览表.xlsx"
    assert write_eight_list(desk, grids[0].parent_id, path, Progress(), on=JULY) == 4
    heading, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    assert heading[4:12] == tuple(kind.label for kind in EightKind)
    assert [row[2] for row in rows] == ["0000", "0001", "0002", "0003"]
    assert rows[0][5] == "张三"
    assert rows[1][7] == "8:30—17:30"
    assert "定人：没有专职网格员" in rows[1][13]
    assert rows[0][15] == "0512-63000000"
    assert not any(PHONE in str(cell) for row in rows for cell in row)


def test_where_no_grid_is_nothing_is_written(desk, grids, tmp_path):
    early = dt.date(2010, 1, 1)
    for write, name in ((write_eight_cards, "八定卡.pdf"), (write_eight_list, "八定.xlsx")):
        path = tmp_path / name
        with pytest.raises(UserError, match="这里没有网格"):
            write(desk, grids[0].parent_id, path, Progress(), on=early)
        assert not path.exists()
