"""Papers of a campaign where something stands in their way, and who may make them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import openpyxl
import pytest

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Right
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.service import keep_template
from hrgrid.honours import papers, service
from hrgrid.honours.papers import Form
from hrgrid.honours.rules.certificates import batch_of
from hrgrid.honours.rules.words import Kind, RosterOrder, Tier
from hrgrid.honours.service import Evidence
from hrgrid.paper.certificate import TEMPLATES
from hrgrid.storage.desk import Desk
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.storage.office import Office
from tests.honours.build import (
    YEAR,
    closed,
    nominate,
    opened,
    people,
    proposed,
    ran,
    row,
    scheme,
)

# Extension I: no face at hand.
BEYOND = "张\U0002ebf0"


WEST = [("B001", "赵敏"), ("B002", "周强"), ("B003", "吴静")]


def listed(desk, clock, folder, crews, kind=Kind.NAMING):
    """Two of each district on a decided list; returns the campaign's id."""
    desk.write(lambda work: people(work, crews))
    campaign_id = opened(desk, scheme({Tier.EXCELLENT: 4}), kind)
    rows = [
        row(district, number, name, Tier.EXCELLENT, merit=90 - at, review=90)
        for district, crew in crews.items()
        for at, (number, name) in enumerate(crew)
    ]
    assert not nominate(desk, folder, rows).errors
    closed(desk, campaign_id)
    ran(desk, campaign_id)
    last = proposed(desk, clock, campaign_id)
    subject = desk.read(lambda work: service.award_subject(work, campaign_id))
    approval = PaperApproval("某书记", "书记", last, "纪要1号")
    desk.write(lambda work: record_paper_approval(work, subject, approval))
    evidence = Evidence("第3号会议纪要", last)
    desk.write(lambda work: service.decide(work, campaign_id, evidence))
    return campaign_id


PLAIN = {
    "东区": [("A001", "王芳"), ("A002", "李伟")],
    "西区": [("B001", "张磊"), ("B002", "赵敏")],
}


def told(desk, action):
    return desk.read(lambda work: entries(work.session, JournalFilter(action=action)))


def test_a_name_that_no_font_draws_stops_every_paper_and_is_named(desk, clock, tmp_path):
    crews = PLAIN | {"西区": [("B001", BEYOND), ("B002", "赵敏")]}
    campaign_id = listed(desk, clock, tmp_path, crews)
    with pytest.raises(UserError, match=r"“张\U0002ebf0”的“\U0002ebf0”（U\+2EBF0）"):
        desk.write(lambda work: service.issue_certificates(work, campaign_id))
    assert desk.read(lambda work: certificates(work, Wanted(batch_of(campaign_id)))) == []
    for form in Form:
        path = tmp_path / f"名单.{form.value}"
        with pytest.raises(UserError, match=r"西区张\U0002ebf0的“\U0002ebf0”（U\+2EBF0）"):
            papers.write_roster(desk, campaign_id, path, form)
        assert not path.exists()
    assert told(desk, "write_roster") == []


def test_a_folder_that_cannot_be_written_is_a_sentence_and_nothing_is_on_record(
    desk, clock, tmp_path
):
    campaign_id = listed(desk, clock, tmp_path, PLAIN)
    desk.write(lambda work: service.issue_certificates(work, campaign_id))
    (tmp_path / "a").write_text("no folder", encoding="utf-8")
    for write in (papers.write_roster, papers.write_certificates):
        for form in Form:
            with pytest.raises(UserError, match="写不进"):
                write(desk, campaign_id, tmp_path / "a" / f"b.{form.value}", form)
    assert told(desk, "write_roster") == told(desk, "write_certificates") == []


def test_a_decision_without_a_mark_still_gives_numbers_of_its_year(desk, clock, tmp_path):
    campaign_id = listed(desk, clock, tmp_path, PLAIN)
    desk.write(lambda work: service.issue_certificates(work, campaign_id))
    rows = desk.read(lambda work: certificates(work, Wanted(batch_of(campaign_id))))
    assert [row.number for row in rows] == [
        f"网格〔{rows[0].day.year}〕YX{number:03d}" for number in range(1, 5)
    ]
    assert all(f"在{YEAR}年度" in row.body for row in rows)
    assert rows[0].day > dt.date(YEAR, 12, 31)


