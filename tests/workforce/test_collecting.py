"""花名册核对: workbooks go out per street, come back, and what is wrong is put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Grant, Right
from hrgrid.exchange.model import CollectionReturn, CollectionSheet
from hrgrid.exchange.papers.collecting import write_sheets
from hrgrid.exchange.queries import recent_imports
from hrgrid.exchange.queries.collecting import rounds_of
from hrgrid.exchange.rules.collect_rows import RoundRow, UnitRow
from hrgrid.exchange.rules.differing import Decision, Differs, Side
from hrgrid.exchange.rules.words import CollectKind, SheetState
from hrgrid.exchange.service import undo_import
from hrgrid.exchange.service.comparing import UnitComparison, compare_round
from hrgrid.exchange.service.merging import merge, merge_kinds
from hrgrid.exchange.service.returns import Came, ReceivedFile, open_returns, receive
from hrgrid.exchange.service.rounds import (
    cancel_round,
    close_round,
    excuse,
    hand_out_again,
    open_round,
    remind,
)
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.listing import PHONE
from hrgrid.workforce.service.collecting import ROSTER_CHECK
from hrgrid.workforce.service.correcting import correct_person
from hrgrid.workforce.service.matching import PersonForm
from tests.exchange.filling import fill, table
from tests.hiring.build import employ, id_number, plant

SUBJECT = "area:"
WEEK = dt.timedelta(days=7)
PHONES = {"赵一": "13811110001", "钱二": "13811110002", "孙三": None, "李四": "13811110004"}


@pytest.fixture
def town(desk: Desk) -> Desk:
    """Three people in 东街道, one in 西街道; one without a number."""

    def settle(work):  # type: ignore[no-untyped-def]
        grids = plant(work)
        places = [*grids["东街道"], *grids["西街道"]]
        for at, (place, name) in enumerate(zip(places, PHONES, strict=False), start=1):
            employ(work, place, name, id_number(at), phone=PHONES[name])

    desk.write(settle)
    return desk


def opened(desk: Desk, folder: Path) -> dict[str, Path]:
    """A round for all streets; the files by unit."""
    today = desk.read(lambda work: work.today)
    desk.write(lambda work: open_round(work, ROSTER_CHECK, SUBJECT, today + WEEK))
    return written(desk, folder)


def written(desk: Desk, folder: Path) -> dict[str, Path]:
    """The files of all current workbooks, by unit."""
    units = the_round(desk).units
    folder.mkdir(exist_ok=True)
    done = desk.write(
        lambda work: write_sheets(work, ROSTER_CHECK, [one.sheet_id for one in units], folder)
    )
    return {one.unit_name: path for one, path in zip(units, done.paths, strict=True)}


def the_round(desk: Desk) -> RoundRow:
    """The newest round."""
    return desk.read(lambda work: rounds_of(work, CollectKind.ROSTER, SUBJECT))[0]


def unit(desk: Desk, name: str) -> UnitRow:
    """One of its units."""
    return next(one for one in the_round(desk).units if one.unit_name == name)


def came(desk: Desk, *paths: Path) -> list[ReceivedFile]:
    """Files are dropped."""
    round_id = the_round(desk).id
    files = desk.read(lambda work: open_returns(work, ROSTER_CHECK, round_id, paths))
    return desk.write(lambda work: receive(work, ROSTER_CHECK, round_id, files))


def compared(desk: Desk, name: str) -> UnitComparison:
    """What the last return of a unit says."""
    found = desk.read(lambda work: compare_round(work, ROSTER_CHECK, the_round(desk).id))
    return next(one for one in found if one.unit_name == name)


def choices(one: UnitComparison, side: Side) -> dict[int, dict[tuple[str, str], Decision]]:
    """The same side everywhere."""
    return {
        one.sheet_id: {
            each.place: Decision(side, each.seen) for each in one.comparison.findings if each.open
        }
    }


def merged(desk: Desk, *names: str, side: Side = Side.UNIT, partial: bool = False):  # type: ignore[no-untyped-def]
    """Merge units, every decision on one side."""
    found: dict[int, dict[tuple[str, str], Decision]] = {}
    ids = [unit(desk, name).sheet_id for name in names]
    for name in names:
        found |= choices(compared(desk, name), side)
    round_id = the_round(desk).id
    return desk.write(
        lambda work: merge(work, ROSTER_CHECK, round_id, ids, found, partial=partial),
        reason="花名册核对",
    )


def phone(desk: Desk, name: str) -> str:
    """Somebody's telephone number."""

    def read(work):  # type: ignore[no-untyped-def]
        person = work.session.scalars(select(Person).where(Person.name == name)).one()
        return work.keyring.open(PHONE, person.phone) if person.phone else ""

    return desk.read(read)


