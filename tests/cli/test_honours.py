"""honours list, run, explain and rerun as scripts call them, and the new kinds of import."""

from __future__ import annotations

import os
from contextlib import closing

import pytest

from hrgrid.accounts import queries
from hrgrid.accounts.service import sign_in
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import apply_run
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from tests.exchange.samples import book
from tests.honours.build import HEADINGS, TWO, closed, opened, people, scheme, scored


@pytest.fixture
def home(tmp_path, monkeypatch):
    """One folder for the person of the commands and of this test: it holds the machine key."""
    monkeypatch.setenv("HRGRID_HOME", str(tmp_path / "home"))
    return {"HRGRID_HOME": os.environ["HRGRID_HOME"]}


@pytest.fixture
def office(settled, tmp_path, home):
    """An office whose campaign takes nominations."""
    path = settled(tmp_path / "a.hrg", home["HRGRID_HOME"])
    with closing(desk_at(path)) as desk:
        desk.write(lambda work: people(work, TWO))
        opened(desk, scheme({Tier.EXCELLENT: 4}))
    return path


def desk_at(path) -> Desk:
    database = Database.open(path)
    return sign_in(database, queries.sign_in_choices(database).automatic)


def nominated(run, office, tmp_path, home, east=(95, 90, 85)):
    """The form goes in by the command, the inputs are frozen by the use case."""
    rows = scored("东区", "A", list(east)) + scored("西区", "B", [80, 70])
    form = book(tmp_path / "推荐表.xlsx", [HEADINGS, *rows])
    done = run("--data", office, "import", "nominations", form, "--json", **home)
    assert (done.status, done.report["new"], done.report["applied"]) == (0, len(rows), True)
    with closing(desk_at(office)) as desk:
        closed(desk, 1)


def test_a_campaign_is_listed_computed_explained_and_compared(run, start, office, tmp_path, home):
    nominated(run, office, tmp_path, home)
    listed = run("--data", office, "honours", "list", "--json", **home)
    (campaign,) = listed.report["campaigns"]
    assert list(campaign) == ["id", "year", "title", "state", "runs"]
    assert (campaign["year"], campaign["state"], campaign["runs"]) == (2025, "reviewing", [])
    done = run("--data", office, "honours", "run", campaign["id"], "--json", **home)
    assert (done.status, list(done.report)) == (
        0,
        ["run", "input_hash", "output_hash", "selected"],
    )
    assert done.report["selected"] == {"excellent": 4}
    again = run("--data", office, "honours", "run", campaign["id"], "--json", **home)
    assert again.report["output_hash"] == done.report["output_hash"]
    listed = run("--data", office, "honours", "list", "--json", **home)
    assert listed.report["campaigns"][0]["runs"] == [done.report["run"], again.report["run"]]
    before = office.read_bytes()
    same = start("--data", office, "honours", "rerun", done.report["run"], "--json", **home)
    assert (same.status, same.report) == (0, {"same": True})
    assert office.read_bytes() == before
    told = run("--data", office, "honours", "explain", campaign["id"], "A003", "--json", **home)
    assert list(told.report) == [
        "outcome",
        "outcome_code",
        "rank",
        "cut_score",
        "distance",
        "checks",
    ]
    assert {key: told.report[key] for key in list(told.report)[:5]} == {
        "outcome": "reserve",
        "outcome_code": "below_cut",
        "rank": 3,
        "cut_score": "90.00",
        "distance": "-5.00",
    }
    assert told.report["checks"][3] == {
        "key": "service",
        "label": "连续任职不少于 12 个月",
        "operator": "ge",
        "threshold": 12,
        "seen": 72,
        "passed": True,
    }
    plain = run("--data", office, "honours", "explain", campaign["id"], "A001", **home)
    assert "入选“优秀网格员”，本单位第 1 名。" in plain.out


def test_a_tie_and_what_is_not_there_are_refused_in_a_sentence(run, office, tmp_path, home):
    nominated(run, office, tmp_path, home, east=(95, 90, 90))
    tie = run("--data", office, "honours", "run", 1, "--json", **home)
    assert (tie.status, list(tie.report)) == (1, ["refused"])
    assert "2 人并列，只剩 1 个名额" in tie.report["refused"]
    for words, sentence in (
        (("run", 9), "没有编号为 9 的评选"),
        (("rerun", 9), "没有编号为 9 的计算"),
        (("explain", 1, "A001"), "还没有计算过"),
    ):
        done = run("--data", office, "honours", *words, "--json", **home)
        assert (done.status, list(done.report)) == (1, ["refused"])
        assert sentence in done.report["refused"]
    assert run("--data", office, "honours", "run", "x", **home).status == 2
    assert run("--data", office, "honours", **home).status == 2


def test_an_office_without_campaigns_lists_none(run, tmp_path, home):
    path = tmp_path / "b.hrg"
    assert run("init", path, **home).status == 0
    done = run("--data", path, "honours", "list", "--json", **home)
    assert (done.status, done.report) == (0, {"campaigns": []})
    template = run("template", "earlier-honours", tmp_path / "t.xlsx", "--json", **home)
    assert template.status == 0


def test_a_proof_is_written_and_says_what_it_proves(run, office, tmp_path, home):
    nominated(run, office, tmp_path, home)
    out = tmp_path / "验证包.zip"
    early = run("--data", office, "honours", "proof", 1, out, "--json", **home)
    assert (early.status, out.exists()) == (1, False)
    assert "还没有采用的名单" in early.report["refused"]
    done = run("--data", office, "honours", "run", 1, "--json", **home)
    with closing(desk_at(office)) as desk:
        desk.write(lambda work: apply_run(work, done.report["run"]), reason="采用")
    made = run("--data", office, "honours", "proof", 1, out, "--json", **home)
    assert (made.status, made.report) == (
        0,
        {
            "path": str(out),
            "run": 1,
            "people": 16,
            "files": ["说明.txt", "核验.py", "inputs.json", "result.json", "manifest.json"],
        },
    )
    assert out.is_file()
