"""Imports on both engines: whole or not at all, dry runs that leave nothing, and the way back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hrgrid.core.columns import Severity
from hrgrid.core.errors import AlreadyDone, Cancelled, Refused, UserError
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Actor
from hrgrid.exchange.model import HeadingMemory, ImportJob
from hrgrid.exchange.queries import recent_imports
from hrgrid.exchange.service import (
    Answers,
    ImportKind,
    ImportRefused,
    import_drop,
    open_drop,
    run_import,
    undo_import,
)
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalEntry
from hrgrid.storage.rulebook import RuleSet, lock_rules
from hrgrid.storage.work import new_operation_id
from tests.exchange.samples import HEADINGS, KIND, LETTERS, PEOPLE, book

BAD = ["张", "1", "2", "0009", "九"]
KINDS = {KIND.code: KIND}


@pytest.fixture
def good(tmp_path):
    return book(tmp_path / "聘书.xlsx", [HEADINGS, *PEOPLE])


@pytest.fixture
def mixed(tmp_path):
    return book(tmp_path / "聘书.xlsx", [HEADINGS, *PEOPLE, BAD, [*PEOPLE[0][:3], "0001", "重"]])


def opened(desk, *paths, sheets=None, kind=KIND):
    return desk.read(lambda work: open_drop(work, kind, list(paths), sheets))


def imported(desk, *paths, answers=None, **how):
    return run_import(desk, KIND, opened(desk, *paths), answers, **how)


def stored(desk):
    """What the kind wrote: topic and name, newest version last."""
    query = select(RuleSet).where(RuleSet.topic.like("letters.%")).order_by(RuleSet.id)
    return desk.read(
        lambda work: [
            (found.topic, json.loads(found.parameters)["name"])
            for found in work.session.scalars(query)
        ]
    )


def count(desk, model):
    return desk.read(lambda work: work.session.scalar(select(func.count()).select_from(model)))


def codes(problems):
    return [(p.row, p.column, p.code) for p in problems]


# --- the real run and the dry run


def test_an_import_writes_every_row_and_counts(desk, good):
    report = imported(desk, good)
    assert (report.rows, report.new, report.changed, report.unchanged) == (3, 3, 0, 0)
    assert (report.applied, report.refused) == (True, False)
    assert stored(desk) == [
        ("letters.0001", "王小明"),
        ("letters.0002", "李四"),
        ("letters.0003", "张三"),
    ]


def test_a_second_file_changes_what_differs(desk, good, tmp_path):
    imported(desk, good)
    again = [PEOPLE[0], ["李四", *PEOPLE[1][1:4], "改"], ["新人", "", "", "0004", "四"]]
    report = imported(desk, book(tmp_path / "二.xlsx", [HEADINGS, *again]))
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)


def test_a_dry_run_tells_the_same_and_leaves_the_file_byte_for_byte(desk, good, place):
    drop = opened(desk, good)
    path = Path(place)
    before = path.read_bytes() if path.exists() else b""
    dry = run_import(desk, KIND, drop, dry_run=True)
    assert (path.read_bytes() if path.exists() else b"") == before
    assert stored(desk) == []
    assert count(desk, ImportJob) == 0
    real = run_import(desk, KIND, drop)
    assert (dry.applied, real.applied) == (False, True)
    assert (dry.new, dry.problems, dry.refused) == (real.new, real.problems, real.refused)


def test_one_bad_row_refuses_all_and_every_problem_is_told(desk, mixed):
    report = imported(desk, mixed)
    assert (report.applied, report.refused) == (False, True)
    assert report.rows == 5
    assert codes(report.errors) == [
        (5, "姓名", "name_wrong"),
        (5, "身份证号", "id_number_wrong"),
        (5, "手机号", "telephone_wrong"),
        (6, "编号", "twice"),
    ]
    assert stored(desk) == []
    assert count(desk, ImportJob) == 0
    assert count(desk, HeadingMemory) == 0


def test_the_dry_run_of_a_bad_file_says_that_the_real_one_would_be_refused(desk, mixed):
    report = imported(desk, mixed, dry_run=True)
    assert (report.applied, report.refused, report.new) == (False, True, 3)
    assert not imported(desk, mixed, dry_run=True, partial=True).refused


def test_the_good_rows_alone_may_be_imported(desk, mixed):
    report = imported(desk, mixed, partial=True)
    assert (report.applied, report.new, report.bad_rows) == (True, 3, 2)
    assert len(stored(desk)) == 3
    (job,) = desk.read(recent_imports)
    assert (job.rows, job.new, job.refused) == (5, 3, 2)


def test_nothing_to_import_is_refused_also_partially(desk, tmp_path):
    report = imported(desk, book(tmp_path / "a.xlsx", [HEADINGS, BAD]), partial=True)
    assert report.refused
    assert count(desk, ImportJob) == 0


def test_the_use_case_itself_rolls_back_and_carries_the_report(desk, mixed):
    drop = opened(desk, mixed)
    with pytest.raises(ImportRefused, match="有 4 处必须改，没有导入") as caught:
        desk.write(lambda work: import_drop(work, KIND, drop, Answers()))
    assert len(caught.value.report.errors) == 4
    assert stored(desk) == []


def test_what_an_applier_refuses_as_a_whole_stays_a_sentence(desk, good):
    def refuse(work, rows, answers):
        raise UserError("这类数据今天不收")

    kind = ImportKind(LETTERS, refuse)
    drop = opened(desk, good, kind=kind)
    with pytest.raises(UserError, match="今天不收"):
        run_import(desk, kind, drop)


# --- answers


def test_an_applier_hears_the_answers(desk, mixed):
    edits = {
        (str(mixed), "表1", 5, key): text
        for key, text in (("name", "张九"), ("id_number", ""), ("phone", ""))
    }
    report = imported(desk, mixed, answers=Answers(keep=frozenset({"twice"}), edits=edits))
    assert (report.applied, report.new, report.changed) == (True, 4, 1)
    assert ("letters.0009", "张九") in stored(desk)


def test_a_whole_kind_of_suggestions_is_taken(desk, tmp_path):
    path = book(tmp_path / "a.xlsx", [["姓名", "编号", "备注"], ["甲一", 1, "x"], ["乙二", 2, "y"]])
    report = imported(desk, path)
    (group,) = report.groups()
    assert (group.code, group.severity, group.count, group.suggested) == (
        "zeros_lost",
        Severity.ERROR,
        2,
        2,
    )
    report = imported(desk, path, answers=Answers(take=frozenset({"zeros_lost"})))
    assert report.applied
    assert [topic for topic, _ in stored(desk)] == ["letters.0001", "letters.0002"]


# --- files and sheets


def test_ten_files_are_one_run(desk, tmp_path):
    paths = [
        book(tmp_path / f"街道{n}.xlsx", [HEADINGS, [f"王{n}", "", "", f"{n:04}", "x"]])
        for n in range(10, 20)
    ]
    report = imported(desk, *paths)
    assert (report.new, len(report.files)) == (10, 10)
    assert report.as_json()["files"] == [str(path) for path in paths]
    (job,) = desk.read(recent_imports)
    assert job.files == tuple(f"街道{n}.xlsx" for n in range(10, 20))


def test_a_bad_row_in_one_of_ten_files_refuses_all(desk, good, tmp_path):
    report = imported(desk, good, book(tmp_path / "二.xlsx", [HEADINGS, BAD]))
    assert report.refused
    assert {problem.file for problem in report.errors} == {str(tmp_path / "二.xlsx")}
    assert stored(desk) == []


def test_the_same_content_under_two_names_is_read_once(desk, good, tmp_path):
    (tmp_path / "副本.xlsx").write_bytes(good.read_bytes())
    report = imported(desk, good, tmp_path / "副本.xlsx")
    assert report.new == 3
    assert codes(report.warnings) == [(0, "", "same_file")]


def test_every_sheet_is_taken_unless_some_are_chosen(desk, tmp_path):
    sheets = [(f"街道{n}", [HEADINGS, [f"王{n}", "", "", f"{n:04}", "x"]]) for n in (11, 12, 13)]
    path = book(tmp_path / "a.xlsx", *sheets)
    report = imported(desk, path, dry_run=True)
    assert (report.sheets, report.rows) == (("街道11", "街道12", "街道13"), 3)
    chosen = run_import(desk, KIND, opened(desk, path, sheets=["街道12"]))
    assert (chosen.sheets, chosen.rows) == (("街道12",), 1)
    drop = opened(desk, path)
    assert drop.files[0].sheets == ("街道11", "街道12", "街道13")
    only = drop.only([(str(path), "街道13")])
    assert run_import(desk, KIND, only, dry_run=True).sheets == ("街道13",)


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(desk, good):
    with pytest.raises(UserError, match=r"“聘书\.xlsx”里没有工作表“乙”，现有“表1”"):
        opened(desk, good, sheets=["乙"])


def test_among_several_sheets_one_of_another_kind_is_left_out_and_told(desk, tmp_path):
    path = book(
        tmp_path / "a.xlsx", ("名册", [HEADINGS, *PEOPLE]), ("说明", [["怎么填"], ["随意"]])
    )
    report = imported(desk, path)
    assert (report.applied, report.sheets) == (True, ("名册",))
    assert [(p.sheet, p.code) for p in report.warnings] == [("说明", "sheet_left_out")]


def test_hidden_sheets_are_told(desk, tmp_path):
    import openpyxl

    path = book(tmp_path / "a.xlsx", [HEADINGS, *PEOPLE], ("藏", [HEADINGS, BAD]))
    workbook = openpyxl.load_workbook(path)
    workbook["藏"].sheet_state = "hidden"
    workbook.save(path)
    report = imported(desk, path)
    assert report.applied
    assert codes(report.warnings) == [(0, "", "hidden_sheets")]
    assert "（“藏”）" in report.warnings[0].message


def test_a_file_without_anything_is_named(desk, tmp_path):
    with pytest.raises(UserError, match=r"“空\.xlsx”里没有内容"):
        opened(desk, book(tmp_path / "空.xlsx", []))


def test_the_same_file_is_known_again_by_its_content(desk, good, tmp_path, clock):
    imported(desk, good)
    (tmp_path / "改名.xlsx").write_bytes(good.read_bytes())
    report = imported(desk, tmp_path / "改名.xlsx")
    assert codes(report.warnings) == [(0, "", "seen_before")]
    assert report.warnings[0].severity is Severity.INFO
    when = f"{clock.now.astimezone():%Y-%m-%d %H:%M}"
    assert report.warnings[0].message == (f"“改名.xlsx”已由经办人在 {when} 导入过，内容一字未变。")
    assert (report.applied, report.unchanged) == (True, 3)


# --- memory of columns


def test_columns_that_were_decided_are_remembered(desk, tmp_path):
    first = book(tmp_path / "一.xlsx", [["人", "号", "备注"], ["甲一", "0001", "x"]])
    drop = opened(desk, first)
    assert not drop.is_remembered
    (table,) = drop.tables
    decided = drop.with_columns(*table.place, table.columns.with_key(0, "name").with_key(1, "code"))
    assert run_import(desk, KIND, decided).applied
    second = book(tmp_path / "二.xlsx", [["花名册"], ["人", "号", "备注"], ["乙二", "0002", "y"]])
    again = opened(desk, second)
    assert again.is_remembered
    assert run_import(desk, KIND, again).new == 1


def test_a_refused_import_and_a_dry_run_remember_nothing(desk, good, mixed):
    imported(desk, mixed)
    imported(desk, good, dry_run=True)
    assert not opened(desk, good).is_remembered


# --- taking back


def undo(desk, job_id):
    desk.write(lambda work: undo_import(work, job_id, KINDS), reason="导错了文件")


def test_a_whole_import_is_taken_back(desk, good, tmp_path):
    imported(desk, good)
    more = [["李四", *PEOPLE[1][1:4], "改"], ["新人", "", "", "0004", "四"]]
    report = imported(desk, book(tmp_path / "二.xlsx", [HEADINGS, *more]))
    undo(desk, report.job_id)
    assert len(stored(desk)) == 3
    newest, first = desk.read(recent_imports)
    assert newest.undone_at is not None
    assert (newest.can_undo, first.can_undo) == (False, True)
    assert "seen_before" not in {
        p.code for p in imported(desk, tmp_path / "二.xlsx", dry_run=True).warnings
    }


def test_an_import_is_not_taken_back_twice(desk, good):
    job_id = imported(desk, good).job_id
    undo(desk, job_id)
    with pytest.raises(UserError, match="撤销过了"):
        undo(desk, job_id)


def test_an_import_that_is_too_old_stays(desk, good, clock):
    job_id = imported(desk, good).job_id
    clock.move(dt.timedelta(days=29, hours=23))
    assert desk.read(recent_imports)[0].can_undo
    clock.move(dt.timedelta(hours=2))
    assert not desk.read(recent_imports)[0].can_undo
    with pytest.raises(UserError, match="已超过 30 天"):
        undo(desk, job_id)
    assert len(stored(desk)) == 3


def test_what_can_no_longer_be_undone_is_forgotten_at_the_next_import(desk, good, tmp_path, clock):
    job_id = imported(desk, good).job_id
    clock.move(dt.timedelta(days=31))
    imported(desk, book(tmp_path / "二.xlsx", [HEADINGS, ["新人", "", "", "0004", "四"]]))
    job = desk.read(lambda work: work.session.get(ImportJob, job_id))
    assert job.undo_data == ""


def test_rows_that_were_used_since_keep_the_import(desk, good):
    job_id = imported(desk, good).job_id
    desk.write(lambda work: lock_rules(work, "letters.0001", 1, "定稿"))
    with pytest.raises(UserError, match="在导入后用过了"):
        undo(desk, job_id)
    assert len(stored(desk)) == 3
    assert desk.read(recent_imports)[0].undone_at is None


def test_a_kind_that_cannot_be_undone_says_so(desk, good):
    kind = ImportKind(LETTERS, KIND.apply)
    job_id = run_import(desk, kind, opened(desk, good, kind=kind)).job_id
    with pytest.raises(UserError, match="不能整批撤销"):
        desk.write(lambda work: undo_import(work, job_id, {kind.code: kind}))
    with pytest.raises(UserError, match="没有这次导入的记录"):
        undo(desk, 999)


# --- rights, cancelling, repeating


def stranger(desk):
    return Desk(desk.database, Actor(1, "旁人", "查询", "某区", frozenset()), desk.keyring)


def test_who_may_not_import_is_refused(desk, good):
    drop = opened(desk, good)
    with pytest.raises(Refused, match="导入数据"):
        run_import(stranger(desk), KIND, drop)
    job_id = run_import(desk, KIND, drop).job_id
    with pytest.raises(Refused, match="导入数据"):
        undo(stranger(desk), job_id)
    assert len(stored(desk)) == 3


def test_a_cancelled_import_leaves_nothing(desk, good):
    drop = opened(desk, good)
    progress = Progress(lambda stage: stage.done == 1 and stage.text == "检查各行" and stop())

    def stop():
        progress.cancel()

    with pytest.raises(Cancelled):
        run_import(desk, KIND, drop, progress=progress)
    assert stored(desk) == []
    assert count(desk, ImportJob) == 0


def test_a_repeated_click_imports_once(desk, good):
    drop, operation = opened(desk, good), new_operation_id()
    run_import(desk, KIND, drop, operation_id=operation)
    with pytest.raises(AlreadyDone):
        run_import(desk, KIND, drop, operation_id=operation)
    assert count(desk, ImportJob) == 1


# --- what is told and kept


def test_the_report_is_what_scripts_were_promised(desk, mixed):
    told = imported(desk, mixed).as_json()
    assert list(told) == [
        "kind",
        "file",
        "sheets",
        "rows",
        "new",
        "changed",
        "unchanged",
        "errors",
        "warnings",
        "applied",
    ]
    assert told["file"] == str(mixed)
    assert Path(told["file"]).is_absolute()
    assert told["errors"][0] == {
        "sheet": "表1",
        "row": 5,
        "column": "姓名",
        "value": "张",
        "code": "name_wrong",
        "message": "姓名“张”只有1个字，应为2至30个字，请核对。",
        "suggestion": None,
    }
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told


def test_problems_name_the_columns_as_the_sheet_does(desk, tmp_path):
    path = book(tmp_path / "a.xlsx", [["网格员姓名", "聘书编号"], ["张", "0001"]])
    (problem,) = imported(desk, path).errors
    assert (problem.column, problem.key) == ("网格员姓名", "name")


def test_groups_come_with_the_gravest_first(desk, mixed):
    groups = imported(desk, mixed).groups()
    assert [group.severity for group in groups] == sorted(
        (group.severity for group in groups), key=list(Severity).index
    )
    assert sum(group.count for group in groups) == len(imported(desk, mixed).problems)


SECRETS = ("329999199001010038", "329999199002300037", "19900000001", "1990000000")


def test_nobodys_numbers_are_told_or_kept(desk, tmp_path):
    rows = [
        ["王小明", "329999199002300037", "1990000000", "0001", "x"],
        ["李四", " 329999199001010038", "19900000001", "0002", "电话 19900000001"],
    ]
    path = book(tmp_path / "王小明 19900000001.xlsx", [HEADINGS, *rows])
    report = imported(desk, path, partial=True)
    assert report.applied
    shown = json.dumps(report.as_json(), ensure_ascii=False).replace(str(path), "")
    journal, jobs = desk.read(
        lambda work: (
            [str(vars(entry)) for entry in work.session.scalars(select(JournalEntry))],
            recent_imports(work),
        )
    )
    for secret in SECRETS:
        assert secret not in shown
        assert secret not in str(jobs)
        assert not [entry for entry in journal if "import" in entry and secret in entry]
    assert [(p.column, p.value) for p in report.errors] == [
        ("身份证号", "329999********0037"),
        ("手机号", "199*******"),
    ]


def test_the_journal_says_what_was_imported(desk, good):
    imported(desk, good, answers=Answers(keep=frozenset({"twice"})))
    entry = desk.read(
        lambda work: work.session.scalars(
            select(JournalEntry).where(JournalEntry.action == "import")
        ).one()
    )
    assert entry.subject == "聘书：聘书.xlsx"
    after = json.loads(entry.after)
    assert (after["rows"], after["new"], after["letters"]) == (3, 3, 3)
    assert after["files"] == [hashlib.sha256(good.read_bytes()).hexdigest()]
    assert after["kept"] == ["twice"]


def test_warnings_do_not_keep_a_row_out(desk, tmp_path):
    path = book(tmp_path / "a.xlsx", [["姓名", "编号"], ["甲一", "0001"]])
    report = imported(desk, path)
    assert report.applied
    assert codes(report.warnings) == [(2, "备注", "no_note")]
    assert report.bad_rows == 0