def correct_phone(desk: Desk, name: str, number: str) -> None:
    """The office corrects a number by itself."""

    def write(work):  # type: ignore[no-untyped-def]
        person = work.session.scalars(select(Person).where(Person.name == name)).one()
        correct_person(work, person.id, person.version, PersonForm(name, phone=number))

    desk.write(write, reason="本人来电")


def test_a_workbook_goes_out_per_street_with_what_is_known_and_what_is_asked(
    town: Desk, tmp_path: Path
) -> None:
    files = opened(town, tmp_path)
    assert list(files) == ["东街道", "西街道"]
    assert files["东街道"].name.startswith("东街道")
    rows = table(files["东街道"])
    assert {row["姓名"] for row in rows} == {"赵一", "钱二", "孙三"}
    assert {row["手机号"] for row in rows} == {"13811110001", "13811110002", None}
    assert all(row["核对结果"] is None for row in rows)
    book = openpyxl.load_workbook(files["东街道"])
    sheet, hidden = book.worksheets
    uid = unit(town, "东街道").uid
    number = "-".join(uid[at : at + 4] for at in range(0, 16, 4))
    assert "东街道" in sheet["A2"].value
    assert f"表号：{number}" in sheet["A4"].value
    assert hidden.sheet_state == "hidden"
    assert hidden.title == f"表号 {number}"
    assert sheet.protection.sheet
    heads = {cell.value: cell for cell in sheet[5]}
    locked = {head: sheet.cell(6, cell.column).protection.locked for head, cell in heads.items()}
    assert locked["岗位"]
    assert locked["工号"]
    assert not locked["手机号"]
    assert not locked["核对结果"]
    lists = [check.formula1 for check in sheet.data_validations.dataValidation]
    assert lists == ['"核对无误,有更正,已离岗"']


def test_what_comes_back_is_told_by_unit_and_merged_as_chosen(town: Desk, tmp_path: Path) -> None:
    files = opened(town, tmp_path)
    fill(
        files["东街道"],
        {
            ("赵一", "核对结果"): "核对无误",
            ("钱二", "手机号"): "13922220002",
            ("钱二", "核对结果"): "有更正",
            ("孙三", "手机号"): 13922220003,
            ("孙三", "核对结果"): "更正",
        },
        tmp_path / "回来的 (2).xlsx",
    )
    (told,) = came(town, tmp_path / "回来的 (2).xlsx")
    assert (told.came, told.unit_name) == (Came.TAKEN, "东街道")
    east = unit(town, "东街道")
    assert east.state is SheetState.RETURNED
    assert (east.to_take, east.to_decide, east.unread) == (3, 2, 0)
    found = compared(town, "东街道").comparison
    assert {(one.who, one.heading, one.differs) for one in found.findings} == {
        ("赵一", "核对结果", Differs.FILLED),
        ("钱二", "手机号", Differs.CORRECTED),
        ("钱二", "核对结果", Differs.FILLED),
        ("孙三", "手机号", Differs.CORRECTED),
        ("孙三", "核对结果", Differs.FILLED),
    }
    report = merged(town, "东街道")
    assert report.units == ("东街道",)
    assert report.rows == 3
    assert phone(town, "钱二") == "13922220002"
    assert phone(town, "孙三") == "13922220003"
    assert unit(town, "东街道").state is SheetState.MERGED
    assert compared(town, "东街道").comparison.findings == ()


