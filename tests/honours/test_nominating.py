"""Nominations: workbooks out to districts and back, forms by hand, order, shares, papers."""

from __future__ import annotations

import openpyxl
import pytest

from hrgrid.core.errors import UserError
from hrgrid.exchange.rules.differing import Differs
from hrgrid.exchange.rules.words import SheetState
from hrgrid.exchange.service import undo_import
from hrgrid.honours.model import Nomination, NominationForm
from hrgrid.honours.queries.nominating import (
    SUBJECT,
    nameable,
    nomination_hints,
    nominee_form,
    nominee_forms,
    returned_by_district,
    shares_of,
)
from hrgrid.honours.rules.nominating import BookletConsent, NominatedBy
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import close_nominations
from hrgrid.honours.service.collecting import NOMINATION
from hrgrid.honours.service.nominating import (
    NomineeEntry,
    edit_nomination,
    enter_nomination,
    move_nominee,
    set_consent,
    take_back,
    withdraw_nomination,
)
from hrgrid.overview.service.collecting import UNDOABLE
from hrgrid.workforce.model import Person
from tests.exchange.driving import Round
from tests.exchange.filling import fill, table
from tests.honours.build import TWO, nominate, opened, row, scheme

EXCELLENT, SKILLED = Tier.EXCELLENT, Tier.SKILLED
PLACES = {EXCELLENT: 4, SKILLED: 4}
WEST = dict(TWO["西区"])
EAST = dict(TWO["东区"])


def begun(desk, **changes):
    return opened(desk, scheme(PLACES, **changes))


def the_round(desk, campaign_id, folder):
    folder.mkdir(exist_ok=True)
    return Round(desk, NOMINATION, f"{SUBJECT}{campaign_id}", folder)


def named(path, names, tier=EXCELLENT, **more):
    """Names ticked for a tier, in their order, with what else stands in each row."""
    cells = {}
    for at, name in enumerate(names, start=1):
        cells |= {(name, "推荐称号"): tier.label, (name, "推荐次序"): at}
        cells |= {(name, heading): value for heading, value in more.items()}
    return fill(path, cells)


def forms(desk, campaign_id, district="东区"):
    found = desk.read(lambda work: nominee_forms(work, campaign_id))
    return [(one.tier, one.unit_rank, one.name) for one in found if one.district == district]


def by_strokes(files):
    """The names of the eastern workbook as they stand in it."""
    return [line["姓名"] for line in table(files["东区"])]


def person_id(desk, number):
    return desk.read(lambda work: nameable(work, number))[0].person_id


def entry(desk, campaign_id, number, tier=EXCELLENT, district="东区", **more):
    rows = desk.read(lambda work: returned_area(work, campaign_id))
    return NomineeEntry(person_id(desk, number), tier, rows[district], **more)


def returned_area(work, campaign_id):
    from hrgrid.honours.queries import quota_table

    return {one.name: one.area_id for one in quota_table(work, campaign_id)}


def enter(desk, campaign_id, number, **more):
    made = entry(desk, campaign_id, number, **more)
    return desk.write(lambda work: enter_nomination(work, campaign_id, made))


# --- workbooks --------------------------------------------------------------------------------


def test_a_workbook_lists_the_people_of_its_district_and_what_it_may_name(office, tmp_path):
    campaign_id = begun(office)
    files = the_round(office, campaign_id, tmp_path / "out").open()
    assert set(files) == {"东区", "西区"}
    assert {line["工号"] for line in table(files["东区"])} == set(EAST)
    sheet = openpyxl.load_workbook(files["东区"]).worksheets[0]
    head = "\n".join(str(cell.value) for line in sheet["A1:F4"] for cell in line if cell.value)
    assert "优秀网格员名额 2 个，推荐 3 人" in head
    assert "能手网格员名额 2 个，推荐 3 人" in head


def test_cells_take_only_tiers_of_the_campaign_whole_places_and_deeds_of_the_length(
    office, tmp_path
):
    campaign_id = begun(office, deeds_most=500)
    files = the_round(office, campaign_id, tmp_path / "out").open()
    sheet = openpyxl.load_workbook(files["东区"]).worksheets[0]
    checks = {one.errorTitle: one for one in sheet.data_validations.dataValidation}
    assert checks["推荐称号"].formula1 == '"优秀网格员,能手网格员"'
    assert checks["推荐次序"].type == "whole"
    assert (checks["主要事迹"].type, checks["主要事迹"].formula1) == ("textLength", "500")


