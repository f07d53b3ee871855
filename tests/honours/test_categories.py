"""Places per role and kind of unit: parted by share or by hand, each category for its own."""

from __future__ import annotations

import json
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.honours import queries, service
from hrgrid.honours.papers import write_derivations
from hrgrid.honours.queries.nominating import SUBJECT
from hrgrid.honours.queries.whatif import Change, trial
from hrgrid.honours.rules.categories import (
    BUREAU,
    CATEGORY,
    Category,
    category_of,
    check_categories,
    split_places,
)
from hrgrid.honours.rules.scheme import Scheme, scheme_of
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.words import (
    Outcome,
    OutcomeCode,
    QuotaMethod,
    Removal,
    Tier,
    TieWay,
)
from hrgrid.honours.service import CampaignForm, TieForm, asking
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
from tests.honours.build import (
    CUTOFF,
    DAWN,
    SINCE,
    YEAR,
    closed,
    crew,
    nominate,
    outcomes,
    ran,
    row,
    scheme,
)
from tests.honours.parts import categories, parted
from tests.honours.test_proof import FILES, proved, rewritten, verified
from tests.honours.test_selection import inputs
from tests.overview.build import plant_city

EXCELLENT = Tier.EXCELLENT
LEADS = Category("leads", "网格长", 2_500, roles=("leader",))
OFFICES = Category("offices", "机关单位", 500, units=(BUREAU,))
WORKERS = Category("workers", "网格员", 7_000)
THREE = (LEADS, OFFICES, WORKERS)


# --- the rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "unit", "at"),
    [("leader", "grid", 0), ("leader", BUREAU, 0), ("police", BUREAU, 1), ("worker", "grid", 2)],
)
def test_the_first_category_that_fits_a_post_takes_it(role, unit, at):
    assert category_of(THREE, role, unit) == at


@pytest.mark.parametrize(
    ("places", "eligible", "split"),
    [
        (20, (99, 99, 99), (5, 1, 14)),
        # 0.25, 0.05 and 0.7 of nine: 2.25, 0.45 and 6.3.
        (9, (99, 99, 99), (2, 1, 6)),
        (1, (99, 99, 99), (0, 0, 1)),
        # Where a category has nobody, its places go to the others by their shares.
        (20, (0, 99, 99), (0, 1, 19)),
        (20, (5, 0, 14), (5, 0, 15)),
        (0, (5, 5, 5), (0, 0, 0)),
    ],
)
def test_places_are_parted_by_share_within_who_may_be_chosen(places, eligible, split):
    if sum(eligible) < places:
        assert sum(split_places(THREE, places, eligible)) == places
    else:
        assert split_places(THREE, places, eligible) == split


def test_of_equal_remainders_the_category_named_first_goes_before():
    halves = (replace(LEADS, share_bp=5_000), replace(WORKERS, share_bp=5_000))
    assert split_places(halves, 3, (9, 9)) == (2, 1)
    assert split_places(tuple(reversed(halves)), 3, (9, 9)) == (2, 1)


@given(categories(), st.integers(0, 60), st.data())
def test_the_parts_make_up_the_places_and_nobody_is_promised_more_than_there_are(
    found, places, data
):
    eligible = [data.draw(st.integers(0, 40)) for _ in found]
    split = split_places(found, places, eligible)
    assert sum(split) == places
    assert all(count == 0 for one, count in zip(found, split, strict=True) if not one.share_bp)
    who = [count for one, count in zip(found, eligible, strict=True) if one.share_bp]
    if sum(who) >= places:
        assert all(own <= most for own, most in zip(split, eligible, strict=True))
        free = [
            (count - places * one.share_bp / 10_000)
            for one, count, most in zip(found, split, eligible, strict=True)
            if count < most and all(e >= places for e in who)
        ]
        assert all(abs(off) < 1 for off in free)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ((WORKERS,), "2 到 8 个"),
        ((LEADS, replace(WORKERS, label="网格长")), "同名"),
        ((LEADS, replace(WORKERS, share_bp=7_400)), "100%"),
        ((LEADS, replace(WORKERS, share_bp=7_500, label=" ")), "没有名称"),
        ((replace(LEADS, roles=()), replace(WORKERS, share_bp=7_500)), "没有选岗位"),
        ((replace(WORKERS, share_bp=7_500, roles=("worker",)), LEADS), "不能限定"),
    ],
)
def test_categories_that_leave_somebody_out_or_make_no_whole_are_refused(wrong, told):
    with pytest.raises(UserError, match=told):
        check_categories(wrong)


def test_a_scheme_keeps_its_categories_and_one_without_says_nothing_of_them():
    assert "categories" not in Scheme().parameters()
    wanted = Scheme(categories=THREE)
    assert scheme_of(json.loads(json.dumps(wanted.parameters()))) == wanted