def test_what_the_office_keeps_is_not_asked_about_again(town: Desk, tmp_path: Path) -> None:
    files = opened(town, tmp_path)
    came(town, fill(files["东街道"], {("钱二", "手机号"): "13922220002"}))
    merged(town, "东街道", side=Side.OFFICE)
    assert phone(town, "钱二") == "13811110002"
    (only,) = compared(town, "东街道").comparison.findings
    assert (only.differs, only.settled) == (Differs.CORRECTED, Side.OFFICE)
    assert unit(town, "东街道").state is SheetState.MERGED


def test_both_changed_shows_both_and_takes_the_chosen(town: Desk, tmp_path: Path) -> None:
    files = opened(town, tmp_path)
    correct_phone(town, "赵一", "13700000001")
    came(town, fill(files["东街道"], {("赵一", "手机号"): "13922220001"}))
    (only,) = compared(town, "东街道").comparison.findings
    assert only.differs is Differs.BOTH
    assert (only.sent, only.came, only.now) == ("13811110001", "13922220001", "13700000001")
    with pytest.raises(UserError, match="1 处还没有定"):
        town.write(
            lambda work: merge(
                work, ROSTER_CHECK, the_round(town).id, [unit(town, "东街道").sheet_id]
            )
        )
    chosen = choices(compared(town, "东街道"), Side.UNIT)
    # Meanwhile the office corrects once more: the choice was about something else.
    correct_phone(town, "赵一", "13700000009")
    with pytest.raises(UserError, match="1 处还没有定"):
        town.write(
            lambda work: merge(
                work, ROSTER_CHECK, the_round(town).id, [unit(town, "东街道").sheet_id], chosen
            ),
            reason="核对",
        )
    assert phone(town, "赵一") == "13700000009"
    merged(town, "东街道")
    assert phone(town, "赵一") == "13922220001"


def test_a_merge_is_taken_back_whole(town: Desk, tmp_path: Path) -> None:
    files = opened(town, tmp_path)
    came(
        town,
        fill(
            files["东街道"],
            {("钱二", "手机号"): "13922220002", ("赵一", "姓名"): "赵壹"},
            key="姓名",
        ),
    )
    report = merged(town, "东街道")
    assert phone(town, "赵壹") == "13811110001"
    kinds = merge_kinds([ROSTER_CHECK])
    (job,) = town.read(recent_imports)
    assert job.kind == "collect_roster"
    assert job.can_undo
    assert job.id == report.job_id
    town.write(lambda work: undo_import(work, job.id, kinds))
    assert phone(town, "钱二") == "13811110002"
    assert phone(town, "赵一") == "13811110001"
    east = unit(town, "东街道")
    assert east.state is SheetState.RETURNED
    assert east.to_decide == 2
    merged(town, "东街道")
    assert phone(town, "钱二") == "13922220002"


def test_what_cannot_be_read_says_where_and_keeps_only_its_row_out(
    town: Desk, tmp_path: Path
) -> None:
    files = opened(town, tmp_path)
    came(
        town,
        fill(files["东街道"], {("赵一", "手机号"): "1381111", ("钱二", "手机号"): "13922220002"}),
    )
    found = compared(town, "东街道").comparison
    bad = next(one for one in found.findings if one.differs is Differs.UNREADABLE)
    assert (bad.who, bad.heading, bad.came) == ("赵一", "手机号", "1381111")
    assert bad.reason
    assert bad.number > 5
    with pytest.raises(UserError, match="读不出"):
        merged(town, "东街道")
    assert phone(town, "钱二") == "13811110002"
    report = merged(town, "东街道", partial=True)
    assert report.waiting == ("东街道",)
    assert phone(town, "钱二") == "13922220002"
    assert unit(town, "东街道").state is SheetState.RETURNED


