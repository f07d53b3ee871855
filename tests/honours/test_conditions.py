"""Rules over what other rooms know: switched on, by tier, set aside; and the veto before them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hrgrid.assessment.model import StarAward
from hrgrid.core.errors import UserError
from hrgrid.honours import queries, service
from hrgrid.honours.model import EarlierHonour, HonourFactSource
from hrgrid.honours.queries.facts import everybody
from hrgrid.honours.rules.conditions import FURTHER, catalogue, facts_read, with_threshold
from hrgrid.honours.rules.eligibility import VETO, VETOES, Operator, Rule, first_failed, waiver
from hrgrid.honours.rules.proof import inputs_document, result_document
from hrgrid.honours.rules.scheme import SHIPPED_RULES, Scheme, check_scheme, scheme_of
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.trial import movers, tried
from hrgrid.honours.rules.words import Outcome, OutcomeCode, Tier
from hrgrid.workforce.model import Contract, Person
from hrgrid.workforce.rules import Engagement
from tests.honours.build import CUTOFF, YEAR, closed, nominate, opened, outcomes, scheme, scored
from tests.honours.parts import places_told
from tests.honours.test_proof import VERIFY, decided
from tests.honours.test_selection import GOOD, TIERS, inputs

BY_KEY = {rule.key: rule for rule in FURTHER}
EXCELLENT = Tier.EXCELLENT


def with_rules(*keys, **changes):
    return scheme({EXCELLENT: 4}, rules=(*SHIPPED_RULES, *(BY_KEY[key] for key in keys)), **changes)


def under(office, *keys):
    """A campaign that takes nominations and goes on under further rules."""
    campaign_id = opened(office, with_rules())
    wanted = with_rules(*keys)
    office.write(lambda work: service.use_scheme(work, campaign_id, wanted), reason="研究")
    return campaign_id


# --- rules as data --------------------------------------------------------------------------------


def test_the_further_rules_ship_switched_off_and_are_offered_beside_the_others():
    assert not {rule.key for rule in SHIPPED_RULES} & set(BY_KEY)
    offered = [rule.key for rule in catalogue(SHIPPED_RULES)]
    assert offered == [*(rule.key for rule in SHIPPED_RULES), *BY_KEY]
    mine = (BY_KEY["star"],)
    assert catalogue(mine)[0].key == "star"
    assert len(catalogue(mine)) == len(offered)


def test_a_scheme_without_further_rules_is_written_as_before():
    plain = Scheme().parameters()["rules"]
    assert all({"by_tier", "or_fact"}.isdisjoint(rule) for rule in plain)


def test_a_scheme_with_thresholds_by_tier_comes_back_as_it_was():
    wanted = Scheme(rules=(*SHIPPED_RULES, *FURTHER))
    assert scheme_of(json.loads(json.dumps(wanted.parameters()))) == wanted


def test_no_rule_may_take_the_key_of_the_veto():
    with pytest.raises(UserError, match="一票否决"):
        check_scheme(Scheme(rules=(Rule(VETO, "甲", "in_post", Operator.EQUALS, 1),)))


@pytest.mark.parametrize(
    ("tier", "star", "passes"),
    [
        (Tier.SKILLED, 3, True),
        (Tier.EXCELLENT, 3, False),
        (Tier.EXCELLENT, 4, True),
        (Tier.PIONEER, 4, False),
        (Tier.PIONEER, 5, True),
        (Tier.SKILLED, None, False),
    ],
)
def test_the_star_asked_for_rises_with_the_tier(tier, star, passes):
    facts = {} if star is None else {"star": star}
    assert BY_KEY["star"].passes(tier, facts) is passes


def test_who_was_excellent_before_may_be_a_pioneer_without_the_star():
    rule, facts = BY_KEY["star_or_honoured"], {"star": 4, "honoured_below_pioneer": 1}
    assert rule.passes(Tier.PIONEER, facts)
    assert not rule.passes(Tier.PIONEER, {"star": 4})
    assert not rule.passes(Tier.SKILLED, facts | {"star": 2})


def test_a_grade_is_told_in_words():
    rule = BY_KEY["year_grade"]
    assert rule.shown == "年度考核不低于“合格”"
    assert (rule.seen_text(3), rule.seen_text(None)) == ("优秀", "没有记录")
    assert not rule.passes(EXCELLENT, {"year_grade": 1})


def test_a_threshold_is_set_for_one_tier_or_for_all():
    star = with_threshold(BY_KEY["star"], Tier.SKILLED, 2)
    assert [star.threshold_for(tier) for tier in Tier] == [5, 4, 2]
    assert with_threshold(BY_KEY["training"], None, 1).by_tier == ()
    assert with_threshold(star, Tier.SKILLED, 3).by_tier == BY_KEY["star"].by_tier
    with pytest.raises(UserError, match="1001"):
        with_threshold(star, None, 1001)
    with pytest.raises(UserError, match="没有这一档"):
        with_threshold(BY_KEY["year_grade"], None, 9)


def test_a_veto_comes_before_every_rule_and_is_never_set_aside():
    facts = GOOD | {VETOES: 1, waiver(VETO, EXCELLENT): 1, "service_months": 1}
    rule = first_failed(SHIPPED_RULES, EXCELLENT, facts)
    assert rule is not None
    assert rule.key == VETO


def test_a_rule_set_aside_counts_for_its_tier_alone():
    facts = GOOD | {"service_months": 1, waiver("service", Tier.PIONEER): 1}
    assert first_failed(SHIPPED_RULES, Tier.PIONEER, facts) is None
    failed = first_failed(SHIPPED_RULES, EXCELLENT, facts)
    assert failed is not None
    assert failed.key == "service"


# --- facts ----------------------------------------------------------------------------------------


def the_first(work):
    return work.session.scalars(select(Person).where(Person.number == "A001")).one()


def test_facts_of_other_rooms_are_read_only_where_a_rule_asks(office):
    def give(work):
        person = the_first(work)
        day = dt.date(2025, 1, 1)
        work.session.add(
            StarAward(
                round_id=None,
                person_id=person.id,
                grid_id=None,
                level=4,
                monthly_fen=0,
                valid_from=day,
                valid_to=dt.date(2027, 1, 1),
                lasts_to=dt.date(2027, 1, 1),
                ended_by_id=None,
                document_no="评定〔2024〕1号",
                void_reason="",
                import_operation=None,
                made_at=work.now,
                made_by="经办人",
            )
        )
        work.session.add(
            Contract(
                person_id=person.id,
                kind=Engagement.CONTRACT,
                employer="街道",
                contract_no="",
                signed_on=None,
                probation_to=None,
                valid_from=day,
                valid_to=dt.date(2025, 6, 30),
                import_operation=None,
            )
        )
        work.session.add(
            EarlierHonour(
                year=2023,
                tier=EXCELLENT,
                name_given=person.name,
                unit_given="",
                person_id=person.id,
                document_no="",
                import_operation=None,
            )
        )

    office.write(give)

    def read(rules):
        people = office.read(lambda work: everybody(work, CUTOFF, YEAR, scheme=Scheme(rules=rules)))
        return next(one.facts for one in people if one.number == "A001")

    plain = read(())
    assert set(plain) == {
        "in_post", "present", "may_be_honoured", "front_line", "service_months",
        "years_since_excellent",
    }  # fmt: skip
    known = read(FURTHER)
    assert {name: known[name] for name in known.keys() - plain.keys()} == {
        "star": 4,
        "contract": 0,
        "years_since_any": 2,
        "honoured_below_pioneer": 1,
        "training_done": known["training_done"],
    }


def test_a_freezing_keeps_from_which_records_each_fact_came(office, tmp_path):
    campaign_id = under(office, "star", "training", "year_grade")
    nominate(office, tmp_path, scored("东区", "A", [95]))
    closed(office, campaign_id)
    rows = office.read(
        lambda work: {
            row.fact: row.origin for row in work.session.scalars(select(HonourFactSource))
        }
    )
    assert rows["star"] == "星级评定，截至 2025-12-31有效的星级"
    assert rows["year_grade"] == "2025 年没有确认的年度考核"
    assert set(rows) == facts_read(with_rules("star", "training", "year_grade").rules) | {VETOES}


def test_a_rule_switched_on_leaves_out_who_has_no_record(office, tmp_path):
    campaign_id = under(office, "star")
    nominate(office, tmp_path, scored("东区", "A", [95, 90]))
    closed(office, campaign_id)
    office.write(lambda work: service.rank_nominees(work, campaign_id))
    assert outcomes(office, campaign_id)["A001"][:2] == (
        Outcome.INELIGIBLE,
        OutcomeCode.FAILED_RULE,
    )
    told = office.read(lambda work: queries.explanation(work, campaign_id, "A001"))
    star = next(check for check in told.checks if check.key == "star")
    assert (star.label, star.threshold, star.fact) == ("星级不低于 4 星", 4, "没有记录")
    assert star.source.startswith("星级评定")


def test_a_campaign_goes_on_under_another_scheme_and_its_runs_keep_theirs(office, tmp_path):
    campaign_id = opened(office, with_rules())
    nominate(office, tmp_path, scored("东区", "A", [95, 90]))
    closed(office, campaign_id)
    office.write(lambda work: service.rank_nominees(work, campaign_id))
    run = office.read(lambda work: queries.campaign(work, campaign_id)).applied
    with pytest.raises(UserError, match="没有改动"):
        office.write(
            lambda work: service.use_scheme(work, campaign_id, with_rules()), reason="研究"
        )
    changed = with_rules(floor=1)
    with pytest.raises(UserError, match="分配的办法"):
        office.write(lambda work: service.use_scheme(work, campaign_id, changed), reason="研究")
    office.write(
        lambda work: service.use_scheme(work, campaign_id, with_rules("star")), reason="研究"
    )
    assert office.read(lambda work: service.rerun(work, run.id))
    office.write(lambda work: service.run_selection(work, campaign_id), reason="换了条件")
    newest = office.read(lambda work: queries.campaign(work, campaign_id)).runs[-1]
    told = office.read(lambda work: service.rerun(work, newest.id))
    assert told
    assert newest.input_hash != run.input_hash


# --- properties -----------------------------------------------------------------------------------

FACTS = st.fixed_dictionaries(
    {},
    optional={
        VETOES: st.integers(1, 2),
        waiver("service", Tier.PIONEER): st.just(1),
        waiver("not_recently", EXCELLENT): st.just(1),
        "star": st.integers(1, 5),
        "honoured_below_pioneer": st.just(1),
    },
)


@st.composite
def judged(draw):
    """Inputs under a scheme with stars, some with findings and some with rules set aside."""
    found = draw(decided())
    extra = {number: draw(FACTS) for number in found.entrants}
    entrants = {
        number: replace(one, facts=dict(one.facts) | extra[number])
        for number, one in found.entrants.items()
    }
    rules = found.scheme.rules
    if draw(st.booleans()):
        rules = (*rules, BY_KEY["star_or_honoured"])
    return replace(found, entrants=entrants, scheme=replace(found.scheme, rules=rules))


@given(judged())
def test_the_proof_agrees_with_findings_and_rules_set_aside(found):
    lines = tried(found).lines
    if select_all(found).open_ties:
        return
    data = json.loads(json.dumps(inputs_document(found, [], [], {})))
    result = json.loads(json.dumps(result_document(lines, [])))
    assert VERIFY.select(data, places_told(found)) == result["lines"]


@given(judged())
def test_nobody_is_below_somebody_ineligible_and_a_veto_is_out_everywhere(found):
    for line in tried(found).lines:
        failed = first_failed(found.scheme.rules, line.tier, found.entrants[line.number].facts)
        if line.outcome is Outcome.SELECTED:
            assert failed is None
        if line.outcome is Outcome.INELIGIBLE:
            assert line.rank is None
        if found.entrants[line.number].facts.get(VETOES):
            assert line.outcome is not Outcome.SELECTED


@given(inputs(), st.data())
def test_setting_a_rule_aside_changes_its_person_and_who_moves_by_it(found, data):
    number = data.draw(st.sampled_from(sorted(found.entrants)))
    one = found.entrants[number]
    tier = TIERS[-1]
    facts = dict(one.facts) | {waiver("service", tier): 1}
    changed = replace(found, entrants=found.entrants | {number: replace(one, facts=facts)})
    before, after = tried(found), tried(changed)
    own = {n.district for n in found.nominees if n.number == number and n.tier is tier}
    lines = {(line.tier, line.number): line for line in before.lines}
    for line in after.lines:
        if lines[line.tier, line.number] != line and line.number != number:
            # Whoever moves stands in the tier and the district of the person.
            assert (line.tier, {line.district}) == (tier, own)


@given(inputs(), st.randoms(use_true_random=False))
def test_a_trial_of_nothing_moves_nobody_whatever_the_order(found, chance):
    nominees = list(found.nominees)
    chance.shuffle(nominees)
    assert movers(tried(found), tried(replace(found, nominees=nominees))) == []
