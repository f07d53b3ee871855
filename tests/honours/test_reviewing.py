"""Panels over nominees, votes of the public, and what a run reads of both, on both engines."""

from __future__ import annotations

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exchange.service import open_drop, run_import
from hrgrid.honours import service
from hrgrid.honours.queries import candidates, explanation, proposed_kin, public_vote, review_panels
from hrgrid.honours.rules.words import Outcome, OutcomeCode
from hrgrid.honours.service import ReviewForm
from hrgrid.overview.service import KINDS
from hrgrid.panels.queries import panel_view
from hrgrid.panels.service import SeatForm, key_marks, reopen_panel
from tests.exchange.samples import book
from tests.honours.build import outcomes, ran, scored
from tests.honours.review import JUDGES, mark, nomination_of, reviewed_by, unreviewed
from tests.honours.test_proof import proved, verified
from tests.honours.test_running import EXCELLENT, computed, small

NAMES = {"A001": "钱一A", "A002": "孙一A", "A003": "李一A"}
# rules.md 3: 88.5 90 91.2 89.8 92.4 90.6 87 without the extremes are 90.02.
VECTOR = [885, 900, 912, 898, 924, 906, 870]


def marked(office, tmp_path, **changes):
    campaign_id = unreviewed(office, tmp_path, **changes)
    panel_id = reviewed_by(office, campaign_id)
    mark(
        office,
        panel_id,
        {"钱一A": VECTOR, "孙一A": [950] * 7, "李一A": [800] * 7},
    )
    return campaign_id, panel_id


def test_marks_of_a_panel_are_the_review_of_its_nominees(office, tmp_path):
    campaign_id, panel_id = marked(office, tmp_path)
    assert office.write(lambda work: service.close_review(work, panel_id)) == 3
    rows = {one.number: one for one in office.read(lambda work: candidates(work, campaign_id))}
    assert {number: one.review_milli for number, one in rows.items()} == {
        "A001": 90_020,
        "A002": 95_000,
        "A003": 80_000,
    }
    ran(office, campaign_id)
    assert outcomes(office, campaign_id)["A002"] == (Outcome.SELECTED, None, 2)
    told = office.read(lambda work: explanation(work, campaign_id, "A001"))
    review = next(item for item in told.items if item.label == "评审")
    assert (review.points_milli, review.maximum_milli) == (54_012, 60_000)
    assert review.source == (
        "评委打分：2025 年度优秀网格员评审，评委 1 88.5、评委 2 90、评委 3 91.2、评委 4 89.8、"
        "评委 5 92.4（去掉）、评委 6 90.6、评委 7 87（去掉），"
        "去掉 1 个最高分和 1 个最低分后平均 90.02"
    )


def test_an_earlier_run_computes_the_same_after_marks_were_corrected(office, tmp_path):
    campaign_id, panel_id = marked(office, tmp_path)
    before = computed(office, campaign_id)
    office.write(lambda work: service.close_review(work, panel_id))
    first = ran(office, campaign_id)
    assert before.input_hash != first.input_hash
    office.write(lambda work: reopen_panel(work, panel_id, "评委 1 抄错"))
    view = office.read(lambda work: panel_view(work, panel_id))
    low = next(one for one in view.entrants if one.name == "李一A")
    item = view.items[0].id
    cells = {(low.id, seat, item): 99_000 for seat in range(1, 8)}
    office.write(lambda work: key_marks(work, panel_id, cells), reason="评委 1 抄错")
    assert office.write(lambda work: service.close_review(work, panel_id)) == 1
    second = ran(office, campaign_id)
    assert second.input_hash != first.input_hash
    for run in (before, first, second):
        assert office.read(lambda work, one=run.run_id: service.rerun(work, one))
    told = office.read(lambda work: explanation(work, campaign_id, "A003"))
    assert next(one for one in told.items if one.label == "评审").points_milli == 59_400


def test_a_panel_that_is_not_whole_gives_no_marks(office, tmp_path):
    campaign_id = unreviewed(office, tmp_path)
    panel_id = reviewed_by(office, campaign_id)
    mark(office, panel_id, {"钱一A": VECTOR})
    with pytest.raises(UserError, match="还不能截止评分"):
        office.write(lambda work: service.close_review(work, panel_id))
    rows = office.read(lambda work: candidates(work, campaign_id))
    assert [one.review_milli for one in rows] == [None] * 3


def test_judges_of_a_nominees_unit_keep_out_and_those_of_his_name_are_proposed(office, tmp_path):
    campaign_id = unreviewed(office, tmp_path)
    judges = (*JUDGES[:5], SeatForm("钱多多", "别处"), SeatForm("何为", "东区政法委"))
    panel_id = reviewed_by(office, campaign_id, judges)
    (row,) = office.read(lambda work: review_panels(work, campaign_id))
    assert (row.entrants, len(row.judges), row.recused, row.suspects) == (3, 7, 0, 1)
    (kin,) = office.read(lambda work: proposed_kin(work, panel_id))
    assert kin.reason == "评委“钱多多”和“钱一A”同姓“钱”"