def test_two_files_back_in_one_drop_become_nominations_in_their_order(office, tmp_path):
    campaign_id = begun(office)
    ours = the_round(office, campaign_id, tmp_path / "out")
    files = ours.open()
    east, west = list(EAST.values()), list(WEST.values())
    named(files["东区"], east[:3], 主要事迹="走访群众三百户", 同意印入宣传册="同意")
    named(files["西区"], west[:2], SKILLED, 推荐方式="集体推荐", 推荐人="全体网格员")
    came = ours.came(*files.values())
    assert [one.came.value for one in came] == ["taken", "taken"]
    done = ours.merge("东区", "西区")
    assert (set(done.units), done.rows) == ({"东区", "西区"}, 5)
    assert forms(office, campaign_id) == [
        (EXCELLENT, at, name) for at, name in enumerate(east[:3], start=1)
    ]
    first = office.read(lambda work: nominee_forms(work, campaign_id))[0]
    assert (first.deeds, first.consent) == ("走访群众三百户", BookletConsent.GIVEN)
    assert (first.unit, first.post) == ("东区第0网格", "网格员")
    group = office.read(lambda work: nominee_forms(work, campaign_id))[-1]
    assert group.recommended == "集体推荐（全体网格员）"
    assert ours.unit("东区").state is SheetState.MERGED


def test_who_has_returned_and_who_has_not_is_told_by_district(office, tmp_path):
    campaign_id = begun(office)
    assert office.read(lambda work: returned_by_district(work, campaign_id)) == {}
    ours = the_round(office, campaign_id, tmp_path / "out")
    files = ours.open()
    named(files["东区"], list(EAST.values())[:1])
    ours.came(files["东区"])
    ids = office.read(lambda work: returned_area(work, campaign_id))
    told = office.read(lambda work: returned_by_district(work, campaign_id))
    assert told[ids["东区"]].last is not None
    assert told[ids["西区"]].last is None


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"推荐称号": "优秀网格员"}, "没有推荐次序"),
        ({"推荐次序": 1}, "没有选推荐称号"),
        ({"推荐称号": "优秀网格员", "推荐次序": 1, "推荐方式": "本人自荐"}, "没有写单位意见"),
        ({"推荐称号": "优秀网格员", "推荐次序": 1, "推荐方式": "群众推荐"}, "没有写推荐人"),
    ],
)
def test_a_row_that_says_too_little_stays_out_and_is_named(office, tmp_path, cells, said):
    campaign_id = begun(office)
    ours = the_round(office, campaign_id, tmp_path / "out")
    files = ours.open()
    first, second = by_strokes(files)[:2]
    fill(files["东区"], {(first, heading): value for heading, value in cells.items()})
    fill(files["东区"], {(second, "推荐称号"): "优秀网格员", (second, "推荐次序"): 2})
    ours.came(files["东区"])
    with pytest.raises(UserError, match=f"东区第 6 行“{first}”.*{said}"):
        ours.merge("东区")
    assert forms(office, campaign_id) == []
    done = ours.merge("东区", partial=True)
    assert [said in one.sentence for one in done.refused] == [True]
    assert forms(office, campaign_id) == [(EXCELLENT, 2, second)]


def test_two_who_want_one_place_are_told_whose_it_is(office, tmp_path):
    campaign_id = begun(office)
    ours = the_round(office, campaign_id, tmp_path / "out")
    files = ours.open()
    first, second = by_strokes(files)[:2]
    fill(
        files["东区"],
        {(one, "推荐称号"): "优秀网格员" for one in (first, second)}
        | {(one, "推荐次序"): 1 for one in (first, second)},
    )
    ours.came(files["东区"])
    with pytest.raises(UserError, match=f"“优秀网格员”的第 1 位已是“{first}”"):
        ours.merge("东区")


def test_deeds_out_of_bounds_are_told_where_they_stand(office, tmp_path):
    campaign_id = begun(office, deeds_least=10, deeds_most=20)
    ours = the_round(office, campaign_id, tmp_path / "out")
    files = ours.open()
    first = by_strokes(files)[0]
    named(files["东区"], [first], 主要事迹="太短")
    ours.came(files["东区"])
    fault = next(one for one in ours.findings("东区") if one.differs is Differs.UNREADABLE)
    assert (fault.number, fault.heading) == (6, "主要事迹")
    assert "至少 10 字" in fault.reason


def test_places_may_be_swapped_in_a_new_edition_and_the_merge_taken_back(office, tmp_path):
    campaign_id = begun(office)
    ours = the_round(office, campaign_id, tmp_path / "out")
    files = ours.open()
    first, second, third = list(EAST.values())[:3]
    named(files["东区"], [first, second])
    ours.came(files["东区"])
    ours.merge("东区")
    fill(
        files["东区"],
        {
            (first, "推荐次序"): 2,
            (second, "推荐次序"): 1,
            (third, "推荐称号"): "能手网格员",
            (third, "推荐次序"): 1,
        },
    )
    ours.came(files["东区"])
    done = ours.merge("东区")
    after = [(EXCELLENT, 1, second), (EXCELLENT, 2, first), (SKILLED, 1, third)]
    assert forms(office, campaign_id) == after
    assert done.job_id is not None
    office.write(lambda work: undo_import(work, done.job_id, UNDOABLE), reason="合并错了")
    assert forms(office, campaign_id) == [(EXCELLENT, 1, first), (EXCELLENT, 2, second)]


