"""The published result of 2018 as a decided campaign: ten districts, ten names each, 111 people."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.core.errors import UserError
from hrgrid.core.names import sort_names
from hrgrid.documents.queries import Wanted, certificates, public_keys
from hrgrid.documents.rules import CertificateState
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.honours import papers, queries, service
from hrgrid.honours.rules.certificates import batch_of
from hrgrid.honours.rules.scheme import SHIPPED_RULES
from hrgrid.honours.rules.words import CampaignState, NameChoice, RosterOrder, Tier
from hrgrid.honours.service import Evidence
from hrgrid.overview.service import KINDS
from hrgrid.paper.seal import verify
from hrgrid.storage.journal import JournalFilter, entries
from tests.exchange.samples import book
from tests.honours.build import UNIT_RANK, closed, opened, people, proposed, ran, scheme
from tests.paper.measuring import texts_of

PUBLISHED = Path(__file__).parent / "suzhou_2018_honours.csv"
LOST = ["龚伟〓", "蒋巧〓"]
DOCUMENT = "苏政法〔2019〕12号"
# The list does not say where the one of the thousand works.
SOMEWHERE = "吴中区"
HEADINGS = ["工号", "姓名", "推荐单位", "称号", "推荐次序", "单位", "职务"]


def published():
    """Tier, district, place in the district, name, post and unit, as the list has them."""
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    places = Counter()
    found = []
    for row in rows:
        tier = next(tier for tier in Tier if tier.label == row["tier"])
        district = row["district"] or SOMEWHERE
        places[tier, district] += 1
        place = places[tier, district]
        found.append((tier, district, place, row["name"], row["post"], row["unit"]))
    return found


def crews(rows):
    """Everybody with a number of his own, by district in the published order."""
    found = {}
    for number, (_, district, _, name, *_) in enumerate(rows, start=1):
        found.setdefault(district, []).append((f"S{number:03d}", name))
    return found


def decided(desk, clock, folder):
    """The campaign of 2018 from the published rows to its decision; returns its id."""
    rows = published()
    desk.write(lambda work: people(work, crews(rows)))
    # The list names officials as well: only the post on the day counts here.
    rules = tuple(rule for rule in SHIPPED_RULES if rule.key in {"in_post", "service"})
    places = {Tier.PIONEER: 10, Tier.EXCELLENT: 100, Tier.SKILLED: 1}
    campaign_id = opened(desk, scheme(places, rules=rules, **UNIT_RANK), lot=SOMEWHERE)
    forms = [
        [f"S{number:03d}", name, district, tier.label, place, unit, post]
        for number, (tier, district, place, name, post, unit) in enumerate(rows, start=1)
    ]
    kind = KINDS["nominations"]
    path = book(folder / "推荐表.xlsx", [HEADINGS, *forms])
    drop = desk.read(lambda work: open_drop(work, kind, [path]))
    report = run_import(desk, kind, drop)
    assert (report.new, report.errors) == (111, ())
    assert [problem.value for problem in report.warnings] == LOST
    closed(desk, campaign_id)
    done = ran(desk, campaign_id)
    assert done.selected == places
    lost = desk.read(
        lambda work: [
            row.nomination_id for row in queries.candidates(work, campaign_id) if row.name_lost
        ]
    )
    choices = dict(zip(lost, (NameChoice.PRINT, NameChoice.HOLD), strict=True))
    for nomination_id, choice in choices.items():
        desk.write(
            lambda work, n=nomination_id, c=choice: service.choose_name(work, n, c),
            reason="原件缺字",
        )
    last = proposed(desk, clock, campaign_id)
    subject = desk.read(lambda work: service.award_subject(work, campaign_id))
    paper = PaperApproval("某书记", "书记", last, "会议纪要〔2019〕5号")
    desk.write(lambda work: record_paper_approval(work, subject, paper))
    evidence = Evidence(DOCUMENT, last)
    desk.write(lambda work: service.decide(work, campaign_id, evidence))
    return campaign_id


def test_the_published_list_comes_out_as_it_was_published(desk, clock, tmp_path):
    rows = published()
    campaign_id = decided(desk, clock, tmp_path)
    found = desk.read(lambda work: queries.campaign(work, campaign_id))
    assert found.state is CampaignState.DECIDED

    given = desk.read(lambda work: queries.grants(work, campaign_id))
    assert [(one.tier, one.district, one.name, one.post, one.unit) for one in given] == [
        (tier, district, name, post, unit) for tier, district, _, name, post, unit in rows
    ]
    assert len({one.person_id for one in given}) == 111
    hundred = [one for one in given if one.tier is Tier.EXCELLENT]
    order = list(dict.fromkeys(one.district for one in hundred))
    assert order == list(crews(rows))
    assert set(Counter(one.district for one in hundred).values()) == {10}
    dragons = [one for one in given if one.name == "陈龙"]
    assert sorted(one.district for one in dragons) == ["昆山市", "相城区"]
    assert len({one.number for one in dragons}) == 2
    assert [(one.name, one.name_choice) for one in given if one.name_choice] == [
        (LOST[0], NameChoice.PRINT),
        (LOST[1], NameChoice.HOLD),
    ]
    with pytest.raises(UserError, match="叫“陈龙”的有 2 人（S043、S071）。请改填工号"):
        desk.read(lambda work: queries.explanation(work, campaign_id, "陈龙"))


def test_the_published_list_is_issued_as_certificates_and_printed(desk, clock, tmp_path):
    campaign_id = decided(desk, clock, tmp_path)
    done = desk.write(lambda work: service.issue_certificates(work, campaign_id))
    assert (done.new, done.held) == (110, (LOST[1],))
    issued = desk.read(lambda work: certificates(work, Wanted(batch_of(campaign_id))))
    given = desk.read(lambda work: queries.grants(work, campaign_id))
    printed = [one for one in given if one.name_choice is not NameChoice.HOLD]
    assert [row.name for row in issued] == [one.name for one in printed]
    year = given[0].granted_on.year
    assert [row.number for row in issued] == [
        *(f"苏政法网格〔{year}〕XF{number:03d}" for number in range(1, 11)),
        *(f"苏政法网格〔{year}〕YX{number:03d}" for number in range(1, 100)),
        f"苏政法网格〔{year}〕NS0001",
    ]
    dragons = [row for row in issued if row.name == "陈龙"]
    assert all(row.with_unit and row.unit for row in dragons)
    assert len({row.unit for row in dragons}) == 2
    assert sum(row.with_unit for row in issued) == 2
    keys = desk.read(public_keys)
    assert all(verify(row.code_text, keys).valid for row in issued)

    path = tmp_path / "证书.pdf"
    written = papers.write_certificates(desk, campaign_id, path, papers.Form.PDF)
    assert (written.pages, written.rows) == (110, 110)
    texts = [page.replace("\n", "") for page in texts_of(path)]
    assert len(texts) == 110
    for row, text in zip(issued, texts, strict=True):
        assert row.number in text
        assert f"{row.unit if row.with_unit else ''}{row.name}同志：" in text.replace(" ", "")
    assert not any(LOST[1] in text for text in texts)
    again = desk.write(lambda work: service.issue_certificates(work, campaign_id))
    assert again.new == 0
    assert desk.read(lambda work: certificates(work, Wanted(batch_of(campaign_id)))) == issued

    book = tmp_path / "登记.xlsx"
    some = papers.Picked(Tier.EXCELLENT, 17, 40)
    register = papers.write_certificates(desk, campaign_id, book, papers.Form.XLSX, picked=some)
    assert register.rows == 24
    sheet = openpyxl.load_workbook(book).active
    assert [cell.value for cell in sheet["A"][1:]] == [row.number for row in issued[26:50]]


def test_the_rosters_carry_the_entry_that_tells_of_them(desk, clock, tmp_path):
    campaign_id = decided(desk, clock, tmp_path)
    path = tmp_path / "名单.pdf"
    written = papers.write_roster(desk, campaign_id, path, papers.Form.PDF)
    assert written.rows == 110
    pages = texts_of(path)
    assert written.pages == len(pages)
    entry = desk.read(lambda work: entries(work.session, JournalFilter(action="write_roster")))[0]
    assert any(f"留痕校验 {entry.hash[:16]} · 第{entry.seq}条" in text for text in pages)
    text = "".join(pages).replace("\n", "")
    assert "（99名）" in text
    assert "（一）张家港市（10名）" in text
    assert LOST[0] in text
    assert LOST[1] not in text

    book = tmp_path / "名单.xlsx"
    papers.write_roster(desk, campaign_id, book, papers.Form.XLSX, order=RosterOrder.STROKES)
    names = openpyxl.load_workbook(book).sheetnames
    assert names == ["先锋网格员名单", "优秀网格员名单", "能手网格员名单"]
    sheet = openpyxl.load_workbook(book)[names[1]]
    words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    first = words.index("（一）张家港市（10名）") + 1
    shown = words[first : first + 10]
    given = desk.read(lambda work: queries.grants(work, campaign_id))
    ours = [one.name for one in given if one.district == "张家港市" and one.tier is Tier.EXCELLENT]
    assert shown == sort_names(ours)


def test_a_revoked_honour_takes_its_certificate_along(desk, clock, tmp_path):
    campaign_id = decided(desk, clock, tmp_path)
    desk.write(lambda work: service.issue_certificates(work, campaign_id))
    grant = desk.read(lambda work: queries.grants(work, campaign_id))[0]
    desk.write(lambda work: service.revoke(work, grant.id, "苏政法〔2020〕1号"), reason="作假")
    issued = desk.read(lambda work: certificates(work, Wanted(batch_of(campaign_id))))
    assert [row.source for row in issued if row.state is CertificateState.REVOKED] == [
        f"honour:{grant.id}"
    ]
    written = papers.write_certificates(desk, campaign_id, tmp_path / "证书.pdf", papers.Form.PDF)
    assert written.rows == 109
    register = papers.write_certificates(
        desk, campaign_id, tmp_path / "登记.xlsx", papers.Form.XLSX
    )
    assert register.rows == 110
    path = tmp_path / "名单.pdf"
    roster = papers.write_roster(desk, campaign_id, path, papers.Form.PDF)
    assert roster.rows == 109
    pages = texts_of(path)
    assert len(pages) == roster.pages
    listed = "".join(pages[:-1])
    assert grant.name not in listed
    assert "（9名）" in listed
    assert "已撤销称号人员名单" in pages[-1]
    assert grant.name in pages[-1]
