"""What rules read of people on the cut-off date."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from hrgrid.honours.model import EarlierHonour
from hrgrid.honours.queries.facts import districts, everybody
from hrgrid.honours.rules.eligibility import Operator, Rule, checks, code_of, first_failed
from hrgrid.honours.rules.scheme import SHIPPED_RULES
from hrgrid.honours.rules.words import OutcomeCode, Tier
from hrgrid.workforce.model import Bureau, Person, Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment, PersonState, PostState
from hrgrid.workforce.service.enlisting import Enlisting, PersonForm, PostForm
from hrgrid.workforce.service.merging import merge_people
from tests.honours.build import CUTOFF, YEAR
from tests.overview.build import plant_city
from tests.workforce.build import id_number, plant_street


def enlisted(work, *posts):
    """甲 with posts of (grid, first day, day after the last)."""
    grids = plant_city(work, {"东区": 3, "西区": 1})
    enlisting = Enlisting(work, tree_index(work, work.today))
    for place, since, _ in posts:
        district, at = place
        person = PersonForm("赵甲", id_number(1), number="A1", birth_date=dt.date(2007, 12, 31))
        role = enlisting.roles["网格员"]
        enlisting.take(person, PostForm(grids[district][at], role, Employment.PART, since))
    enlisting.write()
    for post, (_, _, until) in zip(
        work.session.scalars(select(Post).order_by(Post.id)), posts, strict=True
    ):
        if until is not None:
            post.valid_to, post.state = until, PostState.ENDED
    work.session.flush()


def facts(desk, *posts, change=None):
    desk.write(lambda work: enlisted(work, *posts))
    if change:
        desk.write(change)
    people = desk.read(lambda work: everybody(work, CUTOFF, YEAR))
    return people[0] if people else None


@pytest.mark.parametrize(
    ("posts", "months"),
    [
        # The cut-off day counts: from 1 January to 31 December is a year.
        ([(("东区", 0), dt.date(2025, 1, 1), None)], 12),
        ([(("东区", 0), dt.date(2025, 1, 2), None)], 11),
        # One post after the other, and one inside another, are one service.
        (
            [
                (("东区", 0), dt.date(2024, 1, 1), dt.date(2025, 6, 1)),
                (("东区", 1), dt.date(2025, 6, 1), None),
            ],
            24,
        ),
        (
            [
                (("东区", 0), dt.date(2023, 1, 1), None),
                (("东区", 1), dt.date(2025, 6, 1), dt.date(2025, 7, 1)),
            ],
            36,
        ),
        # A day without a post breaks it.
        (
            [
                (("东区", 0), dt.date(2024, 1, 1), dt.date(2025, 5, 31)),
                (("东区", 1), dt.date(2025, 6, 1), None),
            ],
            7,
        ),
        # A post that ends on the day after the cut-off still holds on it.
        ([(("东区", 0), dt.date(2025, 1, 1), dt.date(2026, 1, 1))], 12),
    ],
)
def test_service_is_unbroken_and_counts_the_cut_off_day(desk, posts, months):
    found = facts(desk, *posts)
    assert found.facts["service_months"] == months
    assert (found.facts["in_post"], found.facts["age"]) == (1, 18)
    assert found.district.name == "东区"


def test_who_left_before_the_cut_off_is_nobody_unless_he_is_asked_for(desk):
    posts = [(("东区", 0), dt.date(2020, 1, 1), dt.date(2025, 12, 31))]
    assert facts(desk, *posts) is None
    asked = desk.read(
        lambda work: everybody(work, CUTOFF, YEAR, {work.session.scalars(select(Person.id)).one()})
    )
    assert [(one.facts["in_post"], one.facts["service_months"]) for one in asked] == [(0, 0)]
    assert asked[0].district is None


def test_the_main_post_names_the_district_and_a_bureau_has_one_too(desk):
    posts = [
        (("西区", 0), dt.date(2024, 1, 1), None),
        (("东区", 0), dt.date(2020, 1, 1), None),
    ]

    def to_bureau(work):
        post = work.session.scalars(select(Post).order_by(Post.valid_from)).first()
        bureau = Bureau(area_id=post.area_id, name="联动中心")
        work.session.add(bureau)
        work.session.flush()
        post.area_id, post.bureau_id = None, bureau.id

    assert facts(desk, *posts, change=to_bureau).district.name == "东区"


def test_death_is_its_own_outcome(desk):
    def die(work):
        work.session.scalars(select(Person)).one().state = PersonState.DECEASED

    found = facts(desk, (("东区", 0), dt.date(2020, 1, 1), None), change=die)
    assert (found.facts["present"], found.facts["deceased"]) == (0, 1)
    rule = first_failed(SHIPPED_RULES, Tier.SKILLED, found.facts)
    assert code_of(rule, found.facts) is OutcomeCode.DECEASED


def test_places_go_to_the_highest_level_that_has_several(desk):
    desk.write(plant_street)
    assert [one.name for one in desk.read(lambda work: districts(work, CUTOFF))] == ["示例区"]


def test_a_rule_reads_its_own_tier_and_tells_what_it_saw():
    rule = next(rule for rule in SHIPPED_RULES if rule.key == "not_recently")
    known = {"years_since_excellent": 2}
    assert [check.passed for check in checks([rule], Tier.EXCELLENT, known)] == [False]
    assert [check.passed for check in checks([rule], Tier.SKILLED, known)] == [True]
    assert code_of(rule, known) is OutcomeCode.HONOURED_RECENTLY
    assert (rule.shown, rule.seen_text(2)) == ("近 2 年没有获同一称号", "2 年前获过")


@pytest.mark.parametrize(
    ("operator", "passing"),
    [
        (Operator.AT_LEAST, [5, 6]),
        (Operator.AT_MOST, [4, 5]),
        (Operator.MORE_THAN, [6]),
        (Operator.EQUALS, [5]),
    ],
)
def test_each_operator_at_its_threshold(operator, passing):
    rule = Rule("x", "x", "x", operator, 5)
    assert [seen for seen in (4, 5, 6) if rule.passes(Tier.SKILLED, {"x": seen})] == passing
    assert not rule.passes(Tier.SKILLED, {})


def test_what_a_merged_entry_was_honoured_with_is_his_who_is_kept(desk):
    post = (("东区", 0), dt.date(2020, 1, 1), None)
    desk.write(lambda work: enlisted(work, post))

    def twice(work):
        enlisting = Enlisting(work, tree_index(work, work.today))
        grid = next(row for row in enlisting.index.by_code.values() if row.kind is not None)
        role = enlisting.roles["联络员"]
        person = PersonForm("赵甲", id_number(11), number="A2")
        enlisting.take(person, PostForm(grid, role, Employment.PART, dt.date(2024, 1, 1)))
        enlisting.write()
        other = work.session.scalar(select(Person.id).where(Person.number == "A2"))
        work.session.add(
            EarlierHonour(
                year=YEAR - 1,
                tier=Tier.SKILLED,
                name_given="赵甲",
                unit_given="东区",
                person_id=other,
                document_no="文 1 号",
                import_operation=None,
            )
        )
        work.session.flush()
        kept = work.session.scalar(select(Person.id).where(Person.number == "A1"))
        merge_people(work, kept, other)

    desk.write(twice, reason="登记了两次")
    (one,) = desk.read(lambda work: everybody(work, CUTOFF, YEAR))
    assert one.number == "A1"
    assert {name: value for name, value in one.facts.items() if value == 1 and "skilled" in name}