def test_the_same_file_twice_is_told_and_not_counted(town: Desk, tmp_path: Path) -> None:
    files = opened(town, tmp_path)
    fill(files["东街道"], {("赵一", "核对结果"): "核对无误"})
    again = tmp_path / "又一份.xlsx"
    again.write_bytes(files["东街道"].read_bytes())
    told = came(town, files["东街道"], again)
    assert [one.came for one in told] == [Came.TAKEN, Came.SAME]
    # Saved again by another program: other bytes, the same content.
    book = openpyxl.load_workbook(again)
    book.properties.lastModifiedBy = "WPS"
    book.save(again)
    (third,) = came(town, again)
    assert third.came is Came.SAME
    assert "一样" in third.sentence
    assert len(unit(town, "东街道").returns) == 1


def test_an_old_edition_is_kept_to_be_compared_and_does_not_count(
    town: Desk, tmp_path: Path
) -> None:
    files = opened(town, tmp_path / "1")
    fill(files["东街道"], {("赵一", "手机号"): "13922220001"})
    ids = [unit(town, "东街道").sheet_id]
    with pytest.raises(UserError, match="事由"):
        town.write(lambda work: hand_out_again(work, ROSTER_CHECK, ids))
    town.write(lambda work: hand_out_again(work, ROSTER_CHECK, ids), reason="表发错了")
    assert unit(town, "东街道").edition == 2
    (told,) = came(town, files["东街道"])
    assert told.came is Came.OLD_EDITION
    assert "第 1 版" in told.sentence
    assert unit(town, "东街道").state is SheetState.OUT
    old = compared(town, "东街道")
    assert old.old
    assert old.comparison.findings[0].came == "13922220001"
    with pytest.raises(UserError, match="换了新版"):
        town.write(lambda work: merge(work, ROSTER_CHECK, the_round(town).id, ids), reason="x")


def test_files_of_nobody_and_of_ended_rounds_are_told(town: Desk, tmp_path: Path) -> None:
    files = opened(town, tmp_path / "1")
    book = openpyxl.Workbook()
    book.active.append(["姓名", "工号"])
    book.active.append(["甲", "1"])
    stranger = tmp_path / "别的.xlsx"
    book.save(stranger)
    foreign = tmp_path / "外来.xlsx"
    book = openpyxl.load_workbook(files["西街道"])
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "表号" in cell.value:
                    cell.value = "表号：ABCD-EFGH-JKMN-PQRS"
    book.save(foreign)
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"no workbook at all \x00\x01")
    told = came(town, stranger, foreign, broken)
    assert [one.came for one in told] == [Came.REFUSED] * 3
    assert "没有表号" in told[0].sentence
    assert "不是从这份数据下发" in told[1].sentence
    with pytest.raises(UserError, match="还有 2 个单位没有办完"):
        town.write(lambda work: close_round(work, ROSTER_CHECK, the_round(town).id))
    first = the_round(town).id
    town.write(lambda work: close_round(work, ROSTER_CHECK, first), reason="不等了")
    with pytest.raises(UserError, match="已收齐"):
        town.read(lambda work: open_returns(work, ROSTER_CHECK, first, [files["东街道"]]))
    opened(town, tmp_path / "2")
    (told,) = came(town, files["东街道"])
    assert told.came is Came.REFUSED
    assert "上一轮" in told.sentence


def test_units_are_excused_and_reminded(town: Desk, tmp_path: Path) -> None:
    files = opened(town, tmp_path)
    west, east = unit(town, "西街道").sheet_id, unit(town, "东街道").sheet_id
    town.write(lambda work: excuse(work, ROSTER_CHECK, [west]), reason="刚换届")
    assert unit(town, "西街道").note == "刚换届"
    with pytest.raises(UserError, match="没有要催的"):
        town.write(lambda work: remind(work, ROSTER_CHECK, [west]))
    assert town.write(lambda work: remind(work, ROSTER_CHECK, [west, east])) == 1
    assert unit(town, "东街道").reminded_on is not None
    (told,) = came(town, fill(files["西街道"], {("李四", "核对结果"): "核对无误"}))
    assert told.came is Came.TAKEN
    assert "免报" in told.sentence


def test_two_open_rounds_would_ask_the_same_twice(town: Desk, tmp_path: Path) -> None:
    opened(town, tmp_path)
    today = town.read(lambda work: work.today)
    with pytest.raises(UserError, match="已有一轮"):
        town.write(lambda work: open_round(work, ROSTER_CHECK, SUBJECT, today))