# --- the selection --------------------------------------------------------------------------------


def as_districts(found):
    """Without categories: each is a district of its own."""
    at = {number: one.facts[CATEGORY] for number, one in found.entrants.items()}
    return replace(
        found,
        scheme=replace(found.scheme, categories=()),
        split={},
        places={
            (tier, f"{district}/{pool}"): count
            for (tier, district), split in found.split.items()
            for pool, count in enumerate(split)
        },
        nominees=[replace(n, district=f"{n.district}/{at[n.number]}") for n in found.nominees],
    )


@given(inputs().flatmap(parted))
def test_a_category_is_ranked_as_if_it_were_a_district_of_its_own(found):
    ours, plain = select_all(found), select_all(as_districts(found))
    assert [(t.tier, f"{t.district}/{t.pool}", t.tied, t.places) for t in ours.open_ties] == [
        (t.tier, t.district, t.tied, t.places) for t in plain.open_ties
    ]
    merged = [replace(line, district=line.district.partition("/")[0]) for line in plain.lines]
    assert list(ours.lines) == merged


# --- in the office --------------------------------------------------------------------------------
TWO_KINDS = (
    Category("leaders", "网格长", 4_000, roles=("grid_leader",)),
    Category("workers", "网格员", 6_000),
)


def crews(work):
    """Four leaders and six workers in each of two districts."""
    grids = plant_city(work, {"东区": 4, "西区": 4})
    enlisting = Enlisting(work, tree_index(work, work.today))
    for letter, district in (("A", "东区"), ("B", "西区")):
        for at, (number, name) in enumerate(crew(letter, 10)):
            role = enlisting.roles["网格长" if at < 4 else "网格员"]
            # A grid has one leader.
            post = PostForm(grids[district][at % 4], role, Employment.PART, SINCE)
            enlisting.take(PersonForm(name, number=number), post)
    enlisting.write()


@pytest.fixture
def template(template, furnished):
    return furnished("leaders and workers", lambda desk: desk.write(crews))


def drafted(desk, places=10):
    wanted = scheme({EXCELLENT: places}, categories=TWO_KINDS)
    desk.write(lambda work: service.keep_scheme(work, wanted, DAWN), reason="年度方案")
    form = CampaignForm(YEAR, "十百千网格员评选", CUTOFF)
    campaign_id = desk.write(lambda work: service.open_campaign(work, form))
    assert desk.write(lambda work: service.share_all(work, campaign_id)) == []
    return campaign_id


def splits(desk, campaign_id):
    table = desk.read(lambda work: queries.parted_table(work, campaign_id, EXCELLENT))
    return [one.places for one in table.rows]


def opened(desk, places=10):
    campaign_id = drafted(desk, places)
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    desk.write(lambda work: service.start_nominating(work, campaign_id))
    return campaign_id


def marked(east, west=()):
    """Nominees by number with one mark for both parts."""
    names = dict(crew("A", 10)) | dict(crew("B", 10))
    return [
        row(
            "东区" if number[0] == "A" else "西区",
            number,
            names[number],
            EXCELLENT,
            merit=m,
            review=m,
        )
        for number, m in [*east, *west]
    ]


EAST = [
    ("A001", 95),
    ("A002", 90),
    ("A003", 85),
    ("A005", 80),
    ("A006", 75),
    ("A007", 70),
    ("A008", 65),
]


def selected(desk, campaign_id):
    return sorted(
        number
        for number, (outcome, _, _) in outcomes(desk, campaign_id).items()
        if outcome is Outcome.SELECTED
    )


def test_who_may_be_chosen_is_counted_by_category_and_places_are_parted(desk):
    campaign_id = drafted(desk)
    table = desk.read(lambda work: queries.parted_table(work, campaign_id, EXCELLENT))
    assert [(one.name, one.eligible, one.places) for one in table.rows] == [
        ("东区", (4, 6), (2, 3)),
        ("西区", (4, 6), (2, 3)),
    ]


def test_each_category_is_ranked_for_its_own_places(desk, tmp_path):
    campaign_id = opened(desk)
    nominate(desk, tmp_path, marked(EAST))
    table = desk.read(lambda work: queries.parted_table(work, campaign_id, EXCELLENT))
    assert [(one.nominated, one.lacking) for one in table.rows] == [
        ((3, 4), (0, 0)),
        ((0, 0), (2, 3)),
    ]
    closed(desk, campaign_id)
    done = ran(desk, campaign_id)
    # A003 has more points than every worker, but the leaders have two places.
    assert selected(desk, campaign_id) == ["A001", "A002", "A005", "A006", "A007"]
    assert outcomes(desk, campaign_id)["A003"][1:] == (OutcomeCode.BELOW_CUT, 3)
    assert any("西区（网格长）有 2 个名额，只选出 0 人" in one for one in done.warnings)
    told = desk.read(lambda work: queries.explanation(work, campaign_id, "A003"))
    assert (told.district, told.cut_score) == ("东区（网格长）", "90.00")
    assert "本单位本类别第 3 名" in told.sentence
    assert desk.read(lambda work: service.rerun(work, done.run_id))


