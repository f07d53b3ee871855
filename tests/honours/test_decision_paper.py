"""The document that names the honoured, from the data, on both engines."""

from __future__ import annotations

import re

import pypdf
import pytest

from hrgrid.core.errors import UserError
from hrgrid.honours import service
from hrgrid.honours.papers import DecisionForm, write_decision
from hrgrid.honours.queries import grants
from hrgrid.honours.rules.words import Kind, Tier
from tests.honours.build import YEAR, opened, people, scheme
from tests.honours.test_papers import BEYOND, PLAIN, listed, told

FORM = DecisionForm("各单位", "《评选办法》（政法〔2025〕3号）", "为平安作贡献", "某办公室")


def pages(path):
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(path).pages]


def test_the_text_names_the_first_of_the_list_and_how_many_there_are(desk, clock, tmp_path):
    campaign_id = listed(desk, clock, tmp_path, PLAIN)
    written = write_decision(desk, campaign_id, tmp_path / "决定.pdf", FORM)
    text = pages(written.path)
    first = desk.read(lambda work: grants(work, campaign_id))[0].name
    assert f"命名{first}等4人为“优秀网格员”。" in text[0] + text[1]
    assert f"{YEAR}年，全市2个网格、4名网格长、网格员" in text[0]
    assert "根据《评选办法》（政法〔2025〕3号），经基层推荐" in text[0] + text[1]
    assert "第3号会议纪要" in text[0]
    assert text[-1].startswith("附件1优秀网格员名单（4名）")
    assert "抄送：某办公室。" in text[-1]
    assert (written.pages, written.rows) == (len(text), 4)
    (entry,) = told(desk, "write_decision")
    assert entry.hash[:16] in text[-1]


def test_who_lost_the_honour_later_stays_in_the_document_of_that_day(desk, clock, tmp_path):
    campaign_id = listed(desk, clock, tmp_path, PLAIN)
    before = write_decision(desk, campaign_id, tmp_path / "前.pdf", FORM)
    grant = desk.read(lambda work: grants(work, campaign_id))[0]
    desk.write(lambda work: service.revoke(work, grant.id, "政法〔2026〕40号"), reason="查实")
    after = write_decision(desk, campaign_id, tmp_path / "后.pdf", FORM)
    assert pages(after.path)[0] == pages(before.path)[0]
    assert grant.name in pages(after.path)[-1]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.COMMENDATION, ("关于表彰2025年度“十百千网格员”的决定", "希望受表彰的同志")),
        (Kind.PRAISE, ("关于表扬2025年度“十百千网格员”的通报", "希望受表扬的同志")),
    ],
)
def test_the_words_follow_the_kind_of_the_campaign(desk, clock, tmp_path, kind, said):
    campaign_id = listed(desk, clock, tmp_path, PLAIN, kind)
    text = "".join(pages(write_decision(desk, campaign_id, tmp_path / "决定.pdf", FORM).path))
    assert [part for part in said if part not in text] == []


def test_before_the_decision_there_is_no_document_and_nothing_on_record(desk, tmp_path):
    desk.write(lambda work: people(work, PLAIN))
    campaign_id = opened(desk, scheme({Tier.EXCELLENT: 4}))
    with pytest.raises(UserError, match="现在是“推荐中”，还没有决定文号。请先登记决定"):
        write_decision(desk, campaign_id, tmp_path / "决定.pdf", FORM)
    assert told(desk, "write_decision") == []
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize(("part", "what"), [("basis", "评选依据"), ("task", "工作要求")])
def test_what_the_document_cannot_do_without_is_asked_for(desk, clock, tmp_path, part, what):
    campaign_id = listed(desk, clock, tmp_path, PLAIN)
    values = {"addressee": "各单位", "basis": "《办法》", "task": "再接再厉"} | {part: " "}
    with pytest.raises(UserError, match=f"没有写{what}。请填好"):
        write_decision(desk, campaign_id, tmp_path / "决定.pdf", DecisionForm(**values))


def test_a_name_that_no_font_draws_stops_the_document_and_is_named(desk, clock, tmp_path):
    campaign_id = listed(
        desk, clock, tmp_path, PLAIN | {"西区": [("B001", BEYOND), ("B002", "赵敏")]}
    )
    with pytest.raises(UserError, match="U\\+2EBF0"):
        write_decision(desk, campaign_id, tmp_path / "决定.pdf", FORM)
    assert not list(tmp_path.glob("*.pdf"))
