"""The papers of exits: what stands on them, what never does, who may write them."""

from __future__ import annotations

import pypdf
import pytest
from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.exits.papers import PAPERS, PaperOptions, Subject, write_paper
from hrgrid.exits.rules.case_forms import LiftForm, SeveranceForm
from hrgrid.exits.rules.words import Ground
from hrgrid.exits.service.reassessing import lift_warning
from hrgrid.exits.service.settling import reckon_severance
from hrgrid.paper.forms import Form
from hrgrid.storage.journal import JournalEntry
from tests.exits.office import FAULT, executed, heard, on, proposed, reassessed, warned

LETTERS = ("warning", "remedy", "reassessment", "proposal", "notice", "proof")


def flat(path) -> str:
    """The text of all pages without blanks."""
    pages = pypdf.PdfReader(path).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.fixture
def write(tmp_path, office):
    """Writes a paper of a case and gives its text."""

    folder = tmp_path / "papers"
    folder.mkdir()

    def made(code: str, subject: int, form: Form = Form.PDF, **options: object) -> str:
        path = folder / f"{code}.{form.value}"
        write_paper(office, code, subject, path, form, options=PaperOptions(**options))
        return flat(path) if form is Form.PDF else ""

    return made


def test_every_paper_of_somebody_who_leaves_names_a_lawful_ground_and_no_rank(office, write):
    case, _ = executed(office)
    office.write(lambda work: reckon_severance(work, case, SeveranceForm(monthly_fen=450_000)))
    texts = {
        paper.code: write(paper.code, case)
        for paper in PAPERS
        if paper.subject is Subject.CASE and paper.code not in {"relief", "release"}
    }
    for code, told in texts.items():
        assert "末位" not in told, code
        assert "排名" not in told, code
        assert "赵一" in told, code
    for code in ("proposal", "approval", "notice", "proof", "severance"):
        assert "第四十条第二项" in texts[code], code
    for code in LETTERS:
        assert "送达回证" in texts[code], code
    assert "本通知提前三十日送达" in texts["notice"]
    assert "29,250.00" in texts["severance"]
    assert "贰万玖仟贰佰伍拾元整" in texts["severance"]
    assert "仅作提示" in texts["severance"]
    assert "编号：东街预〔2026〕1号" in texts["warning"]
    assert "家里有病人" not in texts["notice"]


def test_the_warning_says_what_is_asked_and_what_may_be_said_against_it(office, write):
    told = write("warning", warned(office))
    assert "2026年2月考核58.5分" in told
    assert "请于2026年3月5日到街道二楼会议室参加谈话" in told
    assert "不少于30日的培训（16学时）" in told
    assert "再考核达到60.00分的，解除预警" in told
    assert "书面申请复核" in told


def test_before_the_first_talk_its_record_is_a_blank_one(office, write):
    told = write("talk", warned(office))
    assert "谈话内容" in told
    assert "指出巡查次数不够" not in told


def test_who_recovers_has_a_letter_that_lifts_the_warning(office, write):
    case = reassessed(office, score=72_000)
    office.write(lambda work: lift_warning(work, case, LiftForm(on(4, 14), "再考核合格")))
    told = write("relief", case)
    assert "再考核得分72.00分" in told
    assert "起解除" in told
    assert "观察期到" in told


def test_a_dispatched_worker_goes_back_to_the_agency(office, write):
    case, _ = executed(office, "钱二")
    told = write("notice", case)
    assert "退回劳务派遣单位函" in told
    assert "将该同志退回贵单位" in told
    assert "与你解除" not in told


def test_a_fault_is_told_with_its_item(office, write):
    told = write("proposal", proposed(office, "赵一", FAULT))
    assert "第三十九条第三项" in told
    assert "擅离岗位" in told


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("notice", "还没有批准"),
        ("proof", "已离岗"),
        ("severance", "还没有计算经济补偿"),
        ("release", "还没有批准"),
        ("relief", "已解除预警"),
    ],
)
def test_what_is_not_there_yet_is_not_written(office, write, tmp_path, code, said):
    case = heard(office)
    with pytest.raises(UserError, match=said):
        write(code, case)
    assert not list((tmp_path / "papers").iterdir())


def test_the_journal_tells_the_case_and_not_the_person(office, write):
    case = warned(office)
    write("warning", case)
    rows = office.read(
        lambda work: [
            (one.subject, one.after)
            for one in work.session.scalars(
                select(JournalEntry).where(JournalEntry.action == "write_exit_paper")
            )
        ]
    )
    assert len(rows) == 1
    assert rows[0][0].startswith("退〔")
    assert "赵一" not in str(rows)


def test_the_year_tells_who_recovered_first_and_the_public_form_names_nobody(office, write):
    case = reassessed(office, score=72_000)
    office.write(lambda work: lift_warning(work, case, LiftForm(on(4, 14), "再考核合格")))
    executed(office, "钱二")
    told = write("year_exits", 2026)
    assert told.index("解除预警的人员") < told.index("总体情况")
    assert "赵一" in told
    public = write("year_exits", 2026, public=True)
    assert "赵一" not in public
    assert "少于5" in public
    ledger = write("case_list", 2026)
    assert "不得张贴" in ledger
    assert Ground.INCOMPETENT.label in ledger
