"""Everything goes out in open formats, whole or not at all, and never behind anybody's back."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import hashlib
import json
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from hrgrid import schema
from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from hrgrid.storage.attachments import attach
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.export import export_all
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.storage.office import Office
from tests.storage.deeds import by_hand, counted, everything, ordinary_person, run_of

SCAN = b"%PDF scan"
KEPT_INSIDE = {"attachment_content", "key_file"}
NASTY = ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "\rx", "a,b", 'a"b', "一\n二", "'=1", "平常"]


@pytest.fixture
def full_desk(database, desk):
    """An office with deeds, a scan and texts that spreadsheets misread."""
    desk.write(run_of("一", 20))
    desk.write(lambda work: attach(work, "批件.pdf", SCAN, "application/pdf"))
    for text in NASTY:
        desk.write(lambda work, text=text: work.record("look", text, text))
    return desk


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def files_in(folder):
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*"))


def test_every_table_goes_out_with_every_row(database, full_desk, tmp_path):
    before = {name: counted(database, name) for name in schema.metadata.tables}
    made = export_all(full_desk, tmp_path / "出")
    tables = set(schema.metadata.tables) - KEPT_INSIDE
    assert {each.stem for each in made.path.glob("*.csv")} == tables | {"数据字典"}
    assert made.tables == len(tables)
    assert made.rows == sum(
        len(rows_of(each)) for each in made.path.glob("*.csv") if each.stem != "数据字典"
    )
    for name in tables - {"operation"}:
        assert len(rows_of(made.path / f"{name}.csv")) == before[name], name
    assert (made.path / "附件" / hashlib.sha256(SCAN).hexdigest()).read_bytes() == SCAN


def test_what_goes_out_says_the_same_as_the_data(database, full_desk, tmp_path):
    made = export_all(full_desk, tmp_path / "出")
    with database.reading() as work:
        office = work.session.get_one(Office, 1)
        facts = work.session.execute(select(schema.uses.FactUse.__table__)).all()
    exported = rows_of(made.path / "office.csv")[0]
    assert exported["setting"] == "single"
    assert dt.datetime.fromisoformat(exported["made_at"]) == office.made_at
    uses = rows_of(made.path / "fact_use.csv")
    assert {tuple(row.values()) for row in uses} == {tuple(map(str, row)) for row in facts}
    looked = [
        r["reason"] for r in rows_of(made.path / "journal_entry.csv") if r["action"] == "look"
    ]
    # What a spreadsheet would take for a formula has an apostrophe in front, nothing else.
    assert looked == [f"'{text}" if text[0] in "=+-@\t\r" else text for text in NASTY]


def test_no_text_begins_as_a_formula(full_desk, tmp_path):
    def rename(work):
        work.session.get_one(Office, 1).name = "=HYPERLINK(1)"

    full_desk.write(rename)
    made = export_all(full_desk, tmp_path / "出")
    assert made.path.parent == tmp_path / "出"
    for path in made.path.glob("*.csv"):
        for row in rows_of(path):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), (path.name, cell)
                assert not cell.startswith("-") or cell[1:].isdigit(), (path.name, cell)


def test_the_dictionary_names_every_column_of_every_table(full_desk, tmp_path):
    made = export_all(full_desk, tmp_path / "出")
    described = rows_of(made.path / "数据字典.csv")
    wanted = {
        (table.name, column.name)
        for table in schema.metadata.tables.values()
        if table.name not in KEPT_INSIDE
        for column in table.columns
    }
    assert {(row["表"], row["列"]) for row in described} == wanted
    assert len(described) == len(wanted)
    for row in described:
        for heading in ("表名", "列名"):
            assert any("\u4e00" <= letter <= "\u9fff" for letter in row[heading]), row
    by_column = {(row["表"], row["列"]): row for row in described}
    assert by_column["approval", "how"]["类型"] == "代码：signed=本人登录审批、paper=纸质批件登记"
    assert by_column["approval", "scan_sha256"]["指向"] == "attachment.sha256"
    assert by_column["approval", "scan_sha256"]["可空"] == "是"
    assert by_column["journal_entry", "seq"]["主键"] == "是"
    for path in made.path.glob("*.csv"):
        if path.stem != "数据字典":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                heading = next(csv.reader(stream))
            assert heading == [row["列"] for row in described if row["表"] == path.stem]


def test_an_export_is_on_record_with_its_size(database, full_desk, tmp_path):
    made = export_all(full_desk, tmp_path / "出", "换系统")
    with database.reading() as work:
        newest = entries(work.session, JournalFilter(), limit=1)[0]
    assert (newest.action, newest.subject, newest.reason) == (
        "export_all",
        made.path.name,
        "换系统",
    )
    assert json.loads(newest.after) == {"tables": made.tables, "rows": made.rows}


def test_two_exports_of_one_second_do_not_mix(full_desk, tmp_path):
    one, other = (export_all(full_desk, tmp_path / "出").path for _ in range(2))
    assert one != other
    assert len(files_in(one)) == len(files_in(other))


def test_all_tables_are_of_one_moment(place, database, full_desk, tmp_path, clock):
    """Somebody works on while the tables go out one after the other."""
    with contextlib.ExitStack() as stack:
        beside = database
        if not database.is_sqlite:
            beside = stack.enter_context(Database.open(place, clock=clock))
        other = sign_in(beside, "经办人")
        written = []

        def shown(stage):
            if stage.text == "导出操作留痕" and not written:
                written.append(other.write(run_of("期间", 5)))

        made = export_all(full_desk, tmp_path / "出", progress=Progress(shown))
    assert written == [5]
    runs = {row["run_key"] for row in rows_of(made.path / "fact_use.csv")}
    entries_out = rows_of(made.path / "journal_entry.csv")
    assert {row["subject"] for row in entries_out if row["action"] == "run"} == runs == {"一"}


# --- whole or not at all ------------------------------------------------------------------------


def test_what_could_not_be_put_on_record_does_not_go_out(database, full_desk, tmp_path, clock):
    clock.move(-dt.timedelta(days=1))
    with pytest.raises(UserError, match="电脑时间比最后一条操作留痕"):
        export_all(full_desk, tmp_path / "出")
    assert files_in(tmp_path / "出") == []


def test_without_the_key_file_nothing_goes_out(database, full_desk, tmp_path):
    bare = Desk(database, full_desk.actor, type(full_desk.keyring)(full_desk.keyring.data_key))
    with pytest.raises(UserError, match="找不到钥匙文件"):
        export_all(bare, tmp_path / "出")
    assert files_in(tmp_path / "出") == []


@pytest.mark.parametrize("stage", ["导出操作留痕", "导出附件"])
def test_a_cancelled_export_leaves_nothing(database, full_desk, tmp_path, stage):
    before = everything(database)

    def shown(now):
        if now.text == stage:
            progress.cancel()

    progress = Progress(shown)
    with pytest.raises(Cancelled):
        export_all(full_desk, tmp_path / "出", progress=progress)
    assert files_in(tmp_path / "出") == []
    assert everything(database) == before


def test_a_folder_that_cannot_be_written_is_told(full_desk, tmp_path):
    folder = tmp_path / "只读"
    folder.mkdir()
    folder.chmod(0o555)
    try:
        with ordinary_person(), pytest.raises(UserError, match=r"导出写不进.*请换个文件夹"):
            export_all(full_desk, folder)
    finally:
        folder.chmod(0o755)
    assert files_in(folder) == []
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(UserError, match="导出写不进"):
        export_all(full_desk, tmp_path / "文件")


def test_an_attachment_that_is_gone_is_named(database, full_desk, tmp_path):
    sha256 = hashlib.sha256(SCAN).hexdigest()
    if database.is_sqlite:
        from hrgrid.storage.attachments import folder_of, path_in

        path_in(folder_of(database.location.file), sha256).unlink()
    else:
        by_hand(database, "DELETE FROM attachment_content")
    with pytest.raises(UserError, match=f"附件 {sha256[:12]}… 不见了"):
        export_all(full_desk, tmp_path / "出")
    assert files_in(tmp_path / "出") == []


def test_a_city_s_rows_go_out_without_being_held_at_once(database, desk, tmp_path):
    desk.write(run_of("全市", 12_249))
    made = export_all(desk, tmp_path / "出")
    assert len(rows_of(made.path / "fact_use.csv")) == 12_249
    with database.reading() as work:
        uses = schema.uses.FactUse.__table__
        assert work.session.scalar(select(func.count()).select_from(uses)) == 12_249


# --- sealed -------------------------------------------------------------------------------------


def test_a_sealed_number_goes_out_only_for_who_may_see_it(place, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.sealed_table", place, str(tmp_path / "出")],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    shown, hidden = json.loads(done.stdout)
    assert shown["table"].splitlines()[1:] == ["1,张三,110105194912310021", "2,李四,"]
    assert hidden["table"].splitlines()[1:] == ["1,张三,（加密）", "2,李四,"]
    assert (shown["told"], hidden["told"]) == ("True", "False")
    assert "加密文本" in shown["dictionary"]