def test_two_ties_of_a_district_are_closed_one_by_one(desk, tmp_path):
    campaign_id = opened(desk)
    nominate(
        desk,
        tmp_path,
        marked(
            [("A001", 95), ("A002", 90), ("A003", 90), *((f"A{at:03d}", 80) for at in range(5, 9))]
        ),
    )
    closed(desk, campaign_id)
    ties = desk.read(lambda work: queries.open_ties(work, campaign_id))
    assert [(one.district, one.places, len(one.people)) for one in ties] == [
        ("东区（网格长）", 1, 2),
        ("东区（网格员）", 3, 4),
    ]
    today = desk.read(lambda work: work.today)
    for chosen in (("A003",), ("A005", "A006", "A008")):
        form = TieForm(EXCELLENT, ties[0].district_code, chosen, TieWay.LOT, "评审组", today)
        desk.write(
            lambda work, form=form: service.decide_tie(work, campaign_id, form), reason="抽签"
        )
    ran(desk, campaign_id)
    assert selected(desk, campaign_id) == ["A001", "A003", "A005", "A006", "A008"]
    assert outcomes(desk, campaign_id)["A007"][1] is OutcomeCode.LOST_LOT


def test_a_removed_one_is_followed_by_the_next_of_his_category(desk, tmp_path):
    campaign_id = opened(desk)
    nominate(desk, tmp_path, marked(EAST))
    closed(desk, campaign_id)
    ran(desk, campaign_id)
    rows = desk.read(lambda work: queries.candidates(work, campaign_id, EXCELLENT))
    out = next(one.nomination_id for one in rows if one.number == "A001")
    desk.write(lambda work: service.remove(work, out, Removal.WITHDRAWN), reason="本人申请")
    ran(desk, campaign_id)
    assert selected(desk, campaign_id) == ["A002", "A003", "A005", "A006", "A007"]


def test_parts_are_changed_by_hand_with_a_reason_and_stay_when_the_district_does(desk):
    campaign_id = drafted(desk)
    codes = [one.code for one in desk.read(lambda w: queries.quota_table(w, campaign_id))]

    def adjust(reason="经会议商定", **parts):
        desk.write(
            lambda work: service.adjust_categories(work, campaign_id, EXCELLENT, {codes[0]: parts}),
            reason=reason,
        )

    with pytest.raises(UserError, match="东区有 5 个名额，各岗位类别合计 6 个"):
        adjust(leaders=3, workers=3)
    with pytest.raises(UserError, match="负数"):
        adjust(leaders=-1, workers=6)
    with pytest.raises(UserError, match="没有代号为“cooks”"):
        adjust(cooks=5)
    with pytest.raises(UserError, match="事由"):
        adjust(reason="", leaders=1, workers=4)
    adjust(leaders=1, workers=4)
    assert splits(desk, campaign_id) == [(1, 4), (2, 3)]
    told = desk.read(lambda work: queries.derivation(work, campaign_id, EXCELLENT))
    # The districts' places came about as before, and the paper still says how.
    assert (told.method, told.reason, bool(told.steps)) == (QuotaMethod.EQUAL, "经会议商定", True)
    desk.write(
        lambda work: service.adjust_places(
            work, campaign_id, EXCELLENT, {codes[0]: 5, codes[1]: 5}
        ),
        reason="维持",
    )
    assert splits(desk, campaign_id) == [(1, 4), (2, 3)]
    desk.write(
        lambda work: service.adjust_places(
            work, campaign_id, EXCELLENT, {codes[0]: 6, codes[1]: 4}
        ),
        reason="任务重",
    )
    assert splits(desk, campaign_id) == [(2, 4), (2, 2)]


def test_categories_change_with_the_places_alone(desk):
    campaign_id = drafted(desk)
    other = (replace(TWO_KINDS[0], share_bp=8_000), replace(TWO_KINDS[1], share_bp=2_000))
    now = desk.read(lambda work: queries.board(work, campaign_id)).scheme
    with pytest.raises(UserError, match="请在名额方案里改岗位类别"):
        desk.write(
            lambda work: service.use_scheme(work, campaign_id, replace(now, categories=other)),
            reason="改",
        )
    change = lambda work: service.set_categories(work, campaign_id, other)  # noqa: E731
    assert desk.write(change, reason="班子研究") == []
    assert splits(desk, campaign_id) == [(4, 1), (4, 1)]
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    with pytest.raises(UserError):
        desk.write(lambda work: service.set_categories(work, campaign_id, ()), reason="再改")
    desk.write(lambda work: service.reopen_quotas(work, campaign_id), reason="重来")
    desk.write(lambda work: service.set_categories(work, campaign_id, ()), reason="不分了")
    assert splits(desk, campaign_id) == [None, None]
    desk.write(lambda work: service.fix_quotas(work, campaign_id))


