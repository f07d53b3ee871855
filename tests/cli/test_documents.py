"""roster, certificates and certificates verify as scripts call them."""

from __future__ import annotations

import datetime as dt
import json
import os
from contextlib import closing

import openpyxl
import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.queries import journal_entries
from hrgrid.accounts.service import PaperApproval, record_paper_approval, sign_in
from hrgrid.honours import service
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import Evidence
from hrgrid.paper.preview import open_pages
from hrgrid.storage.database import Database
from hrgrid.storage.journal import JournalFilter
from tests.honours.build import (
    TWO,
    closed,
    nominate,
    opened,
    people,
    ran,
    scheme,
    scored,
    to_publicity,
)
from tests.paper.signing import HOLDER, PASSWORD, pkcs12

DOCUMENT = "示政法〔2026〕12号"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """One folder for the person of the commands and of this test: it holds the machine key."""
    monkeypatch.setenv("HRGRID_HOME", str(tmp_path / "home"))
    return {"HRGRID_HOME": os.environ["HRGRID_HOME"]}


def desk_at(path):
    database = Database.open(path)
    return closing(sign_in(database, queries.sign_in_choices(database).automatic))


@pytest.fixture
def office(settled, tmp_path, home):
    """An office whose list of two and four is proposed for the decision."""
    path = settled(tmp_path / "a.hrg", home["HRGRID_HOME"])
    with desk_at(path) as desk:
        desk.write(lambda work: people(work, TWO))
        campaign_id = opened(desk, scheme({Tier.PIONEER: 2, Tier.EXCELLENT: 4}))
        rows = scored("东区", "A", [95, 90, 85]) + scored("西区", "B", [80, 70])
        first = scored("东区", "A", ["", "", "", "", 99], Tier.PIONEER)[4:]
        second = scored("西区", "B", ["", "", "", "", 99], Tier.PIONEER)[4:]
        assert not nominate(desk, tmp_path, rows + first + second).errors
        closed(desk, campaign_id)
        ran(desk, campaign_id)
        today = desk.read(lambda work: work.today)
        to_publicity(desk, campaign_id, today - dt.timedelta(days=40))
        desk.write(lambda work: service.end_publicity(work, campaign_id), reason="现场核对")
        desk.write(lambda work: service.propose(work, campaign_id))
    return path


def decide(path):
    with desk_at(path) as desk:
        day = desk.read(lambda work: work.today)
        subject = desk.read(lambda work: service.award_subject(work, 1))
        paper = PaperApproval("某书记", "书记", day, "会议纪要〔2026〕5号")
        desk.write(lambda work: record_paper_approval(work, subject, paper))
        desk.write(lambda work: service.decide(work, 1, Evidence(DOCUMENT, day)))
    return day


def test_certificates_wait_for_the_decision_and_rosters_say_that_they_are_proposed(
    run, office, tmp_path, home
):
    words = ("certificates", 1, "--format", "pdf", "--out", "c.pdf", "--json")
    done = run("--data", office, *words, **home)
    assert (done.status, list(done.report)) == (1, ["refused"])
    assert "要在“已决定”" in done.report["refused"]
    assert not (tmp_path / "c.pdf").exists()
    listed = run("--data", office, "roster", 1, "--format", "xlsx", "--out", "r.xlsx", **home)
    assert listed.status == 0
    assert "名单 6 人" in listed.out
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == [
        "拟命名先锋网格员名单",
        "拟命名优秀网格员名单",
    ]


def test_a_roster_is_written_and_the_journal_tells_of_it(run, office, tmp_path, home):
    decide(office)
    done = run("--data", office, "roster", 1, "--format", "pdf", "--out", "r.pdf", "--json", **home)
    assert (done.status, done.report) == (
        0,
        {"path": str(tmp_path / "r.pdf"), "pages": 2, "rows": 6},
    )
    with open_pages(tmp_path / "r.pdf") as pages:
        assert len(pages) == 2
    book = run(
        "--data",
        office,
        *("roster", 1, "--format", "xlsx", "--out", "r.xlsx", "--order", "score", "--json"),
        **home,
    )
    assert (book.status, book.report["rows"], book.report["pages"]) == (0, 6, 2)
    assert run("--data", office, "journal", "verify", "--json", **home).report["ok"]
    nobody = run("--data", office, "roster", 9, "--format", "pdf", "--out", "n.pdf", **home)
    assert (nobody.status, (tmp_path / "n.pdf").exists()) == (1, False)
    assert "没有编号为 9 的评选" in nobody.err
    wrong = run("--data", office, "roster", 1, "--format", "doc", "--out", "n.pdf", **home)
    assert wrong.status == 2


