"""The list of people on paper: what is seen goes out, numbers only on record; on both engines."""

from __future__ import annotations

import itertools
import threading

import pytest

from hrgrid.accounts.queries import RoleRow
from hrgrid.accounts.rules import Role
from hrgrid.accounts.service import OperatorForm, add_operator, sign_in
from hrgrid.core.errors import Cancelled, Refused, UserError
from hrgrid.core.identity import mask_resident_id
from hrgrid.core.progress import Progress
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.paper.intake import read_table
from hrgrid.storage import journal
from hrgrid.workforce.columns import WORKERS
from hrgrid.workforce.papers import PeopleList, export_people
from hrgrid.workforce.queries import PeopleFilter, PeopleOrder
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.imports import KINDS
from tests.patience import SECONDS
from tests.workforce.build import enlist, id_number, plant_street

PHONE = "13812341234"
VIEWER = OperatorForm("mayk", "马永康", "", "示例区", (RoleRow(Role.VIEWER, ""),), "Zq7-mima-2026")


@pytest.fixture
def three(desk):
    """丁一 at two grids, 王二 and 李三; only the first has numbers."""
    grids = desk.write(plant_street)

    def fill(work):
        enlist(work, grids[0], "丁一", 1, phone=PHONE)
        enlist(work, grids[1], "丁一", 1, role="网格长", employment=Employment.PART)
        enlist(work, grids[1], "王二", 2)
        enlist(work, grids[2], "=李三", None, role="信息员", employment=Employment.PART)

    desk.write(fill)
    return desk


def asked(desk, **changes) -> PeopleList:
    today = desk.read(lambda work: work.today)
    narrowing = {key: changes.pop(key) for key in ("text", "employment") if key in changes}
    return PeopleList(PeopleFilter(today, **narrowing), **changes)


def exported(desk, path, **changes) -> list[dict[str, str]]:
    export_people(desk, asked(desk, **changes), path, Progress())
    [sheet] = read_table(path).sheets
    headings, *rows = [row.cells for row in sheet.rows]
    return [dict(itertools.zip_longest(headings, row, fillvalue="")) for row in rows]


def entries(desk) -> list[journal.JournalRow]:
    wanted = journal.JournalFilter(action="export_people")
    return desk.read(lambda work: journal.entries(work.session, wanted))


def test_the_columns_are_those_of_the_roster_and_numbers_are_masked(three, tmp_path):
    rows = exported(three, tmp_path / "名单.xlsx", order=PeopleOrder.PINYIN)
    assert list(rows[0]) == [column.heading for column in WORKERS.columns]
    assert [row["姓名"] for row in rows] == ["丁一", "=李三", "王二"]
    first = {key: value for key, value in rows[0].items() if value}
    assert first == {
        "工号": "G0000001",
        "姓名": "丁一",
        "身份证号": mask_resident_id(id_number(1)),
        "手机号": "138****1234",
        "区县": "示例区",
        "街道": "示例街道",
        "社区": "示例社区",
        "网格编码": "0000",
        "网格名称": "示例社区第0网格",
        "岗位": "网格员",
        "专兼职": "专职",
        "入职日期": "2020-01-01",
    }
    assert entries(three) == []


def test_only_who_is_seen_goes_out(three, tmp_path):
    rows = exported(three, tmp_path / "名单.xlsx", employment=Employment.FULL, text="王")
    assert [row["姓名"] for row in rows] == ["王二"]


def test_full_numbers_go_out_for_a_reason_and_on_record(three, tmp_path):
    path = tmp_path / "名单.xlsx"
    rows = exported(three, path, full=True, reason="办理参保", text="丁一")
    assert (rows[0]["身份证号"], rows[0]["手机号"]) == (id_number(1), PHONE)
    [entry] = entries(three)
    assert (entry.subject, entry.reason, entry.after) == ("名单.xlsx", "办理参保", '{"people":1}')


def test_full_numbers_need_a_reason(three, tmp_path):
    with pytest.raises(UserError, match="须写明事由"):
        exported(three, tmp_path / "名单.xlsx", full=True, reason=" ")
    assert list(tmp_path.glob("名单*")) == []


def test_full_numbers_need_the_right_and_the_refusal_is_on_record(three, database, tmp_path):
    three.write(lambda work: add_operator(work, VIEWER))
    viewer = sign_in(database, "mayk", VIEWER.secret)
    with pytest.raises(Refused, match="查看完整证件号和手机号"):
        exported(viewer, tmp_path / "名单.xlsx", full=True, reason="看看")
    assert list(tmp_path.glob("*名单*")) == []
    assert exported(viewer, tmp_path / "名单.xlsx", text="丁一")[0]["手机号"] == "138****1234"


def test_what_goes_out_in_full_comes_in_again_unchanged(three, tmp_path):
    def again(name: str, *, dry: bool):
        exported(three, tmp_path / name, full=True, reason="核对")
        drop = three.read(lambda work: open_drop(work, KINDS["workers"], [tmp_path / name]))
        return run_import(three, KINDS["workers"], drop, dry_run=dry)

    first = again("一.xlsx", dry=False)
    assert (first.new, first.errors) == (0, ())
    second = again("二.xlsx", dry=True)
    assert (second.new, second.changed, second.unchanged) == (0, 0, 3)


def test_a_cancelled_export_leaves_the_old_file_and_nothing_else(three, tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(b"old")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        export_people(three, asked(three), path, progress)
    assert (path.read_bytes(), len(list(tmp_path.glob("*名单*")))) == (b"old", 1)


def test_a_place_that_cannot_be_written_is_a_sentence(three, tmp_path):
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(UserError, match=r"写不进.*换个位置"):
        export_people(three, asked(three), tmp_path / "文件" / "名单.xlsx", Progress())


def test_others_may_write_while_a_list_goes_out(three, tmp_path):
    began, wrote = threading.Event(), threading.Event()

    def shown(_stage) -> None:
        began.set()
        assert wrote.wait(SECONDS)

    work = threading.Thread(
        target=export_people,
        args=(three, asked(three), tmp_path / "名单.xlsx", Progress(shown)),
    )
    work.start()
    assert began.wait(SECONDS)
    grids = three.read(lambda work: work.today)
    three.write(lambda work: work.record("attach", f"{grids}"))
    wrote.set()
    work.join()
    assert (tmp_path / "名单.xlsx").exists()