def test_nominees_are_dealt_to_groups_evenly_and_a_tier_is_opened_once(office, tmp_path):
    campaign_id = unreviewed(office, tmp_path)
    form = ReviewForm(EXCELLENT, (JUDGES, JUDGES))
    ids = office.write(lambda work: service.open_review(work, campaign_id, form))
    rows = office.read(lambda work: review_panels(work, campaign_id))
    assert [(one.id, one.group, one.entrants) for one in rows] == [(ids[0], 1, 2), (ids[1], 2, 1)]
    for refused, said in (
        (form, "这场评分已经建好"),
        (ReviewForm(EXCELLENT, ()), "有一组没有评委"),
        (ReviewForm(EXCELLENT, (JUDGES,) * 4), "分不成 4 组"),
    ):
        with pytest.raises(UserError, match=said):
            office.write(lambda work, one=refused: service.open_review(work, campaign_id, one))


# --- the public ---------------------------------------------------------------------------------

HEADINGS = ["工号", "姓名", "得票", "剔除票", "剔除理由"]
VOTED = {"merit_bp": 3_000, "review_bp": 5_000, "public_bp": 2_000}


def voted(office, tmp_path, rows, name="投票"):
    path = book(tmp_path / f"{name}.xlsx", [HEADINGS, *rows])
    kind = KINDS["public-votes"]
    drop = office.read(lambda work: open_drop(work, kind, [path]))
    return run_import(office, kind, drop, partial=True)


def test_votes_of_the_public_are_a_third_part_and_struck_ones_do_not_count(office, tmp_path):
    campaign_id = small(office, tmp_path, **VOTED)
    assert outcomes_without(office, campaign_id) == {OutcomeCode.NO_SCORE}
    rows = [["A001", "钱一A", 400, 300, "同一设备刷票"], ["A002", "孙一A", 1_000, "", ""]]
    report = voted(office, tmp_path, rows)
    assert report.errors == (), report.problems
    board = office.read(lambda work: public_vote(work, campaign_id))
    assert [(one.number, one.counted, one.struck, one.milli) for one in board.rows] == [
        ("A002", 1_000, 0, 100_000),
        ("A001", 100, 300, 10_000),
    ]
    assert len(board.missing) == 3
    assert board.rows[1].strikes[0].reason == "同一设备刷票"
    names = {"A003": "李一A", "B001": "钱一B", "B002": "孙一B"}
    more = [[number, name, 500, "", ""] for number, name in names.items()]
    voted(office, tmp_path, [*rows, *more], "全")
    first = ran(office, campaign_id)
    scores = {one.number: one.score for one in office.read(lambda w: candidates(w, campaign_id))}
    # 95 × 0.8 + 10 × 0.2, 90 × 0.8 + 100 × 0.2
    assert (scores["A001"], scores["A002"]) == ("78.00", "92.00")
    own = nomination_of(office, campaign_id, "A002")
    office.write(lambda work: service.strike_votes(work, own, 900), reason="查实刷票")
    rows_now = {one.number: one for one in office.read(lambda w: candidates(w, campaign_id))}
    assert (rows_now["A001"].public_milli, rows_now["A002"].public_milli) == (20_000, 20_000)
    assert office.read(lambda work: service.rerun(work, first.run_id))
    told = office.read(lambda work: explanation(work, campaign_id, "A001"))
    assert told.items[2].source == "公众投票：得 400 票，剔除 300 票，按最高票的比例折算 10"


def outcomes_without(office, campaign_id):
    computed(office, campaign_id)
    return {code for _, code, _ in outcomes(office, campaign_id).values()}


def test_more_votes_than_there_are_cannot_be_struck(office, tmp_path):
    campaign_id = small(office, tmp_path, **VOTED)
    voted(office, tmp_path, [["A001", "钱一A", 10, "", ""]])
    own = nomination_of(office, campaign_id, "A001")
    with pytest.raises(UserError) as refused:
        office.write(lambda work: service.strike_votes(work, own, 11), reason="刷票")
    assert refused.value.sentence == (
        "“钱一A”得 10 票，已剔除 0 票，只能再剔除 1 到 10 票，现在写的是 11 票。请核对。"
    )
    with pytest.raises(UserError, match="事由"):
        office.write(lambda work: service.strike_votes(work, own, 1))


def test_rows_of_a_vote_that_mean_nobody_are_told_and_the_rest_comes_in(office, tmp_path):
    campaign_id = small(office, tmp_path, **VOTED)
    report = voted(
        office,
        tmp_path,
        [
            ["A001", "钱一A", 10, "", ""],
            ["A008", dict(TWO_EAST)["A008"], 10, "", ""],
            ["A002", "孙一A", 5, 6, "刷票"],
            ["A003", "李一A", 5, 1, ""],
        ],
    )
    assert {problem.code for problem in report.problems} == {
        "not_nominated",
        "struck_too_many",
        "no_reason",
    }
    board = office.read(lambda work: public_vote(work, campaign_id))
    assert [one.number for one in board.rows] == ["A001"]


TWO_EAST = [(row[2], row[3]) for row in scored("东区", "A", [0] * 8)]


def test_the_package_rebuilds_a_selection_with_marks_and_votes(office, tmp_path):
    campaign_id, panel_id = marked(office, tmp_path, **VOTED)
    office.write(lambda work: service.close_review(work, panel_id))
    voted(office, tmp_path, [[number, name, 7, "", ""] for number, name in NAMES.items()])
    ran(office, campaign_id)
    done = verified(proved(office, tmp_path, campaign_id))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("一致")