def test_no_workbooks_go_out_once_nominations_are_closed(office, tmp_path):
    campaign_id = begun(office)
    enter(office, campaign_id, "A001")
    office.write(lambda work: close_nominations(work, campaign_id))
    with pytest.raises(UserError, match="不收推荐"):
        the_round(office, campaign_id, tmp_path / "out").open()


# --- by hand ----------------------------------------------------------------------------------


def test_a_form_by_hand_puts_a_nominee_where_it_says_and_moves_the_others(office):
    campaign_id = begun(office)
    enter(office, campaign_id, "A001")
    enter(office, campaign_id, "A002")
    enter(office, campaign_id, "A003", unit_rank=1)
    assert [rank_name[1:] for rank_name in forms(office, campaign_id)] == [
        (1, EAST["A003"]),
        (2, EAST["A001"]),
        (3, EAST["A002"]),
    ]


def test_moving_up_and_down_keeps_the_order_whole_and_stops_at_its_ends(office):
    campaign_id = begun(office)
    made = [enter(office, campaign_id, f"A00{at}") for at in (1, 2, 3)]
    ids = [one.nomination_id for one in made]
    office.write(lambda work: move_nominee(work, ids[2], -1))
    assert [one[2] for one in forms(office, campaign_id)] == [
        EAST[number] for number in ("A001", "A003", "A002")
    ]
    office.write(lambda work: move_nominee(work, ids[0], -1))
    office.write(lambda work: move_nominee(work, ids[1], 1))
    assert [one[1] for one in forms(office, campaign_id)] == [1, 2, 3]
    assert forms(office, campaign_id)[0][2] == EAST["A001"]


def test_a_withdrawn_nominee_leaves_no_gap_and_comes_back_by_undo(office):
    campaign_id = begun(office)
    made = [enter(office, campaign_id, f"A00{at}", deeds="走访") for at in (1, 2, 3)]
    before = forms(office, campaign_id)
    gone = office.write(
        lambda work: withdraw_nomination(work, made[0].nomination_id), reason="本人不愿参加"
    )
    assert [one[1:] for one in forms(office, campaign_id)] == [
        (1, EAST["A002"]),
        (2, EAST["A003"]),
    ]
    office.write(lambda work: take_back(work, gone))
    assert forms(office, campaign_id) == before


def test_a_withdrawal_needs_its_reason(office):
    campaign_id = begun(office)
    made = enter(office, campaign_id, "A001")
    with pytest.raises(UserError):
        office.write(lambda work: withdraw_nomination(work, made.nomination_id))


def test_a_form_is_changed_and_changed_back_unless_somebody_was_there_since(office):
    campaign_id = begun(office)
    made = enter(office, campaign_id, "A001")
    wanted = entry(
        office,
        campaign_id,
        "A001",
        SKILLED,
        unit="综合执法局",
        nominated_by=NominatedBy.SELF,
        unit_opinion="同意推荐",
    )
    inverse = office.write(lambda work: edit_nomination(work, made.nomination_id, wanted))
    form = office.read(lambda work: nominee_form(work, made.nomination_id))
    assert (form.tier, form.unit, form.nominated_by) == (SKILLED, "综合执法局", NominatedBy.SELF)
    office.write(lambda work: take_back(work, inverse))
    form = office.read(lambda work: nominee_form(work, made.nomination_id))
    assert (form.tier, form.unit_rank, form.nominated_by) == (EXCELLENT, 1, NominatedBy.UNIT)
    with pytest.raises(UserError, match="刚又被改过"):
        office.write(lambda work: take_back(work, inverse))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nominated_by": NominatedBy.SELF}, "没有写单位意见"),
        ({"nominated_by": NominatedBy.GROUP}, "没有写推荐人"),
        ({"deeds": "短"}, "至少 5 字"),
        ({"tier": Tier.PIONEER}, "没有“先锋网格员”"),
        ({"unit_rank": 0}, "1 或更大"),
    ],
)
def test_a_form_that_cannot_stand_says_what_to_do(office, changes, said):
    campaign_id = begun(office, deeds_least=5)
    with pytest.raises(UserError, match=said):
        enter(office, campaign_id, "A001", **changes)


def test_nobody_whose_role_is_not_honoured_is_named(office):
    campaign_id = begun(office)

    def bar(work):
        from hrgrid.workforce.model import PostRole

        found = work.session.get(PostRole, "grid_worker")
        found.may_be_honoured = False

    office.write(bar)
    with pytest.raises(UserError, match="没有可参加评选的岗位"):
        enter(office, campaign_id, "A001")