def test_certificates_are_issued_once_and_verified_with_the_keys_alone(
    run, start, office, tmp_path, home
):
    day = decide(office)
    words = ("--data", office, "certificates", 1, "--format")
    done = run(*words, "pdf", "--out", "c.pdf", "--keys", "keys.json", "--json", **home)
    assert (done.status, done.report) == (
        0,
        {"path": str(tmp_path / "c.pdf"), "pages": 6, "rows": 6},
    )
    alone = {"HRGRID_HOME": str(tmp_path / "elsewhere")}
    told = start("certificates", "verify", "c.pdf", "--keys", "keys.json", "--json", **alone)
    assert told.status == 0
    assert list(told.report) == ["valid", "certificates"]
    assert told.report["valid"] is True
    first = told.report["certificates"][0]
    assert list(first) == ["page", "valid", "number", "name", "honour", "status"]
    assert (first["page"], first["number"]) == (1, f"示政法网格〔{day.year}〕XF001")
    assert (first["honour"], first["status"]) == ("a“先锋网格员”", "unknown")
    numbers = [row["number"] for row in told.report["certificates"]]

    again = run(*words, "xlsx", "--out", "c.xlsx", "--json", **home)
    assert (again.status, again.report["rows"]) == (0, 6)
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[0] for row in rows] == numbers
    assert rows[0][1] in rows[0][3]
    assert {row[4] for row in rows} == {"有效"}
    part = run(
        *words,
        *("pdf", "--out", "p.pdf", "--tier", "excellent", "--range", "2-3", "--json"),
        **home,
    )
    assert part.report["pages"] == 2
    told = run("--data", office, "certificates", "verify", "p.pdf", "--json", **home)
    assert [row["number"][-5:] for row in told.report["certificates"]] == ["YX002", "YX003"]
    assert {row["status"] for row in told.report["certificates"]} == {"issued"}
    none = run(*words, "pdf", "--out", "n.pdf", "--range", "90-99", "--json", **home)
    assert none.status == 1
    assert "没有可打印的证书" in none.report["refused"]
    assert run(*words, "pdf", "--out", "n.pdf", "--range", "9-1", **home).status == 2


def test_a_file_that_a_certificate_signed_says_by_whom_and_whether_it_was_changed(
    run, office, tmp_path, home
):
    decide(office)
    pkcs12(tmp_path / "章.p12")
    words = ("--data", office, "certificates", 1, "--out", "c.pdf", "--sign", "章.p12", "--json")
    (tmp_path / "密码.txt").write_text("别的", encoding="utf-8")
    secret = home | {"HRGRID_SIGN_SECRET_FILE": str(tmp_path / "密码.txt")}
    done = run(*words, "--format", "pdf", **secret)
    assert (done.status, done.report) == (
        1,
        {"refused": "“章.p12”的密码不对。请重新输入证书的密码。"},
    )
    assert not (tmp_path / "c.pdf").exists()
    (tmp_path / "密码.txt").write_text(f"{PASSWORD}\n", encoding="utf-8")
    assert "只有 PDF 能加数字签名" in run(*words, "--format", "xlsx", **secret).report["refused"]
    done = run(*words, "--format", "pdf", **secret)
    assert (done.status, done.report["pages"]) == (0, 6)
    with desk_at(office) as desk:
        entries = desk.read(lambda work: journal_entries(work, JournalFilter()))
        told = next(one for one in entries if one.action == "write_certificates")
    assert HOLDER in json.dumps(told.after, ensure_ascii=False)
    assert PASSWORD not in json.dumps(told.after, ensure_ascii=False)

    verify = ("--data", office, "certificates", "verify", "c.pdf")
    found = run(*verify, "--json", **home)
    assert (found.status, found.report["valid"]) == (0, True)
    (signature,) = found.report["signatures"]
    assert (signature["holder"], signature["intact"], signature["whole"]) == (HOLDER, True, True)
    assert f"数字签名：{HOLDER}" in run(*verify, **home).out
    content = (tmp_path / "c.pdf").read_bytes()
    (tmp_path / "c.pdf").write_bytes(content.replace(b"/Producer", b"/Producex", 1))
    found = run(*verify, "--json", **home)
    assert (found.status, found.report["valid"]) == (1, False)
    # The codes on the pages are still true: what was changed is the file.
    assert all(row["valid"] for row in found.report["certificates"])


def test_a_changed_text_a_revoked_certificate_and_another_picture_are_not_valid(
    run, office, tmp_path, home
):
    decide(office)
    words = ("--data", office, "certificates", 1, "--format", "pdf", "--out", "c.pdf")
    assert run(*words, "--keys", "keys.json", **home).status == 0
    with open_pages(tmp_path / "c.pdf") as pages:
        picture = pages.picture(1, 150, grey=True)
    from PIL import Image

    from hrgrid.paper.codes import read_codes

    size = (picture.width, picture.height)
    image = Image.frombuffer("L", size, picture.pixels, "raw", "L", picture.stride, 1)
    image.save(tmp_path / "c.png")
    Image.new("L", (300, 300), 255).save(tmp_path / "white.png")
    verify = ("certificates", "verify")
    good = run(*verify, "c.png", "--keys", "keys.json", "--json", **home)
    assert (good.status, good.report["valid"]) == (0, True)
    text = next(read_codes(tmp_path / "c.pdf")).text
    assert run(*verify, text, "--keys", "keys.json", **home).status == 0
    name = good.report["certificates"][0]["name"]
    forged = run(*verify, text.replace(name, "赵高"), "--keys", "keys.json", "--json", **home)
    assert (forged.status, forged.report["valid"]) == (1, False)
    (row,) = forged.report["certificates"]
    assert (row["name"], row["status"]) == ("赵高", "false")
    white = run(*verify, "white.png", "--keys", "keys.json", "--json", **home)
    assert white.report["certificates"][0]["status"] == "unreadable"
    with desk_at(office) as desk:
        desk.write(lambda work: service.revoke(work, 1, "示政法〔2026〕30号"), reason="作假")
    revoked = run("--data", office, *verify, text, "--json", **home)
    assert (revoked.status, revoked.report["certificates"][0]["status"]) == (1, "revoked")
    assert run(*verify, "missing.pdf", "--keys", "keys.json", **home).status == 1
    (tmp_path / "no.json").write_text(json.dumps({"keys": []}), encoding="utf-8")
    other = run(*verify, "c.pdf", "--keys", "no.json", "--json", **home)
    assert "不是证书公钥文件" in other.report["refused"]