def test_a_citation_of_the_office_is_what_certificates_say(desk, clock, tmp_path):
    campaign_id = listed(desk, clock, tmp_path, PLAIN)
    text = "在{year}年度守护平安，被命名为{city}“优秀网格员”。"
    template = replace(TEMPLATES[0], citations=(("优秀网格员", text),))
    desk.write(lambda work: keep_template(work, "campaign", template, 0))
    desk.write(lambda work: service.issue_certificates(work, campaign_id))
    issued = desk.read(lambda work: certificates(work, Wanted(batch_of(campaign_id))))
    city = desk.read(lambda work: work.session.get_one(Office, 1).unit)
    assert {row.body for row in issued} == {f"在{YEAR}年度守护平安，被命名为{city}“优秀网格员”。"}


def test_rosters_and_certificates_need_a_list(desk, clock, tmp_path):
    desk.write(lambda work: people(work, PLAIN))
    campaign_id = opened(desk, scheme({Tier.EXCELLENT: 4}))
    with pytest.raises(UserError, match="还没有采用的名单"):
        papers.write_roster(desk, campaign_id, tmp_path / "r.pdf", Form.PDF)
    with pytest.raises(UserError, match="没有可打印的证书"):
        papers.write_certificates(desk, campaign_id, tmp_path / "c.pdf", Form.PDF)
    with pytest.raises(UserError, match="要在“已决定”"):
        desk.write(lambda work: service.issue_certificates(work, campaign_id))


def test_inside_a_district_people_stand_in_the_order_that_was_asked_for(desk, clock, tmp_path):
    names = ["安宁", "王芳", "丁一"]
    crew = [(f"A{at:03d}", name) for at, name in enumerate(names, start=1)]
    desk.write(lambda work: people(work, {"东区": crew, "西区": WEST}))
    campaign_id = opened(desk, scheme({Tier.EXCELLENT: 6}))
    ranks, marks = (2, 1, 3), (90, 80, 95)
    forms = [
        row("东区", number, name, Tier.EXCELLENT, unit_rank=rank, merit=mark, review=mark)
        for (number, name), rank, mark in zip(crew, ranks, marks, strict=True)
    ]
    forms += [row("西区", *person, Tier.EXCELLENT, merit=60, review=60) for person in WEST]
    assert not nominate(desk, tmp_path, forms).errors
    closed(desk, campaign_id)
    ran(desk, campaign_id)
    wanted = {
        RosterOrder.SUBMITTED: ["王芳", "安宁", "丁一"],
        RosterOrder.STROKES: ["丁一", "王芳", "安宁"],
        RosterOrder.PINYIN: ["安宁", "丁一", "王芳"],
        RosterOrder.SCORE: ["丁一", "安宁", "王芳"],
    }
    for order, expected in wanted.items():
        path = tmp_path / f"{order.value}.xlsx"
        papers.write_roster(desk, campaign_id, path, Form.XLSX, order=order)
        sheet = openpyxl.load_workbook(path).active
        cells = [cell.value for cells in sheet.iter_rows() for cell in cells if cell.value]
        assert [value for value in cells if value in names] == expected
        assert cells.index("（二）西区（3名）") > cells.index(expected[-1])


def test_papers_are_made_by_those_who_may_print_them(desk, clock, tmp_path):
    campaign_id = listed(desk, clock, tmp_path, PLAIN)
    held = frozenset(grant for grant in desk.actor.grants if grant.right is not Right.PRINT_PAPERS)
    other = Desk(desk.database, replace(desk.actor, grants=held), desk.keyring)
    deeds = (
        lambda: other.write(lambda work: service.issue_certificates(work, campaign_id)),
        lambda: papers.write_roster(other, campaign_id, tmp_path / "r.pdf", Form.PDF),
        lambda: papers.write_certificates(other, campaign_id, tmp_path / "c.pdf", Form.PDF),
    )
    for deed in deeds:
        with pytest.raises(Refused, match="没有“打印证书与文书”的权限"):
            deed()
    assert len(told(desk, "refused")) == len(deeds)
    assert not list(tmp_path.glob("*.pdf"))
