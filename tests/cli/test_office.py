"""Commands on an office's data, as scripts call them: statuses, JSON to the letter, sentences."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from hrgrid.core.policies import Setting
from hrgrid.storage.database import Database
from hrgrid.storage.sealed import key_file_of

GOOD = {"ok": True, "findings": []}


@pytest.fixture
def home(tmp_path):
    """The folder of the person who runs the commands."""
    return str(tmp_path / "home")


@pytest.fixture
def office(settled, tmp_path, home):
    """An office of one person without a password."""
    return settled(tmp_path / "机构 1%#.hrg", home)


def _code(office: Path) -> str:
    text = office.with_name(office.name + ".recovery.txt").read_text(encoding="utf-8-sig")
    found = re.search(r"^[2-9A-Z]{5}(-[2-9A-Z]{5}){7}$", text, re.MULTILINE)
    assert found, text
    return found[0]


def test_init_makes_an_office_and_prints_no_secret(office, run, home):
    again = run("init", office, HRGRID_HOME=home)
    assert (again.status, again.out) == (1, "")
    assert "没有覆盖" in again.err
    assert _code(office) not in again.err


def test_init_that_fails_leaves_nothing(run, tmp_path, home):
    nowhere = tmp_path / "file"
    nowhere.write_text("", encoding="utf-8")
    done = run("init", nowhere / "a.hrg", "--json", HRGRID_HOME=home)
    assert done.status == 1
    assert set(done.report) == {"refused"}
    assert [path.name for path in tmp_path.iterdir() if path.suffix in {".hrg", ".txt"}] == []


@pytest.mark.parametrize("setting", [Setting.DOUBLE, Setting.SEPARATE])
def test_init_of_larger_offices_writes_first_passwords_to_the_sheet(run, tmp_path, home, setting):
    path = tmp_path / "a.hrg"
    assert run("init", path, "--policy", setting.value, HRGRID_HOME=home).status == 0
    sheet = path.with_name("a.hrg.recovery.txt").read_text(encoding="utf-8-sig")
    given = dict(re.findall(r"操作员“(.+?)”的初始密码：(\S+?)（", sheet))
    assert len(given) == {Setting.DOUBLE: 1, Setting.SEPARATE: 3}[setting]
    login, password = next(iter(given.items()))
    (tmp_path / "secret").write_text(password, encoding="utf-8")
    secret = {"HRGRID_HOME": home, "HRGRID_SECRET_FILE": str(tmp_path / "secret")}
    refused = run("--data", path, "backup", tmp_path / "b", "--json", HRGRID_HOME=home)
    assert refused.status == 1
    assert "--user" in refused.report["refused"]
    done = run("--data", path, "--user", login, "backup", tmp_path / "b", "--json", **secret)
    assert (done.status, done.report) == (0, GOOD), done


def test_init_takes_its_operator_from_user_and_the_secret_file(run, start, tmp_path, home):
    (tmp_path / "secret").write_text("很长很长的一句密码\n", encoding="utf-8")
    secret = {"HRGRID_HOME": home, "HRGRID_SECRET_FILE": str(tmp_path / "secret")}
    path = tmp_path / "a.hrg"
    assert start("--user", "陈敏", "init", path, "--policy", "double", **secret).status == 0
    assert run("--data", path, "--user", "陈敏", "backup", tmp_path / "b", **secret).status == 0
    (tmp_path / "secret").write_text("别的一句密码呀", encoding="utf-8")
    done = run("--data", path, "--user", "陈敏", "backup", tmp_path / "b", "--json", **secret)
    assert done.status == 1
    assert "密码不对" in done.report["refused"]


def test_check_names_damage_and_ends_with_one(office, run, home):
    assert run("--data", office, "check", "--json", HRGRID_HOME=home).report == GOOD
    content = office.read_bytes()
    name = "陈敏".encode()
    place = content.find("经办人".encode())
    assert place > 0
    office.write_bytes(content[:place] + name + content[place + len(name) :])
    done = run("--data", office, "check", "--json", HRGRID_HOME=home)
    assert done.status == 1
    assert done.report["ok"] is False
    assert done.report["findings"]
    office.unlink()
    missing = run("--data", office, "check", "--json", HRGRID_HOME=home)
    assert (missing.status, list(missing.report)) == (1, ["refused"])


def test_reading_commands_work_beside_an_open_window_and_change_no_byte(
    office, start, tmp_path, home
):
    with Database.open(office):
        before = office.read_bytes()
        for words in (["check"], ["backup", tmp_path / "b"], ["journal", "verify"]):
            done = start("--data", office, *words, "--json", HRGRID_HOME=home)
            assert (done.status, done.report["ok"]) == (0, True), done
        refused = start("--data", office, "export-all", tmp_path / "out", HRGRID_HOME=home)
        assert refused.status == 1
        assert "正在另一个窗口或命令中打开" in refused.err
        assert office.read_bytes() == before


def test_a_backup_is_restored_beside_the_data_and_on_a_bare_machine(
    office, run, start, tmp_path, home
):
    assert run("--data", office, "backup", "b", HRGRID_HOME=home).status == 0
    (backup,) = (tmp_path / "b").glob("*.hrg")
    before = office.read_bytes()
    done = run("--data", office, "restore", backup, "--json", HRGRID_HOME=home)
    assert (done.status, done.report) == (0, GOOD), done
    assert office.read_bytes() == before
    (restored,) = tmp_path.glob("*恢复*.hrg")
    assert run("--data", restored, "check", "--json", HRGRID_HOME=home).report == GOOD

    bare = {"HRGRID_HOME": str(tmp_path / "bare")}
    new = tmp_path / "新电脑.hrg"
    words = ["--data", new, "--user", "经办人", "restore", backup, "--json"]
    refused = run(*words, **bare)
    assert (refused.status, new.exists()) == (1, False)
    assert "恢复码" in refused.report["refused"]
    (tmp_path / "code").write_text(_code(office).lower().replace("-", " "), encoding="utf-8")
    done = start(*words, HRGRID_SECRET_FILE=str(tmp_path / "code"), **bare)
    assert (done.status, done.report) == (0, GOOD), done
    # From now on this machine opens it without the code.
    assert run("--data", new, "export-all", "out", "--json", **bare).status == 0


def test_a_damaged_backup_is_refused(office, run, tmp_path, home):
    assert run("--data", office, "backup", "b", HRGRID_HOME=home).status == 0
    (backup,) = (tmp_path / "b").glob("*.hrg")
    content = bytearray(backup.read_bytes())
    content[-3000] ^= 1
    backup.write_bytes(content)
    done = run("--data", office, "restore", backup, "--json", HRGRID_HOME=home)
    assert done.status == 1
    assert "备份" in done.report["refused"]
    assert list(tmp_path.glob("*恢复*")) == []


def test_journal_verify_knows_a_head_and_misses_a_cut_tail(office, run, tmp_path, home):
    shutil.copy(office, tmp_path / "old.hrg")
    shutil.copy(key_file_of(office), key_file_of(tmp_path / "old.hrg"))
    run("--data", office, "export-all", "out", HRGRID_HOME=home)
    done = run("--data", office, "journal", "verify", "--json", HRGRID_HOME=home)
    assert list(done.report) == ["ok", "entries", "head", "findings"]
    assert (done.status, done.report["ok"]) == (0, True)
    head = done.report["head"]
    words = ["--data", office, "journal", "verify", "--head", head, "--json"]
    assert run(*words, HRGRID_HOME=home).status == 0

    # This machine has seen the newer head; another one is told it on paper.
    old = tmp_path / "old.hrg"
    put_back = run("--data", old, "journal", "verify", "--json", HRGRID_HOME=home)
    assert (put_back.status, put_back.report["ok"]) == (1, False)
    elsewhere = {"HRGRID_HOME": str(tmp_path / "elsewhere")}
    unknown = run("--data", old, "journal", "verify", "--json", **elsewhere)
    assert (unknown.status, unknown.report["ok"]) == (0, True)
    told = run("--data", old, "journal", "verify", "--head", head, "--json", **elsewhere)
    assert told.status == 1
    assert head in told.report["findings"][0]


def test_export_all_writes_open_formats_and_goes_on_record(office, run, tmp_path, home):
    done = run("--data", office, "export-all", "out", "--json", HRGRID_HOME=home)
    assert list(done.report) == ["path", "tables", "rows"]
    folder = Path(done.report["path"])
    assert folder.is_absolute()
    tables = [path for path in folder.glob("*.csv") if path.name != "数据字典.csv"]
    assert len(tables) == done.report["tables"]
    again = run("--data", office, "export-all", "out", "--json", HRGRID_HOME=home)
    journal = (Path(again.report["path"]) / "journal_entry.csv").read_text(encoding="utf-8-sig")
    assert "export_all" in journal


def test_demo_ends_with_its_table_and_a_second_one_takes_another_folder(run, start, tmp_path, home):
    quiet = {"HRGRID_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
    done = start("demo", "--size", "village", "--json", "--headless", **quiet)
    assert list(done.report) == ["data", "grids", "workers", "honours", "files", "seconds"]
    assert Path(done.report["data"]).parent == tmp_path / "hrgrid-demo"
    assert done.report["honours"] == {"pioneer": 1, "excellent": 6, "skilled": 12}
    files = done.report["files"]
    assert [(one["kind"], one["pages"], one["rows"]) for one in files] == [
        # Four units and teams stand beside the people.
        ("decision", 7, 22),
        ("roster", 5, 23),
        ("roster", 5, 23),
        ("certificate", 23, 23),
        ("register", 1, 23),
        ("minutes", 4, 32),
        ("roll", 2, 23),
        ("board", 1, 1),
        ("bulletin", 4, 3),
        ("register", 1, 11),
        ("form", 3, 11),
        ("form", 7, 6),
        ("report", 1, 11),
        ("notice", 2, 3),
        ("roster", 1, 3),
        # Classes and the year of rotation, three selections, then the final.
        ("notice", 5, 29),
        ("form", 8, 29),
        ("report", 2, 29),
        ("report", 2, 29),
        ("roster", 2, 27),
        ("board", 2, 1),
        ("report", 5, 118),
        ("report", 2, 8),
        ("report", 1, 8),
        ("report", 2, 8),
        ("report", 1, 8),
        ("report", 2, 8),
        ("report", 1, 8),
        ("form", 4, 42),
        ("form", 1, 12),
        ("form", 14, 35),
        ("report", 3, 13),
        ("report", 3, 13),
        ("report", 1, 3),
        ("report", 1, 3),
        ("board", 6, 13),
        ("report", 1, 13),
        ("report", 1, 13),
        ("report", 1, 3),
        ("report", 1, 3),
        ("report", 6, 12),
        ("form", 4, 4),
        ("form", 1, 1),
        ("bulletin", 5, 13),
        ("roster", 2, 10),
        ("prize_certificate", 10, 10),
        ("register", 1, 10),
        # A month that is collected, one that is confirmed, the inspection of it, the year.
        ("notice", 1, 58),
        ("form", 8, 8),
        ("form", 4, 58),
        ("report", 3, 58),
        ("report", 1, 58),
        ("board", 1, 58),
        ("board", 1, 58),
        ("roster", 1, 11),
        ("register", 1, 1),
        ("form", 1, 1),
        ("form", 4, 19),
        ("form", 3, 39),
        ("form", 4, 19),
        ("form", 19, 19),
        ("report", 1, 19),
        ("report", 1, 19),
        ("notice", 5, 5),
        ("bulletin", 4, 2),
        ("report", 3, 58),
        ("report", 1, 58),
        ("report", 1, 345),
        ("report", 1, 345),
        # The stars of people with their certificates, then those of grids.
        ("report", 3, 58),
        ("report", 1, 58),
        ("board", 1, 58),
        ("board", 2, 22),
        ("star_certificate", 22, 22),
        ("register", 1, 22),
        ("report", 3, 60),
        ("report", 1, 60),
        ("board", 2, 23),
        # Who recovered, who left, the year of both.
        ("notice", 1, 1),
        ("form", 1, 1),
        ("notice", 1, 1),
        ("notice", 1, 1),
        ("notice", 1, 1),
        ("notice", 1, 1),
        ("notice", 1, 1),
        ("form", 1, 1),
        ("notice", 1, 1),
        ("form", 1, 1),
        ("notice", 1, 1),
        ("register", 1, 2),
        ("report", 5, 10),
        # The money of the year: what was set aside, spent and left, then a month of pay.
        ("report", 1, 2),
        ("report", 1, 2),
        ("report", 2, 10),
        ("report", 2, 10),
        ("report", 1, 11),
        ("report", 2, 7),
        ("report", 1, 6),
        ("report", 1, 6),
        ("report", 2, 8),
        ("report", 2, 8),
        ("register", 3, 58),
        ("register", 1, 58),
        ("form", 10, 58),
        ("form", 1, 2),
    ]
    assert all(Path(one["path"]).is_absolute() and Path(one["path"]).exists() for one in files)
    told = run("demo", "--size", "village", **quiet)
    assert told.status == 0
    assert "没有显示器" in told.err
    assert str(tmp_path / "hrgrid-demo-2") in told.out
    there = run("demo", "--out", tmp_path / "hrgrid-demo", "--json", "--headless", **quiet)
    assert there.status == 1
    assert "没有覆盖" in there.report["refused"]
    assert run("--data", done.report["data"], "check", "--json", **quiet).report == GOOD


def test_without_data_the_last_opened_is_used_and_named(office, run, home, monkeypatch):
    nothing = run("check", "--json", HRGRID_HOME=home)
    assert nothing.status == 1
    assert "--data" in nothing.report["refused"]
    monkeypatch.setenv("HRGRID_HOME", home)
    from hrgrid.storage.location import Location
    from hrgrid.storage.recent import remember

    remember(Location.of(office))
    done = run("check", "--json", HRGRID_HOME=home)
    assert done.report == GOOD
    assert str(office) in done.err
