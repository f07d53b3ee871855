"""The veto list, rules set aside for one person, and opinions asked of other offices."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from hrgrid.accounts.service import PaperApproval, record_paper_approval
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.progress import Progress
from hrgrid.honours import queries, service
from hrgrid.honours.papers import (
    Form,
    write_everybody,
    write_explanation,
    write_opinion_form,
    write_proof,
)
from hrgrid.honours.queries.opinions import (
    asked_of,
    exemptions,
    findings,
    opinion_warnings,
    requests,
)
from hrgrid.honours.queries.whatif import Change, rule_effects, trial
from hrgrid.honours.rules.findings import (
    Answer,
    AskedOffice,
    ExemptionState,
    FindingForm,
    FindingKind,
)
from hrgrid.honours.rules.words import Outcome, OutcomeCode, Tier
from hrgrid.honours.service import AnswerForm, Evidence, ExemptionForm, RequestForm
from hrgrid.storage.export import export_all
from hrgrid.storage.journal import JournalFilter, entries
from hrgrid.workforce.model import Person
from tests.honours.build import closed, nominate, opened, outcomes, ran, scheme, scored
from tests.honours.test_conditions import with_rules
from tests.honours.test_proof import unpacked, verified
from tests.honours.test_running import decide
from tests.overview.test_file import text_of as pdf_text

EXCELLENT = Tier.EXCELLENT
DAY = dt.date(2025, 10, 8)
SECRET = "在某案中收受财物"


def campaign(desk, folder, marks=(95, 90, 85), wanted=None):
    campaign_id = opened(desk, wanted or scheme({EXCELLENT: 4}))
    nominate(desk, folder, scored("东区", "A", list(marks)) + scored("西区", "B", [80, 70]))
    return campaign_id


def id_of(desk, number):
    return desk.read(
        lambda work: work.session.scalars(select(Person.id).where(Person.number == number)).one()
    )


def find(desk, number, kind=FindingKind.DISCIPLINE, **changes):
    person_id = id_of(desk, number)
    form = FindingForm(person_id, kind, DAY, "处分决定〔2025〕3号", **changes)
    return desk.write(lambda work: service.record_finding(work, form))


# --- the veto list --------------------------------------------------------------------------------


def test_a_finding_in_force_puts_somebody_out_and_says_so_in_its_own_words(office, tmp_path):
    campaign_id = campaign(office, tmp_path)
    find(office, "A001", detail=SECRET)
    closed(office, campaign_id)
    ran(office, campaign_id)
    assert outcomes(office, campaign_id)["A001"] == (
        Outcome.INELIGIBLE,
        OutcomeCode.FAILED_RULE,
        None,
    )
    told = office.read(lambda work: queries.explanation(work, campaign_id, "A001"))
    assert told.sentence == "不符合条件：有一票否决情形"
    own = office.read(lambda work: queries.explanation(work, campaign_id, "A001", for_himself=True))
    assert own.sentence == "不符合条件：资格审查（由经办部门当面说明）"


@pytest.mark.parametrize(
    ("changes", "out"),
    [
        ({"until": dt.date(2025, 12, 30)}, False),
        ({"until": dt.date(2025, 12, 31)}, True),
        ({"kind": FindingKind.COMPLAINT}, False),
    ],
)
def test_a_finding_counts_while_it_is_in_force_and_a_complaint_is_none(
    office, tmp_path, changes, out
):
    campaign_id = campaign(office, tmp_path)
    find(office, "A001", **changes)
    closed(office, campaign_id)
    ran(office, campaign_id)
    assert (outcomes(office, campaign_id)["A001"][0] is Outcome.INELIGIBLE) is out


def test_complaints_found_true_count_towards_their_own_rule(office, tmp_path):
    campaign_id = campaign(office, tmp_path, wanted=with_rules("complaints"))
    for number in ("A001", "A001", "A002"):
        find(office, number, FindingKind.COMPLAINT)
    closed(office, campaign_id)
    ran(office, campaign_id)
    found = outcomes(office, campaign_id)
    assert [found[number][0] for number in ("A001", "A002")] == [
        Outcome.INELIGIBLE,
        Outcome.SELECTED,
    ]


def test_a_finding_withdrawn_counts_no_more_and_the_change_is_told(office, tmp_path):
    campaign_id = campaign(office, tmp_path)
    finding_id = find(office, "A001")
    closed(office, campaign_id)
    office.write(lambda work: service.withdraw_finding(work, finding_id), reason="处分已撤销")
    assert office.read(lambda work: queries.changed_facts(work, campaign_id)) == ["A001"]
    (row,) = office.read(findings)
    assert (row.in_force, row.withdraw_reason) == (False, "处分已撤销")
    with pytest.raises(UserError, match="已经撤回"):
        office.write(lambda work: service.withdraw_finding(work, finding_id), reason="再撤")


def test_what_was_found_lies_sealed_and_stays_out_of_journal_and_export(office, tmp_path):
    finding_id = find(office, "A001", detail=SECRET)
    opened_now = office.write(lambda work: service.open_finding(work, finding_id))
    assert (opened_now.detail, opened_now.scan) == (SECRET, None)
    told = office.read(lambda work: entries(work.session, JournalFilter()))
    assert told[0].action == "open_finding"
    assert SECRET not in repr(told)
    assert FindingKind.DISCIPLINE.value not in repr(told)
    export_all(office, tmp_path / "全部")
    for path in (tmp_path / "全部").rglob("*"):
        assert not path.is_file() or SECRET.encode("utf-8") not in path.read_bytes()


def test_a_finding_rests_on_a_document_and_is_not_of_tomorrow(office):
    person_id = id_of(office, "A001")
    good = FindingForm(person_id, FindingKind.FRAUD, DAY, "文书")
    for bad, told in (
        ({"document_no": " "}, "文号"),
        ({"happened_on": dt.date(2099, 1, 1)}, "今天之后"),
        ({"until": dt.date(2020, 1, 1)}, "之前"),
    ):
        form = FindingForm(**{**good.__dict__, **bad})
        with pytest.raises(UserError, match=told):
            office.write(lambda work, form=form: service.record_finding(work, form))


# --- rules set aside ------------------------------------------------------------------------------


def short(desk, folder):
    """A campaign that asks for a year more than anybody has."""
    rule = next(one for one in scheme({EXCELLENT: 4}).rules if one.key == "service")
    campaign_id = campaign(desk, folder)
    rules = tuple(
        type(one)(**{**one.__dict__, "threshold": 720}) if one.key == rule.key else one
        for one in scheme({EXCELLENT: 4}).rules
    )
    wanted = scheme({EXCELLENT: 4}, rules=rules)
    desk.write(lambda work: service.use_scheme(work, campaign_id, wanted), reason="研究")
    return campaign_id


def asked_aside(desk, campaign_id, number="A001", rule_key="service"):
    rows = desk.read(lambda work: queries.candidates(work, campaign_id))
    nomination_id = next(row.nomination_id for row in rows if row.number == number)
    form = ExemptionForm(nomination_id, rule_key, Evidence("书记办公会〔2026〕2号"))
    return desk.write(lambda work: service.propose_exemption(work, form), reason="事迹特别突出")


def approved(desk, exemption_id):
    paper = PaperApproval("周明", "书记", dt.date(2025, 12, 1), "书记办公会〔2026〕2号")
    subject = desk.read(lambda work: service.exemption_subject(work, exemption_id))
    desk.write(lambda work: record_paper_approval(work, subject, paper))
    desk.write(lambda work: service.approve_exemption(work, exemption_id))


def test_a_rule_set_aside_lets_its_person_in_and_is_told_and_proved(office, tmp_path):
    campaign_id = short(office, tmp_path)
    exemption_id = asked_aside(office, campaign_id)
    with pytest.raises(Refused):
        office.write(lambda work: service.approve_exemption(work, exemption_id))
    approved(office, exemption_id)
    closed(office, campaign_id)
    run = ran(office, campaign_id)
    found = outcomes(office, campaign_id)
    assert [found[number][0] for number in ("A001", "A002")] == [
        Outcome.SELECTED,
        Outcome.INELIGIBLE,
    ]
    told = office.read(lambda work: queries.explanation(work, campaign_id, "A001"))
    check = next(one for one in told.checks if one.key == "service")
    assert check.passed
    assert "书记办公会〔2026〕2号" in check.waived
    assert "周明" in check.waived
    assert "条件破例" in [row.what for row in told.decided]
    folder = unpacked(write_proof(office, campaign_id, tmp_path / "包.zip").path, tmp_path / "解压")
    assert verified(folder).stdout.strip().endswith("一致")
    # Taken back since, the run still reads it as it was; a new freezing does not.
    office.write(lambda work: service.withdraw_exemption(work, exemption_id), reason="查实不符")
    assert office.read(lambda work: service.rerun(work, run.run_id))
    assert office.read(lambda work: queries.changed_facts(work, campaign_id)) == ["A001"]


def test_only_a_rule_that_fails_is_set_aside_and_never_a_veto(office, tmp_path):
    campaign_id = short(office, tmp_path)
    with pytest.raises(UserError, match="不用破例"):
        asked_aside(office, campaign_id, rule_key="in_post")
    with pytest.raises(UserError, match="一票否决"):
        asked_aside(office, campaign_id, rule_key="veto")
    find(office, "A001")
    with pytest.raises(UserError, match="一票否决"):
        asked_aside(office, campaign_id)
    asked_aside(office, campaign_id, "A002")
    (row,) = office.read(lambda work: exemptions(work, campaign_id))
    assert (row.number, row.state, row.rule) == (
        "A002",
        ExemptionState.PROPOSED,
        "连续任职不少于 720 个月",
    )


# --- opinions -------------------------------------------------------------------------------------


def letter(desk, campaign_id, name="市纪委监委"):
    today = desk.read(lambda work: work.today)
    form = RequestForm(AskedOffice.DISCIPLINE, name, "函〔2026〕5号", today, today)
    return desk.write(lambda work: service.ask_opinion(work, campaign_id, form))


def answer(desk, request_id, numbers, **changes):
    today = desk.read(lambda work: work.today)
    ids = [id_of(desk, number) for number in numbers]
    form = AnswerForm(ids, Answer.NONE, today, "")
    form = AnswerForm(**{**form.__dict__, **changes})
    return desk.write(lambda work: service.record_answer(work, request_id, form))


def test_an_adverse_answer_puts_its_person_out(office, tmp_path):
    campaign_id = campaign(office, tmp_path)
    request_id = letter(office, campaign_id)
    assert office.read(lambda work: opinion_warnings(work, campaign_id)) == [
        "市纪委监委还没有答复 5 人的征求意见。"
    ]
    answer(office, request_id, ["A002", "A003", "B001", "B002"])
    adverse = {"answer": Answer.ADVERSE, "document_no": "复函〔2026〕9号"}
    answer(office, request_id, ["A001"], **adverse, kind=FindingKind.INVESTIGATED)
    assert office.read(lambda work: opinion_warnings(work, campaign_id)) == []
    (row,) = office.read(lambda work: requests(work, campaign_id))
    assert (row.people, row.answered, row.adverse) == (5, 5, 1)
    closed(office, campaign_id)
    ran(office, campaign_id)
    assert outcomes(office, campaign_id)["A001"][0] is Outcome.INELIGIBLE


def test_an_adverse_answer_that_keeps_nobody_out_says_why(office, tmp_path):
    campaign_id = campaign(office, tmp_path)
    request_id = letter(office, campaign_id)
    adverse = {"answer": Answer.ADVERSE, "document_no": "复函〔2026〕9号"}
    with pytest.raises(UserError, match="写明理由"):
        answer(office, request_id, ["A001"], **adverse)
    with pytest.raises(UserError, match="书面依据"):
        answer(office, request_id, ["A001"], answer=Answer.ADVERSE, note="已整改")
    answer(office, request_id, ["A001"], **adverse, note="属一般提醒，已整改")
    rows = {row.number: row for row in office.read(lambda work: asked_of(work, request_id))}
    assert (rows["A001"].answer, rows["A001"].blocks, rows["A001"].note) == (
        Answer.ADVERSE,
        False,
        "属一般提醒，已整改",
    )
    # A later answer takes the place of the earlier one.
    answer(office, request_id, ["A001"])
    rows = {row.number: row for row in office.read(lambda work: asked_of(work, request_id))}
    assert rows["A001"].answer is Answer.NONE


def test_the_letter_lists_everybody_it_asks_of_and_no_number_of_anybody(office, tmp_path):
    campaign_id = campaign(office, tmp_path)
    request_id = letter(office, campaign_id)
    pages, book = tmp_path / "函.pdf", tmp_path / "表.xlsx"
    for path, form in ((pages, Form.PDF), (book, Form.XLSX)):
        assert write_opinion_form(office, request_id, path, form, Progress()) == 5
    text = pdf_text(pages)
    names = [row.name for row in office.read(lambda work: asked_of(work, request_id))]
    assert all(name in text for name in names)
    sheet = load_workbook(book).worksheets[0]
    assert [sheet.cell(row, 3).value for row in range(4, 9)] == names


# --- papers and trials ----------------------------------------------------------------------------


def test_the_sheet_for_one_person_names_nobody_else(office, tmp_path):
    campaign_id = campaign(office, tmp_path, marks=(95, 90, 90))
    closed(office, campaign_id)
    decide(office, campaign_id, ["A002"])
    ran(office, campaign_id)
    path = tmp_path / "说明.pdf"
    assert write_explanation(office, campaign_id, path, Progress(), person="A003") == 1
    text = pdf_text(path)
    rows = office.read(lambda work: queries.candidates(work, campaign_id))
    for row in rows:
        assert (row.name in text) is (row.number == "A003")
        assert (row.number in text) is (row.number == "A003")
    assert "同分者甲" in text
    assert "花名册：任职记录" in text


def test_the_workbook_tells_of_everybody_with_every_rule(office, tmp_path):
    campaign_id = campaign(office, tmp_path)
    stars = with_rules("star")
    office.write(lambda work: service.use_scheme(work, campaign_id, stars), reason="研究")
    closed(office, campaign_id)
    ran(office, campaign_id)
    path = tmp_path / "全部.xlsx"
    assert write_everybody(office, campaign_id, path, Progress()) == 16
    named, others, origins = load_workbook(path).worksheets
    assert (named.max_row, others.max_row) == (6, 12)
    heads = [cell.value for cell in named[1]]
    assert "星级不低于 3 星" in heads
    assert named.cell(2, heads.index("星级不低于 3 星") + 1).value == "不符合：没有记录"
    assert "输入校验值" in [row[0].value for row in origins.iter_rows()]


def test_a_trial_while_nominating_says_who_enters_and_who_leaves(office, tmp_path):
    campaign_id = campaign(office, tmp_path, marks=(95, 90, 85))
    now = scheme({EXCELLENT: 4})
    fewer = Change(now, places={(EXCELLENT, "D1"): 1, (EXCELLENT, "D2"): 2})
    told = office.read(lambda work: trial(work, campaign_id, fewer))
    assert [(one.number, one.enters) for one in told.movers] == [("A002", False)]
    assert told.movers[0].before == "入选，第 2 名，90.00"
    assert not told.frozen
    assert told.chosen[EXCELLENT] == (4, 3)
    effects = office.read(lambda work: rule_effects(work, campaign_id, with_rules("star").rules))
    assert effects["star"] == (5, 16)
    assert effects["in_post"] == (0, 0)


def test_a_trial_after_freezing_reads_what_was_frozen_and_writes_nothing(office, tmp_path):
    campaign_id = campaign(office, tmp_path)
    closed(office, campaign_id)
    ran(office, campaign_id)
    find(office, "A001")
    nothing = Change(scheme({EXCELLENT: 4}))
    told = office.read(lambda work: trial(work, campaign_id, nothing))
    assert (told.movers, told.frozen, told.unfrozen) == ((), True, ())
    stars = office.read(lambda work: trial(work, campaign_id, Change(with_rules("star"))))
    assert stars.unfrozen == ("star",)
    assert stars.left_out["star"] == 5
    assert stars.chosen[EXCELLENT] == (4, 0)
    more = Change(scheme({EXCELLENT: 4}), totals={EXCELLENT: 6})
    told = office.read(lambda work: trial(work, campaign_id, more))
    assert [one.number for one in told.movers if one.enters] == ["A003"]
