"""What was decided is put right by acts of their own: certificates, rosters and papers follow."""

from __future__ import annotations

import re

import openpyxl
import pypdf
import pytest

from hrgrid.core.errors import UserError
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.honours import papers, queries, service
from hrgrid.honours.papers import DecisionForm, write_decision
from hrgrid.honours.queries.of_person import honours_of
from hrgrid.honours.queries.roll import roll
from hrgrid.honours.queries.uses import grants_of
from hrgrid.honours.rules.certificates import batch_of
from hrgrid.honours.rules.roll import RollFilter
from hrgrid.honours.rules.words import CampaignState, GrantState, NameChoice, Tier
from hrgrid.honours.service import Evidence, HonourCorrectionForm
from hrgrid.paper.forms import Form
from tests.honours.build import TWO, UNIT_RANK, closed, ended, nominate, opened, ran, row, scheme
from tests.honours.test_campaign import decided, small
from tests.honours.test_publishing import (
    decide,
    ends,
    found,
    object_to,
    publicised,
    refusal,
    state,
    today,
)

FORM = DecisionForm("各单位", "《评选办法》（政法〔2025〕3号）", "为平安作贡献")


@pytest.fixture
def honoured(office, clock, tmp_path):
    """Four were decided and have their certificates."""
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    decided(office, clock, campaign_id)
    office.write(lambda work: service.issue_certificates(work, campaign_id))
    return campaign_id


def grant(desk, campaign_id, number="A001"):
    rows = desk.read(lambda work: queries.grants(work, campaign_id))
    return next(one for one in rows if one.number == number)


def issued(desk, campaign_id):
    return desk.read(lambda work: certificates(work, Wanted(batch_of(campaign_id))))


def correction(desk, **changes):
    form = {"unit": "", "post": "", "document_no": "政法〔2026〕30号", "happened_on": today(desk)}
    return HonourCorrectionForm(**(form | changes))


def text_of(path):
    return "".join(re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(path).pages)


def test_a_correction_replaces_the_certificate_and_leaves_what_was_decided(
    office, honoured, tmp_path
):
    before = grant(office, honoured)
    old = issued(office, honoured)[0]
    form = correction(office, name="赵壹", unit="东区综治中心", post="网格长")
    number = office.write(
        lambda work: service.correct_honour(work, before.id, form), reason="与证件不符"
    )
    after = grant(office, honoured)
    assert (after.name, after.unit, after.post) == ("赵壹", "东区综治中心", "网格长")
    assert (after.document_no, after.granted_on) == (before.document_no, before.granted_on)
    rows = {one.number: (one.name, one.state) for one in issued(office, honoured)}
    assert rows[old.number] == (before.name, CertificateState.REPLACED)
    assert rows[number] == ("赵壹", CertificateState.ISSUED)
    papers.write_roster(office, honoured, tmp_path / "名单.xlsx", Form.XLSX)
    cells = [
        cell.value
        for cells in openpyxl.load_workbook(tmp_path / "名单.xlsx").active.iter_rows()
        for cell in cells
    ]
    assert "赵壹" in cells
    assert before.name not in cells
    # The document of that day says what it said that day.
    told = text_of(write_decision(office, honoured, tmp_path / "决定.pdf", FORM).path)
    assert f"命名{before.name}等4人" in told
    assert "赵壹" not in told
    again = correction(office, name=before.name, document_no="政法〔2026〕31号")
    office.write(lambda work: service.correct_honour(work, before.id, again), reason="前次有误")
    assert grant(office, honoured).name == before.name


def test_what_was_corrected_stands_in_every_list(office, honoured):
    before = grant(office, honoured)
    form = correction(office, name="赵壹", unit="东区综治中心", post="网格长")
    office.write(lambda work: service.correct_honour(work, before.id, form), reason="与证件不符")

    def told(work):
        [line] = [one for one in roll(work, RollFilter()) if one.grant_id == before.id]
        [honour] = honours_of(work, before.person_id)
        [used] = grants_of(work, [before.person_id])
        return (line.name, line.unit, line.post), honour.unit, used.printed_name

    assert office.read(told) == (("赵壹", "东区综治中心", "网格长"), "东区综治中心", "赵壹")


def test_a_post_alone_leaves_the_certificate_as_it_is(office, honoured):
    before = grant(office, honoured)
    form = correction(office, name=before.name, unit=before.unit, post="网格长")
    assert (
        office.write(lambda work: service.correct_honour(work, before.id, form), reason="误写")
        is None
    )
    assert {one.state for one in issued(office, honoured)} == {CertificateState.ISSUED}


