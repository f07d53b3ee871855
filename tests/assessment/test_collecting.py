"""考核数据收集: only what nobody delivered is asked; what comes back has its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrgrid.assessment.queries.facts import current_facts, sources_of_month
from hrgrid.assessment.rules.formulas import Figure
from hrgrid.assessment.rules.words import Source
from hrgrid.assessment.service.collecting import FIGURES
from hrgrid.assessment.service.figures import FigureSource, deliver, key_figures
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Grant, Right
from hrgrid.exchange.queries import recent_imports
from hrgrid.exchange.rules.differing import Differs, Side
from hrgrid.exchange.rules.words import SheetState
from hrgrid.exchange.service import undo_import
from hrgrid.exchange.service.merging import merge_kinds
from hrgrid.exchange.service.returns import Came
from hrgrid.exchange.service.rounds import hand_out_again
from hrgrid.storage.desk import Desk
from tests.assessment.office import ASSESSED, AT, opened, people
from tests.exchange.driving import Round
from tests.exchange.filling import fill, headings, table

STALE, HAZARDS = "信息未及时更新（处）", "查实并整改的隐患（件）"
DONE, DUE = "巡查走访到位完成数（次）", "巡查走访到位应做数（次）"


@pytest.fixture
def asked(office: Desk, tmp_path: Path) -> Round:
    return Round(office, FIGURES, f"period:{opened(office)}", tmp_path)


def figures(desk: Desk, code: str) -> dict[str, tuple[int, int | None]]:
    """What counts of an indicator in September, by name."""
    names = {person_id: name for name, person_id in people(desk).items()}
    rows = desk.read(lambda work: list(current_facts(work, [AT], [code])))
    return {names[person_id]: (amount, base) for _, _, person_id, amount, base in rows}


def known(desk: Desk, code: str, given: dict[str, Figure]) -> None:
    """Somebody delivers figures elsewhere."""
    ids = people(desk)
    source = FigureSource(Source.IMPORTED, "平台导出")
    cells = {(AT, ids[name], code): figure for name, figure in given.items()}
    desk.write(lambda work: deliver(work, source, cells))


def test_each_street_gets_its_people_with_names_grids_and_what_is_wanted(asked: Round) -> None:
    files = asked.open()
    assert set(files) == set(ASSESSED)
    for street, names in ASSESSED.items():
        rows = table(files[street])
        assert {row["姓名"] for row in rows} == set(names)
        assert {row["岗位"] for row in rows} == {"网格员"}
        assert {STALE, HAZARDS, DONE, DUE} <= set(rows[0])
        # The program counts training and inspections itself; praise is noted one by one.
        assert not {one for one in rows[0] if "培训" in one or "双随机" in one or "表扬" in one}
        assert all(row[STALE] is None for row in rows)


def test_what_is_known_is_not_asked_again(asked: Round) -> None:
    desk = asked.desk
    everybody = [name for names in ASSESSED.values() for name in names]
    known(desk, "stale", {name: Figure(1_000) for name in everybody})
    known(desk, "hazards", {name: Figure(2_000) for name in ASSESSED["东街道"]})
    known(desk, "hazards", {ASSESSED["西街道"][0]: Figure(0)})
    files = asked.open()
    assert all(STALE not in table(path)[0] for path in files.values())
    assert HAZARDS not in table(files["东街道"])[0]
    west = {row["姓名"]: row[HAZARDS] for row in table(files["西街道"])}
    assert west == dict.fromkeys(ASSESSED["西街道"]) | {ASSESSED["西街道"][0]: 0}


def test_a_known_cell_is_locked_and_an_asked_one_open(asked: Round) -> None:
    import openpyxl

    first, second = ASSESSED["西街道"][:2]
    known(asked.desk, "hazards", {first: Figure(3_000)})
    sheet = openpyxl.load_workbook(asked.open()["西街道"]).worksheets[0]
    columns = headings(sheet)
    rows = {sheet.cell(at, columns["姓名"]).value: at for at in range(6, sheet.max_row + 1)}
    locked = {
        name: sheet.cell(rows[name], columns[HAZARDS]).protection.locked for name in (first, second)
    }
    assert locked == {first: True, second: False}
    checks = [check for check in sheet.data_validations.dataValidation if check.type == "decimal"]
    assert checks


def test_figures_that_came_back_become_facts_whose_source_names_the_street(asked: Round) -> None:
    files = asked.open()
    first, second, third, *_ = ASSESSED["东街道"]
    cells = {
        (first, STALE): 0,
        (first, DONE): 12,
        (first, DUE): 13,
        (second, HAZARDS): "２．５",
        (third, HAZARDS): "无",
    }
    (told,) = asked.came(fill(files["东街道"], cells, asked.folder / "报表.xlsx"))
    assert told.came is Came.TAKEN
    report = asked.merge("东街道")
    assert (report.rows, report.cells) == (2, 4)
    assert figures(asked.desk, "stale") == {first: (0, None)}
    assert figures(asked.desk, "patrols") == {first: (12_000, 13_000)}
    # 无 is nothing known, never nought.
    assert figures(asked.desk, "hazards") == {second: (2_500, None)}
    (source,) = asked.desk.read(lambda work: sources_of_month(work, AT))
    assert source.title.startswith("东街道报：2026 年 9 月")
    assert asked.unit("东街道").state is SheetState.MERGED


def test_half_a_ratio_and_one_that_is_upside_down_stay_out(asked: Round) -> None:
    files = asked.open()
    first, second, third, *_ = ASSESSED["东街道"]
    cells = {
        (first, DONE): 12,
        (second, DONE): 14,
        (second, DUE): 13,
        (third, DONE): 3,
        (third, DUE): 3,
    }
    asked.came(fill(files["东街道"], cells))
    with pytest.raises(UserError, match=r"2 行合不进去，什么也没有存"):
        asked.merge("东街道")
    assert figures(asked.desk, "patrols") == {}
    report = asked.merge("东街道", partial=True)
    assert {one.who: one.sentence for one in report.refused} == {
        first: f"少填了“{DUE}”。完成数和应做数要一起填",
        second: f"“{DONE}”14 比应做数 13 还多。请核对是不是填反了",
    }
    assert figures(asked.desk, "patrols") == {third: (3_000, 3_000)}
    assert report.waiting == ("东街道",)
    assert asked.unit("东街道").state is SheetState.RETURNED


def test_what_cannot_be_a_figure_says_why(asked: Round) -> None:
    import datetime as dt

    files = asked.open()
    first, second, third, fourth, *_ = ASSESSED["东街道"]
    cells = {
        (first, STALE): "95%",
        (second, STALE): "三处",
        (third, STALE): -1,
        (fourth, STALE): dt.date(2026, 12, 13),
    }
    asked.came(fill(files["东街道"], cells))
    reasons = {one.who: one.reason for one in asked.findings("东街道")}
    assert "百分比" in reasons[first]
    assert "不是数字" in reasons[second]
    assert "不在 0 到 10 亿之间" in reasons[third]
    assert "成了日期" in reasons[fourth]


def test_a_figure_typed_meanwhile_is_shown_beside_the_one_reported(asked: Round) -> None:
    files = asked.open()
    first = ASSESSED["东街道"][0]
    ids = people(asked.desk)
    asked.desk.write(lambda work: key_figures(work, AT, {(ids[first], "stale"): Figure(4_000)}))
    asked.came(fill(files["东街道"], {(first, STALE): 1}))
    (only,) = asked.findings("东街道")
    assert (only.differs, only.came, only.now) == (Differs.BOTH, "1", "4")
    asked.merge("东街道", side=Side.OFFICE)
    assert figures(asked.desk, "stale") == {first: (4_000, None)}
    assert asked.unit("东街道").state is SheetState.MERGED


def test_a_second_edition_asks_only_what_is_left_and_corrects_what_was_reported(
    asked: Round,
) -> None:
    files = asked.open()
    first, second, *_ = ASSESSED["东街道"]
    asked.came(fill(files["东街道"], {(first, STALE): 1}))
    asked.merge("东街道")
    sheet_id = asked.unit("东街道").sheet_id
    asked.desk.write(lambda work: hand_out_again(work, FIGURES, [sheet_id]), reason="补报")
    again = asked.written()["东街道"]
    assert {row["姓名"]: row[STALE] for row in table(again)}[first] == 1
    asked.came(fill(again, {(first, STALE): 2, (second, STALE): 3}))
    found = {one.who: one.differs for one in asked.findings("东街道")}
    assert found == {first: Differs.CHANGED, second: Differs.FILLED}
    asked.merge("东街道")
    assert figures(asked.desk, "stale") == {first: (2_000, None), second: (3_000, None)}


def test_a_merge_is_taken_back_with_its_figures(asked: Round) -> None:
    files = asked.open()
    first = ASSESSED["东街道"][0]
    asked.came(fill(files["东街道"], {(first, STALE): 1}))
    asked.merge("东街道")
    (job,) = asked.desk.read(recent_imports)
    kinds = merge_kinds([FIGURES])
    asked.desk.write(lambda work: undo_import(work, job.id, kinds))
    assert figures(asked.desk, "stale") == {}
    assert asked.unit("东街道").state is SheetState.RETURNED
    asked.merge("东街道")
    assert figures(asked.desk, "stale") == {first: (1_000, None)}


def test_ten_files_in_one_drop_are_each_told_of(asked: Round) -> None:
    files = asked.open()
    drop = []
    for street, path in files.items():
        name = ASSESSED[street][0]
        drop.append(fill(path, {(name, STALE): 1}, asked.folder / f"收 {street}.xlsx"))
    twice = [asked.folder / f"副本{at}.et" for at in range(4)]
    for at, path in zip(twice, drop, strict=True):
        at.write_bytes(path.read_bytes())
    strange, empty = asked.folder / "说明.txt", asked.folder / "空.xlsx"
    strange.write_text("单位,说明\n东街道,没有\n", encoding="utf-8")
    empty.write_bytes(b"")
    told = asked.came(*drop, *twice, strange, empty)
    assert [one.came for one in told] == [Came.TAKEN] * 4 + [Came.SAME] * 4 + [Came.REFUSED] * 2
    assert all(one.sentence for one in told)
    report = asked.merge(*files)
    assert len(report.units) == 4
    assert len(figures(asked.desk, "stale")) == 4


def test_two_tables_put_into_one_file_are_two_returns(asked: Round) -> None:
    import openpyxl

    files = asked.open()
    book = openpyxl.load_workbook(files["东街道"])
    other = openpyxl.load_workbook(files["西街道"]).worksheets[0]
    copy = book.create_sheet("西")
    for row in other.iter_rows():
        for cell in row:
            copy.cell(cell.row, cell.column).value = cell.value
    book.save(files["东街道"])
    assert [one.unit_name for one in asked.came(files["东街道"])] == ["东街道", "西街道"]


def test_a_table_whose_head_is_gone_is_known_by_the_hidden_sheet(asked: Round) -> None:
    import openpyxl

    files = asked.open()
    first = ASSESSED["东街道"][0]
    path = fill(files["东街道"], {(first, STALE): 5})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_rows(1, 4)
    sheet.title = "Sheet1"
    book.save(path)
    (told,) = asked.came(path)
    assert (told.came, told.unit_name) == (Came.TAKEN, "东街道")
    assert [one.came for one in asked.findings("东街道")] == ["5"]


def test_a_merge_that_is_stopped_leaves_nothing(asked: Round, monkeypatch) -> None:
    files = asked.open()
    first = ASSESSED["东街道"][0]
    asked.came(fill(files["东街道"], {(first, STALE): 1}))
    before = asked.unit("东街道")
    from hrgrid.core.errors import Cancelled
    from hrgrid.core.progress import Progress
    from hrgrid.exchange.service.merging import merge

    class Stopping(Progress):
        """Somebody presses 取消 once figures are in."""

        def step(self, count: int = 1) -> None:
            self.cancel()
            super().step(count)

    round_id, sheet_id = asked.row.id, before.sheet_id
    with pytest.raises(Cancelled):
        asked.desk.write(
            lambda work: merge(work, FIGURES, round_id, [sheet_id]), progress=Stopping()
        )
    assert figures(asked.desk, "stale") == {}
    assert asked.unit("东街道") == before
    assert asked.desk.read(recent_imports) == []


def test_only_who_runs_assessment_there_may_ask(asked: Round) -> None:
    from dataclasses import replace

    desk = asked.desk
    for grant in (Grant(Right.VIEW_WORKFORCE), Grant(Right.RUN_ASSESSMENT, "X/")):
        actor = replace(desk.actor, grants=frozenset({grant}))
        other = Round(
            Desk(desk.database, actor, desk.keyring), FIGURES, asked.subject, asked.folder
        )
        with pytest.raises(Refused):
            other.open()


def test_nothing_is_asked_where_everything_is_known(asked: Round) -> None:
    files = asked.open()
    heads = [one for one in table(files["东街道"])[0] if "（" in one and "行标" not in one]
    for street, names in ASSESSED.items():
        cells = {(name, head): 1 for name in names for head in heads}
        asked.came(fill(files[street], cells))
    asked.merge(*files)
    from hrgrid.exchange.service.rounds import close_round

    round_id = asked.row.id
    asked.desk.write(lambda work: close_round(work, FIGURES, round_id))
    with pytest.raises(UserError, match="都已经有了"):
        asked.open()