def test_rows_that_somebody_sorted_alone_are_known_by_what_people_see(
    town: Desk, tmp_path: Path
) -> None:
    files = opened(town, tmp_path)
    book = openpyxl.load_workbook(files["东街道"])
    sheet = book.worksheets[0]
    width = sheet.max_column
    rows = [[sheet.cell(at, c).value for c in range(1, width)] for at in (6, 7, 8)]
    for at, values in zip((6, 7, 8), reversed(rows), strict=True):
        for column, value in enumerate(values, start=1):
            sheet.cell(at, column).value = value
    book.save(files["东街道"])
    came(town, files["东街道"])
    assert compared(town, "东街道").comparison.findings == ()


def with_rights(desk: Desk, *grants: Grant) -> Desk:
    """Somebody else at the same office."""
    return Desk(desk.database, replace(desk.actor, grants=frozenset(grants)), desk.keyring)


def test_numbers_are_masked_for_who_may_not_see_them(town: Desk, tmp_path: Path) -> None:
    clerk = with_rights(town, Grant(Right.EDIT_WORKFORCE), Grant(Right.VIEW_WORKFORCE))
    files = opened(clerk, tmp_path)
    numbers = {row["手机号"] for path in files.values() for row in table(path)}
    assert numbers == {"138****0001", "138****0002", "138****0004", None}
    came(clerk, *files.values())
    for name in ("东街道", "西街道"):
        assert compared(clerk, name).comparison.findings == ()
    came(clerk, fill(files["东街道"], {("赵一", "手机号"): "13922220001"}))
    (only,) = compared(clerk, "东街道").comparison.findings
    assert (only.came, only.now) == ("139****0001", "138****0001")
    # What is decided without being seen is taken over all the same.
    merged(clerk, "东街道")
    assert phone(town, "赵一") == "13922220001"


def test_no_number_stands_in_the_data_in_plain(town: Desk, tmp_path: Path) -> None:
    files = opened(town, tmp_path)
    came(
        town, fill(files["东街道"], {("赵一", "手机号"): "13922220001", ("钱二", "手机号"): "139"})
    )

    def texts(work):  # type: ignore[no-untyped-def]
        sheets = work.session.scalars(select(CollectionSheet.content)).all()
        returns = work.session.execute(
            select(CollectionReturn.content, CollectionReturn.counts)
        ).all()
        return [*sheets, *(text for row in returns for text in row)]

    held = "\n".join(town.read(texts))
    assert "赵一" in held
    assert not any(number in held for number in ("13811110001", "13922220001", "1381111"))


@pytest.mark.parametrize("grant", [Grant(Right.VIEW_WORKFORCE), Grant(Right.EDIT_WORKFORCE, "X/")])
def test_only_who_keeps_the_roster_may_collect(town: Desk, tmp_path: Path, grant: Grant) -> None:
    files = opened(town, tmp_path)
    row = the_round(town)
    ids = [one.sheet_id for one in row.units]
    other = with_rights(town, grant)
    deeds: list[Callable[[UnitOfWork], object]] = [
        lambda work: open_round(work, ROSTER_CHECK, SUBJECT, work.today),
        lambda work: hand_out_again(work, ROSTER_CHECK, ids),
        lambda work: excuse(work, ROSTER_CHECK, ids),
        lambda work: remind(work, ROSTER_CHECK, ids),
        lambda work: write_sheets(work, ROSTER_CHECK, ids, tmp_path),
        lambda work: open_returns(work, ROSTER_CHECK, row.id, list(files.values())),
        lambda work: receive(work, ROSTER_CHECK, row.id, []),
        lambda work: compare_round(work, ROSTER_CHECK, row.id),
        lambda work: merge(work, ROSTER_CHECK, row.id, ids),
        lambda work: close_round(work, ROSTER_CHECK, row.id),
        lambda work: cancel_round(work, ROSTER_CHECK, row.id),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            other.write(deed, reason="试办")