def test_a_trial_parts_places_that_it_shares_anew(desk, tmp_path):
    campaign_id = opened(desk)
    nominate(desk, tmp_path, marked(EAST))
    closed(desk, campaign_id)
    scheme_ = desk.read(lambda work: queries.board(work, campaign_id)).scheme
    code = desk.read(lambda w: queries.quota_table(w, campaign_id))[0].code
    change = Change(scheme_, places={(EXCELLENT, code): 7})
    found = desk.read(lambda work: trial(work, campaign_id, change))
    # Seven places are 2.8 and 4.2: one leader and one worker more.
    assert sorted((one.number, one.enters) for one in found.movers) == [
        ("A003", True),
        ("A008", True),
    ]
    with pytest.raises(UserError, match="岗位类别不能试算"):
        desk.read(lambda work: trial(work, campaign_id, Change(replace(scheme_, categories=()))))


def test_the_proof_rebuilds_the_parts_and_tells_one_that_was_changed(desk, tmp_path):
    campaign_id = drafted(desk)
    code = desk.read(lambda w: queries.quota_table(w, campaign_id))[0].code
    desk.write(
        lambda work: service.adjust_categories(
            work, campaign_id, EXCELLENT, {code: {"leaders": 1, "workers": 4}}
        ),
        reason="经会议商定",
    )
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    desk.write(lambda work: service.start_nominating(work, campaign_id))
    west = [(f"B{at:03d}", 100 - at) for at in range(1, 9)]
    nominate(desk, tmp_path, marked(EAST, west))
    closed(desk, campaign_id)
    ran(desk, campaign_id)
    folder = proved(desk, tmp_path, campaign_id)
    done = verified(folder)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "一致"), done
    data, result = (json.loads((folder / name).read_text(encoding="utf-8")) for name in FILES)
    assert data["quotas"][0]["parted_by_hand"] == {code: [1, 4]}
    data["category_counts"] = {
        at: [counts[0] - 3, counts[1] + 3] for at, counts in data["category_counts"].items()
    }
    sums = rewritten(folder, data, result)
    (folder / "manifest.json").write_text(json.dumps({"files": sums}), encoding="utf-8")
    assert "第一处：各类别名额 excellent" in verified(folder).stdout


def test_a_district_is_told_its_places_by_category_and_held_to_them(desk, tmp_path):
    wanted = scheme({EXCELLENT: 10}, categories=TWO_KINDS, nominate_binds=1)
    desk.write(lambda work: service.keep_scheme(work, wanted, DAWN), reason="年度方案")
    form = CampaignForm(YEAR, "十百千网格员评选", CUTOFF)
    campaign_id = desk.write(lambda work: service.open_campaign(work, form))
    desk.write(lambda work: service.share_all(work, campaign_id))
    desk.write(lambda work: service.fix_quotas(work, campaign_id))
    desk.write(lambda work: service.start_nominating(work, campaign_id))
    subject = f"{SUBJECT}{campaign_id}"
    matter = desk.read(lambda work: asking.matter(work, subject))
    told = desk.read(lambda work: asking.told(work, subject, matter.units[0]))
    parts = "其中网格长 2 个推荐 3 人、网格员 3 个推荐 4 人"
    assert told == (f"本单位：优秀网格员名额 5 个，推荐 6 人（{parts}）。",)
    # Six of each, as many as the district names, but one leader too few.
    few = [("1", 95), ("2", 90), ("5", 80), ("6", 75), ("7", 70), ("8", 65)]
    rows = marked([(f"A00{n}", m) for n, m in few], [(f"B00{n}", m) for n, m in few])
    nominate(desk, tmp_path, rows)
    with pytest.raises(UserError, match="东区“优秀网格员”的网格长要推荐 3 人，只报了 2 人"):
        closed(desk, campaign_id)


def test_the_derivation_has_a_sheet_of_the_parts(desk, tmp_path):
    campaign_id = drafted(desk)
    path = tmp_path / "计算过程.xlsx"
    write_derivations(desk, campaign_id, path, Progress())
    rows = list(openpyxl.load_workbook(path)["各岗位类别"].iter_rows(values_only=True))
    assert rows[1] == ("优秀网格员", "东区", "网格长", "40.00%", 4, 2, 0)