def test_after_the_close_forms_stay_but_consent_may_still_be_asked(office):
    campaign_id = begun(office)
    made = enter(
        office, campaign_id, "A001", nominated_by=NominatedBy.GROUP, recommenders="全体网格员"
    )
    office.write(lambda work: close_nominations(work, campaign_id))
    with pytest.raises(UserError, match="审核中"):
        office.write(lambda work: move_nominee(work, made.nomination_id, 1))
    office.write(lambda work: set_consent(work, made.nomination_id, BookletConsent.REFUSED))
    form = office.read(lambda work: nominee_form(work, made.nomination_id))
    assert form.consent is BookletConsent.REFUSED


# --- hints and shares -------------------------------------------------------------------------


def test_hints_tell_of_gaps_third_parties_photos_and_consent(office, tmp_path):
    campaign_id = begun(office)
    nominate(
        office,
        tmp_path,
        [row("东区", "A001", EAST["A001"], EXCELLENT, unit_rank=2)],
    )
    deeds = f"与{WEST['B002']}一起走访群众"
    enter(office, campaign_id, "B001", district="西区", deeds=deeds, consent=BookletConsent.GIVEN)
    told = office.read(lambda work: nomination_hints(work, campaign_id))
    said = {(one.district, one.name): [] for one in told}
    for one in told:
        said[one.district, one.name].append(one.sentence)
    assert said["东区", ""] == ["推荐次序缺第 1 位，请重排次序"]
    assert said["东区", EAST["A001"]] == ["没有主要事迹", "没有问过是否同意照片和事迹印入宣传册"]
    assert said["西区", WEST["B001"]] == [
        f"事迹里写到{WEST['B002']}，印发前请征得本人同意或略去",
        "同意印入宣传册，档案里没有照片",
    ]


def test_shares_count_a_person_of_two_tiers_once_in_the_whole(office):
    campaign_id = begun(office, women_bp=5_000)
    enter(office, campaign_id, "A001")
    enter(office, campaign_id, "A001", tier=SKILLED)
    enter(office, campaign_id, "A002", tier=SKILLED)
    told = office.read(lambda work: shares_of(work, campaign_id))
    assert (told.by_tier[SKILLED].people, told.whole.people) == (2, 2)
    assert told.whole.front_line == 2
    # Nobody's sex is on file, so that nothing is said of it.
    assert told.whole.shown[-1] == ("女性", "—")
    assert told.warnings(SKILLED) == ()


def test_a_binding_ratio_keeps_nominations_open_until_every_district_has_enough(office):
    campaign_id = opened(office, scheme({EXCELLENT: 2}, nominate_binds=1))
    enter(office, campaign_id, "A001")
    with pytest.raises(UserError, match="东区“优秀网格员”要推荐 2 人，只报了 1 人"):
        office.write(lambda work: close_nominations(work, campaign_id))
    enter(office, campaign_id, "A002")
    for number in ("B001", "B002"):
        enter(office, campaign_id, number, district="西区")
    office.write(lambda work: close_nominations(work, campaign_id))


def test_import_refuses_deeds_beyond_the_scheme_and_names_the_row(office, tmp_path):
    from hrgrid.exchange.service import open_drop, run_import
    from hrgrid.overview.service import KINDS
    from tests.exchange.samples import book
    from tests.honours.build import HEADINGS

    begun(office, deeds_most=5)
    line = [*row("东区", "A001", EAST["A001"], EXCELLENT, unit_rank=1), "走访群众三百户"]
    path = book(tmp_path / "推荐表.xlsx", [[*HEADINGS, "主要事迹"], line])
    kind = KINDS["nominations"]
    drop = office.read(lambda work: open_drop(work, kind, [path]))
    report = run_import(office, kind, drop, partial=True)
    assert report.new == 0
    assert "请删减 2 字" in report.problems[0].message


def test_an_import_whose_nominee_got_a_form_since_is_still_taken_back(office, tmp_path):
    from sqlalchemy import func, select

    campaign_id = begun(office)
    report = nominate(office, tmp_path, [row("东区", "A001", EAST["A001"], EXCELLENT, unit_rank=1)])
    one = office.read(lambda work: nominee_forms(work, campaign_id))[0]
    office.write(lambda work: set_consent(work, one.nomination_id, BookletConsent.GIVEN))
    office.write(lambda work: undo_import(work, report.job_id, UNDOABLE), reason="导错了")

    def left(work):
        return [
            work.session.scalar(select(func.count()).select_from(table))
            for table in (Nomination, NominationForm)
        ]

    assert office.read(left) == [0, 0]
    assert office.read(lambda work: work.session.scalar(select(func.count(Person.id)))) == 16