def test_what_a_correction_lacks_is_said(office, honoured):
    one = grant(office, honoured)

    def told(reason="核对证件", **changes):
        form = correction(office, **({"name": "赵壹"} | changes))
        return refusal(office, lambda work: service.correct_honour(work, one.id, form), reason)

    assert "须写明事由" in told(reason="")
    assert "没有写文号和日期" in told(document_no=" ")
    assert "没有写文号和日期" in told(happened_on=None)
    assert "早于作出决定的" in told(happened_on=one.granted_on.replace(year=2020))
    assert "姓名不能空着" in told(name=" ")
    assert "一字不差" in told(name=one.name, unit=one.unit, post=one.post)
    office.write(lambda work: service.revoke(work, one.id, "政法〔2026〕20号"), reason="造假")
    assert "或已经撤销" in told()


def test_a_name_held_back_is_printed_once_it_is_put_right(office, clock, tmp_path):
    campaign_id = opened(office, scheme({Tier.EXCELLENT: 2}, **UNIT_RANK))
    name = dict(TWO["东区"])["A001"]
    rows = [
        row("东区", "A001", f"{name[:2]}〓", Tier.EXCELLENT, unit_rank=1),
        row("西区", "B001", dict(TWO["西区"])["B001"], Tier.EXCELLENT, unit_rank=1),
    ]
    nominate(office, tmp_path, rows)
    closed(office, campaign_id)
    lost = next(
        one.nomination_id
        for one in office.read(lambda work: queries.candidates(work, campaign_id))
        if one.name_lost
    )
    office.write(lambda work: service.choose_name(work, lost, NameChoice.HOLD), reason="等回函")
    ran(office, campaign_id)
    decided(office, clock, campaign_id)
    came = office.write(lambda work: service.issue_certificates(work, campaign_id))
    assert (came.new, came.held) == (1, (f"{name[:2]}〓",))
    own = grant(office, campaign_id)
    form = correction(office, name=name)
    office.write(lambda work: service.correct_honour(work, own.id, form), reason="派出所回函")
    came = office.write(lambda work: service.issue_certificates(work, campaign_id))
    assert (came.new, came.held) == (1, ())
    assert name in [one.name for one in issued(office, campaign_id)]


def test_each_part_has_its_document_its_certificates_and_its_paper(office, clock, tmp_path):
    campaign_id = publicised(office, tmp_path)
    objection = object_to(office, campaign_id, "A001")
    ended(office, clock, campaign_id, ends(office, campaign_id))
    with pytest.raises(UserError, match="还没有决定文号"):
        write_decision(office, campaign_id, tmp_path / "无.pdf", FORM)
    office.write(lambda work: service.propose(work, campaign_id))
    decide(office, campaign_id, 12)
    assert office.write(lambda work: service.issue_certificates(work, campaign_id)).new == 3
    assert state(office, campaign_id) is CampaignState.DECIDING
    first = write_decision(office, campaign_id, tmp_path / "一.pdf", FORM)
    assert first.rows == 3
    assert f"命名{grant(office, campaign_id, 'A002').name}等3人" in text_of(first.path)
    found(office, objection, upheld=False)
    office.write(lambda work: service.propose(work, campaign_id))
    with pytest.raises(UserError, match="“政法〔2026〕12号”已用于前一批决定"):
        decide(office, campaign_id, 12)
    # The approval stood before the number was found to be used.
    evidence = Evidence("政法〔2026〕15号", today(office))
    office.write(lambda work: service.decide(work, campaign_id, evidence))
    assert office.write(lambda work: service.issue_certificates(work, campaign_id)).new == 1
    assert state(office, campaign_id) is CampaignState.ISSUED
    rows = issued(office, campaign_id)
    assert [(one.number[-5:], one.document_no[-3:]) for one in rows] == [
        ("YX001", "12号"),
        ("YX002", "12号"),
        ("YX003", "12号"),
        ("YX004", "15号"),
    ]
    board = office.read(lambda work: queries.board(work, campaign_id))
    assert [(one.document_no, one.people) for one in board.decisions] == [
        ("政法〔2026〕12号", 3),
        ("政法〔2026〕15号", 1),
    ]
    name = grant(office, campaign_id).name
    form = DecisionForm("各单位", FORM.basis, FORM.task, document_no="政法〔2026〕15号")
    second = write_decision(office, campaign_id, tmp_path / "二.pdf", form)
    assert second.rows == 1
    told = text_of(second.path)
    assert f"命名{name}为“优秀网格员”" in told
    assert "〔2026〕15号" in told
    assert {one.state for one in office.read(lambda w: queries.grants(w, campaign_id))} == {
        GrantState.DECIDED
    }
