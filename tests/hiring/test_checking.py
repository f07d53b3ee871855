"""Conditions held against people: what data answers, what is asked, how a check ends."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.progress import Progress
from hrgrid.hiring.queries.candidate_card import candidate_card
from hrgrid.hiring.queries.candidates import CandidateFilter, candidates
from hrgrid.hiring.rules.scheme import Fact, Scheme
from hrgrid.hiring.rules.words import CandidateState, RejectCode
from hrgrid.hiring.service.checking import (
    CheckForm,
    check_by_data,
    check_candidate,
    check_many,
    uncheck_candidate,
)
from hrgrid.hiring.service.concluding import qualify, qualify_all, reject, reopen_check
from hrgrid.hiring.service.papers import Scan, attach_paper, set_candidate_photo
from hrgrid.hiring.service.points import grant_points, grant_points_by_data, take_point
from hrgrid.hiring.service.schemes import save_scheme
from tests.accounts.houses import entries_of
from tests.hiring.build import (
    announced,
    apply,
    applying,
    batch,
    checked,
    id_number,
    qualified,
    state_of,
)
from tests.statements import recorded

PDF = b"%PDF-1.4 made up"
OLD = id_number(3, dt.date(1970, 1, 1))


def card(desk, candidate_id):
    return desk.read(lambda work: candidate_card(work, candidate_id))


def found(desk, candidate_id):
    return {row.rule_key: (row.seen_value, row.passed) for row in card(desk, candidate_id).checks}


def clear(desk, candidate_id, but=()):
    """Every bar of one candidate looked at and found empty."""
    for row in card(desk, candidate_id).checks:
        if row.bars and row.passed is None and row.rule_key not in but:
            form = CheckForm(row.rule_key, "未发现", passed=True)
            desk.write(lambda work, form=form: check_candidate(work, candidate_id, form))


def test_data_answers_what_it_can_and_the_rest_is_asked(office):
    batch_id = applying(office)
    young = apply(office, batch_id, 1)
    old = apply(office, batch_id, 3, id_number=OLD)
    blank = apply(office, batch_id, 4, education="")
    done = office.write(lambda work: check_by_data(work, batch_id))
    assert (done.candidates, done.checks, done.failed) == (3, 8, 1)
    assert "受过刑事处罚" in done.asked
    assert "高中及以上学历" not in done.asked
    today = office.read(lambda work: work.today)
    age = today.year - 1995 - ((today.month, today.day) < (5, 1))
    assert found(office, young)["age_to"] == (f"{age} 周岁", True)
    assert found(office, young)["education"] == ("高中", True)
    assert found(office, old)["age_to"] == (f"{today.year - 1970} 周岁", False)
    assert found(office, blank)["education"] == ("", None)
    row = next(one for one in card(office, young).checks if one.rule_key == "education")
    assert (row.note, row.checked_by, row.text) == ("按报名资料", "经办人", "高中及以上学历")
    # Once more: nothing is written twice, and a look by hand stays.
    assert office.write(lambda work: check_by_data(work, batch_id)).checks == 0


def test_two_thousand_are_checked_in_as_many_statements_as_two(office):
    batch_id = applying(office)
    for at in range(2):
        apply(office, batch_id, at)
    with recorded() as few:
        office.write(lambda work: check_by_data(work, batch_id))
    for at in range(2, 12):
        apply(office, batch_id, at)
    with recorded() as many:
        assert office.write(lambda work: check_by_data(work, batch_id)).checks == 30
    assert len(many) == len(few)


def test_a_cancelled_sweep_leaves_nothing(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1)

    class Impatient(Progress):
        def step(self, count: int = 1) -> None:
            self.cancel()
            super().step(count)

    with pytest.raises(Cancelled):
        office.write(lambda work: check_by_data(work, batch_id), progress=Impatient())
    assert set(found(office, who).values()) == {("", None)}


def test_a_finding_against_the_data_says_why(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1, "王晓丽")
    against = CheckForm("age_to", "46 周岁", passed=False)
    with pytest.raises(
        UserError, match=r"报名号 0001 王晓丽的“不超过 40 周岁”按身份证号是“\d+ 周岁”，与结论不符"
    ):
        office.write(lambda work: check_candidate(work, who, against))
    explained = replace(against, note="户口簿与身份证不一致，以档案为准")
    office.write(lambda work: check_candidate(work, who, explained))
    assert found(office, who)["age_to"] == ("46 周岁", False)
    # A second look takes the place of the first.
    office.write(
        lambda work: check_candidate(work, who, CheckForm("age_to", "31 周岁", passed=True))
    )
    assert found(office, who)["age_to"] == ("31 周岁", True)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (CheckForm("education", " ", passed=True), "“高中及以上学历”没有写看到的情况"),
        (CheckForm("residence", "2 年", passed=True), "方案里没有启用这一项条件（residence）"),
        (CheckForm("nonsense", "是", passed=True), "方案里没有启用这一项条件（nonsense）"),
        (CheckForm("education", "大" * 81, passed=True), "最多写 80 字"),
    ],
)
def test_a_finding_without_sense_is_refused(office, form, told):
    batch_id = applying(office)
    who = apply(office, batch_id, 1)
    with pytest.raises(UserError, match=told):
        office.write(lambda work: check_candidate(work, who, form))


def test_a_check_is_taken_back_and_given_again(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1)
    form = CheckForm("education", "毕业证：高中", passed=True, note="原件")
    office.write(lambda work: check_candidate(work, who, form))
    taken = office.write(lambda work: uncheck_candidate(work, who, "education"))
    assert taken == form
    assert found(office, who)["education"] == ("", None)
    office.write(lambda work: check_candidate(work, who, taken))
    assert found(office, who)["education"] == ("毕业证：高中", True)


def test_one_letter_answers_for_many_but_not_for_whom_was_looked_at(office):
    batch_id = applying(office)
    ids = [apply(office, batch_id, at) for at in range(3)]
    convicted = CheckForm("sentenced", "2019 年因盗窃获刑", passed=False)
    office.write(lambda work: check_candidate(work, ids[0], convicted))
    letter = CheckForm("sentenced", "未发现", passed=True, note="公安分局复函〔2026〕5号")
    assert office.write(lambda work: check_many(work, batch_id, letter, ids)) == 2
    assert [found(office, one)["sentenced"][1] for one in ids] == [False, True, True]
    with pytest.raises(UserError, match="所选的人里有的已不在待审查"):
        office.write(lambda work: check_many(work, batch_id, letter, [*ids, 999]))


# --- the conclusion ---------------------------------------------------------------------------


def test_whoever_passed_everything_is_qualified_and_nobody_else(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1, "王晓丽")
    with pytest.raises(UserError, match=r"王晓丽还没有审查：年满 18 周岁、.*等 12 项。请逐项登记"):
        office.write(lambda work: qualify(work, who))
    office.write(lambda work: check_by_data(work, batch_id))
    clear(office, who, but=("defaulter",))
    with pytest.raises(UserError, match="还没有审查：失信被执行人。"):
        office.write(lambda work: qualify(work, who))
    bad = CheckForm("defaulter", "有", passed=False, note="法院网站")
    office.write(lambda work: check_candidate(work, who, bad))
    with pytest.raises(UserError, match="王晓丽不合格：失信被执行人。不能通过，请退回并写明原因"):
        office.write(lambda work: qualify(work, who))
    good = CheckForm("defaulter", "未发现", passed=True)
    office.write(lambda work: check_candidate(work, who, good))
    office.write(lambda work: qualify(work, who))
    assert state_of(office, who) is CandidateState.QUALIFIED


def test_many_are_qualified_at_once_and_the_others_stay(office):
    batch_id = applying(office)
    ids = [apply(office, batch_id, at) for at in range(3)]
    old = apply(office, batch_id, 3, id_number=OLD)
    checked(office, batch_id)
    late = apply(office, batch_id, 5)
    assert office.write(lambda work: qualify_all(work, batch_id)) == 3
    states = [state_of(office, one) for one in (*ids, old, late)]
    assert states == [CandidateState.QUALIFIED] * 3 + [CandidateState.SUBMITTED] * 2
    newest = entries_of(office.database, 1)[0]
    assert newest.action == "step_candidate"
    assert json.loads(newest.after)["numbers"] == ["0001", "0002", "0003"]
    wanted = CandidateFilter(batch_id, failed=True)
    (row,) = office.read(lambda work: candidates(work, wanted))
    assert (row.id, row.failed) == (old, 1)


def test_a_rejection_says_why(office):
    batch_id = applying(office)
    old = apply(office, batch_id, 3, "赵长庚", id_number=OLD)
    with pytest.raises(UserError, match="赵长庚没有一项不合格的审查，不能以“不符合报考条件”退回"):
        office.write(lambda work: reject(work, old, RejectCode.CONDITION))
    office.write(lambda work: check_by_data(work, batch_id))
    # 不得报考 is another matter than 不符合条件.
    with pytest.raises(UserError, match="不能以“属于不得报考的情形”退回"):
        office.write(lambda work: reject(work, old, RejectCode.BARRED))
    office.write(lambda work: reject(work, old, RejectCode.CONDITION))
    shown = card(office, old)
    assert (shown.state, shown.reject_code) == (CandidateState.REJECTED, RejectCode.CONDITION)
    today = office.read(lambda work: work.today)
    assert shown.state_reason == f"不超过 40 周岁：{today.year - 1970} 周岁"
    other = apply(office, batch_id, 4)
    with pytest.raises(UserError, match=r"以“材料不全”退回.*须写明情况"):
        office.write(lambda work: reject(work, other, RejectCode.PAPERS))
    office.write(lambda work: reject(work, other, RejectCode.PAPERS, "缺毕业证原件"))
    assert card(office, other).state_reason == "缺毕业证原件"


def test_a_check_is_looked_at_anew_with_a_reason(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1)
    office.write(lambda work: reject(work, who, RejectCode.PAPERS, "缺毕业证"))
    with pytest.raises(UserError, match="须写明原因。请填上补交了什么、哪里看错"):
        office.write(lambda work: reopen_check(work, who, ""))
    office.write(lambda work: reopen_check(work, who, "已补交毕业证"))
    shown = card(office, who)
    assert (shown.state, shown.reject_code) == (CandidateState.SUBMITTED, None)
    assert [step.reason for step in shown.steps] == ["", "缺毕业证", "已补交毕业证"]
    checked(office, batch_id)
    office.write(lambda work: qualify(work, who))
    office.write(lambda work: reopen_check(work, who, "群众反映学历不实"))
    assert found(office, who)["education"][1] is True


def test_service_is_asked_of_an_internal_batch_alone(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1)
    assert "service" not in found(office, who)


def test_a_batch_is_checked_by_its_own_scheme(office):
    first = applying(office)
    stricter = tuple(
        replace(each, threshold=2) if each.key == "education" else each
        for each in Scheme().conditions
    )
    today = office.read(lambda work: work.today)
    scheme = replace(Scheme(), conditions=stricter)
    office.write(lambda work: save_scheme(work, scheme, today), reason="区里新办法")
    second = batch(office, "西街道")
    announced(office, second)
    for batch_id, passed in ((first, True), (second, False)):
        who = apply(office, batch_id, 1)
        office.write(lambda work, b=batch_id: check_by_data(work, b))
        row = next(one for one in card(office, who).checks if one.rule_key == "education")
        assert row.passed is passed
    assert row.text == "大专及以上学历"


# --- points -----------------------------------------------------------------------------------


def test_points_are_granted_for_what_the_data_bears_out(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1, education="本科", social_worker="是")
    due = {row.rule_key: (row.milli, row.granted_at) for row in card(office, who).points}
    assert due == {"bachelor": (2_000, None), "social": (2_000, None)}
    assert card(office, who).points_milli == 0
    scan = Scan("学位证", "王某某.pdf", PDF, "application/pdf")
    proof = office.write(lambda work: attach_paper(work, who, scan))
    labels = office.write(lambda work: grant_points(work, who, {"bachelor": proof}))
    assert labels == ["本科及以上"]
    shown = card(office, who)
    assert shown.points_milli == 2_000
    (row,) = [one for one in shown.points if one.granted_at]
    assert (row.seen_value, row.evidence_sha256) == ("本科", proof)
    # Education counts once: 大专 is not granted beside 本科.
    with pytest.raises(UserError, match="不够“大专”的加分，或同类已按更高一项加分"):
        office.write(lambda work: grant_points(work, who, {"college": None}))
    with pytest.raises(UserError, match="方案没有启用这一项加分（party）"):
        office.write(lambda work: grant_points(work, who, {"party": None}))


def test_points_are_granted_to_everybody_by_data_and_never_above_the_cap(office):
    today = office.read(lambda work: work.today)
    tight = replace(Scheme(), extra_cap_milli=3_000)
    office.write(lambda work: save_scheme(work, tight, today), reason="封顶 3 分")
    batch_id = applying(office)
    who = apply(office, batch_id, 1, education="本科", social_worker="是")
    apply(office, batch_id, 2)
    assert office.write(lambda work: grant_points_by_data(work, batch_id)) == 2
    assert office.write(lambda work: grant_points_by_data(work, batch_id)) == 0
    assert card(office, who).points_milli == 3_000


def test_a_point_is_taken_back_with_a_reason(office):
    batch_id = applying(office)
    who = apply(office, batch_id, 1, education="本科")
    office.write(lambda work: grant_points(work, who, {"bachelor": None}))
    with pytest.raises(UserError, match="的加分须写明原因"):
        office.write(lambda work: take_point(work, who, "bachelor", ""))
    taken = office.write(lambda work: take_point(work, who, "bachelor", "证书查无此人"))
    assert card(office, who).points_milli == 0
    office.write(lambda work: grant_points(work, who, {taken.rule_key: taken.evidence_sha256}))
    assert card(office, who).points_milli == 2_000


# --- scans ------------------------------------------------------------------------------------


def test_a_scan_belongs_to_the_step_and_keeps_its_title_for_a_name(office):
    batch_id = applying(office)
    (who,) = qualified(office, batch_id, 1)
    scan = Scan("毕业证", "欧阳晓丽身份证.PDF", PDF, "application/pdf")
    office.write(lambda work: attach_paper(work, who, scan))
    photo = Scan("照片", "欧阳晓丽.jpg", b"\xff\xd8\xff made up", "image/jpeg")
    office.write(lambda work: set_candidate_photo(work, who, photo))
    shown = card(office, who)
    (paper,) = shown.papers
    assert (paper.title, paper.step, paper.name) == (
        "毕业证",
        CandidateState.QUALIFIED,
        "毕业证.PDF",
    )
    assert shown.photo_sha256
    for entry in entries_of(office.database):
        assert "欧阳晓丽" not in f"{entry.subject}{entry.after}"
    for broken, told in (
        (replace(scan, title=" "), "的材料没有写名称"),
        (replace(scan, content=b""), "是空文件，没有存"),
    ):
        with pytest.raises(UserError, match=told):
            office.write(lambda work, broken=broken: attach_paper(work, who, broken))


def test_facts_of_the_scheme_are_all_known():
    """A fact that nobody reads would be asked for ever."""
    from hrgrid.hiring.rules.conditions import Known, seen

    whole = Known(
        dt.date(1990, 1, 1),
        from_id=True,
        sex=None,
        education="大专",
        party="群众",
        veteran=False,
        social_worker=True,
        registered_here=True,
        residence_months=1,
        volunteer_months=2,
        service_months=3,
    )
    asked = {fact for fact in Fact if seen(fact, whole, dt.date(2026, 1, 1)).value is None}
    assert asked == {Fact.SEX, Fact.DECLARED}
