"""Rankings of competitions against a second computation, by example and by chance."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from hrgrid.core.errors import UserError
from hrgrid.core.ranking import Order
from hrgrid.core.tabulation import Aggregate
from hrgrid.panels.rules import totals
from hrgrid.panels.rules.rows import EntrantRow, ItemRow, PanelView, SeatRow, SheetRow
from hrgrid.panels.rules.rule import PanelRule, TooFew
from hrgrid.panels.rules.words import NoMark, PanelState, SheetState
from hrgrid.training.rules.competing import EntrantState, EventKind, MemberRole, Side
from hrgrid.training.rules.competition import (
    CompetitionRule,
    EventWeights,
    RoundEvents,
    TeamFrom,
    TeamShort,
    TieEnd,
    TieKind,
    TieStep,
    competition_rule_hash,
    competition_rule_of,
    competition_rule_text,
    usual_rule,
    weight_problems,
)
from hrgrid.training.rules.prizes import PrizePlaces, by_share, share_out
from hrgrid.training.rules.standing import rank_all, time_text
from hrgrid.training.rules.standing_rows import (
    Contestant,
    DrawnLot,
    EventResult,
    EventScores,
)
from tests.training import exact

CHAIN = (
    TieStep(TieKind.UNROUNDED),
    TieStep(TieKind.EVENT, "e1"),
    TieStep(TieKind.DEDUCTIONS),
    TieStep(TieKind.TIME),
    TieStep(TieKind.CHIEF),
)


def scores(code: str, results: dict[int, EventResult], **given: object) -> EventScores:
    told: dict[str, object] = {
        "title": f"项目{code}",
        "kind": EventKind.PRACTICAL,
        "side": Side.PERSON,
        "order": Order.HIGH,
        "person_bp": 10_000,
        "team_bp": 0,
        "decimals": 2,
    } | given
    return EventScores(code=code, results=results, **told)  # type: ignore[arg-type]


def result(points: str | None, **given: object) -> EventResult:
    """A result as published with two decimals."""
    if points is None:
        return EventResult(None, None, "弃权")
    figure = Fraction(points) * 1000
    shown = int(exact.rounded(Fraction(points), 2) * 100)
    return EventResult(figure, shown, **given)  # type: ignore[arg-type]


def people(count: int, guests: set[int] | None = None) -> list[Contestant]:
    return [
        Contestant(number, f"选手{number}", guest=number in (guests or set()))
        for number in range(1, count + 1)
    ]


def ranks_of(found, ranking="person"):
    return {line.number: line.rank for line in found.of(ranking)}


def random_panel(rng: random.Random, rule: PanelRule, judges: int) -> tuple[PanelView, list]:
    """A panel of some entrants with marks that miss here and there; the marks as texts."""
    entrants = tuple(EntrantRow(n, f"entrant:{n}", f"选手{n}", "", n) for n in range(1, 5))
    seats = tuple(SeatRow(n, n, f"评委{n}", "", chief=n == 1) for n in range(1, judges + 1))
    item = ItemRow(1, "total", "得分", 100_000, 100, 10_000)
    marks, texts = {}, []
    for entrant in entrants:
        own: list[str | None] = []
        for seat in seats:
            if rng.random() < 0.1:
                marks[entrant.id, seat.seat_no, 1] = NoMark.ILLEGIBLE
                own.append(None)
                continue
            tenths = rng.choice((rng.randrange(1001), rng.randrange(880, 921)))
            marks[entrant.id, seat.seat_no, 1] = tenths * 100
            own.append(f"{tenths // 10}.{tenths % 10}")
        texts.append(own)
    sheets = tuple(
        SheetRow(at, e.id, s.id, s.seat_no, 1, SheetState.DEFINITIVE)
        for at, (e, s) in enumerate((e, s) for e in entrants for s in seats)
    )
    view = PanelView(
        1, "c", "t", "", PanelState.OPEN, rule, (item,), seats, entrants, (), sheets, marks
    )
    return view, texts


@pytest.mark.parametrize("part", range(10))
def test_10_000_random_panels_equal_the_second_computation(part):
    rng = random.Random(part)
    for _ in range(1_000):
        drop = rng.choice((0, 1, 1, 2))
        at = rng.randrange(2 * drop + 1, 2 * drop + 6)
        least = rng.randrange(1, 5)
        decimals = rng.randrange(4)
        rule = PanelRule(
            Aggregate.TRIMMED, drop, drop, marks_to_trim=at, min_marks=least, decimals=decimals
        )
        view, texts = random_panel(rng, rule, rng.randrange(1, 10))
        rows = totals.standings(view)
        figures = {
            n: exact.panel_figure(own, drop=drop, at=at, least=least)
            for n, own in enumerate(texts, start=1)
        }
        published = {
            n: None if f is None else (exact.rounded(f, decimals),) for n, f in figures.items()
        }
        places = exact.places(published, set())
        for number, row in enumerate(rows, start=1):
            if figures[number] is None:
                assert (row.total, row.rank) == (None, None)
                continue
            assert row.total == figures[number] * 1000
            assert row.shown == published[number][0] * 10**decimals
            assert row.rank == places[number]


def test_2_000_entrants_by_9_judges_are_tabulated_exactly():
    """What the bench of competitions measures; here it need only be right."""
    rng = random.Random(2_000)
    count, judges = 2_000, 9
    entrants = tuple(EntrantRow(n, f"entrant:{n}", f"选手{n}", "", n) for n in range(1, count + 1))
    seats = tuple(SeatRow(n, n, f"评委{n}", "", chief=n == 1) for n in range(1, judges + 1))
    item = ItemRow(1, "total", "得分", 100_000, 100, 10_000)
    tenths = {(e.id, s.id): rng.randrange(700, 1_000) for e in entrants for s in seats}
    marks = {(e, s, 1): value * 100 for (e, s), value in tenths.items()}
    rule = PanelRule(drop_high=2, drop_low=2)
    view = PanelView(
        1, "c", "t", "", PanelState.OPEN, rule, (item,), seats, entrants, (), (), marks
    )
    results = {row.entrant.id: EventResult(row.total, row.shown) for row in totals.standings(view)}
    found = rank_all(
        CompetitionRule(ties=(TieStep(TieKind.UNROUNDED),)), people(count), [scores("e1", results)]
    )
    figures = {
        e.id: exact.panel_figure(
            [f"{tenths[e.id, s.id] // 10}.{tenths[e.id, s.id] % 10}" for s in seats],
            drop=2,
            at=5,
            least=3,
        )
        for e in entrants
    }
    ordered = sorted((-exact.rounded(f, 2), -f) for f in figures.values())
    first: dict[object, int] = {}
    for at, key in enumerate(ordered, start=1):
        first.setdefault(key, at)
    for line in found.of("person"):
        figure = figures[line.number]
        assert line.total == figure
        assert line.rank == first[-exact.rounded(figure, 2), -figure]


def random_competition(rng: random.Random):
    """Entries, events with weights, and what the second computation says of the persons."""
    count, event_count = rng.randrange(2, 12), rng.randrange(1, 4)
    guests = {n for n in range(1, count + 1) if rng.random() < 0.15}
    cuts = sorted(rng.sample(range(1, 100), event_count - 1))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    events, figures = [], {n: [] for n in range(1, count + 1)}
    deducted, times, chiefs = dict.fromkeys(figures, 0), {}, {}
    for at, weight in enumerate(weights, start=1):
        results = {}
        for number, own in figures.items():
            if rng.random() < 0.05:
                results[number] = result(None)
                own.append(None)
                continue
            hundredths = rng.choice((8_900, 9_000, 9_000, rng.randrange(6_000, 10_000)))
            figure = Fraction(hundredths, 100) + rng.choice((0, Fraction(1, 300), Fraction(1, 700)))
            lost, tenths = rng.choice((0, 500, 1_000)), rng.choice((3_000, 3_000, 3_100))
            chief = rng.choice((90_000, 90_000, 91_000))
            shown = int(exact.rounded(figure, 2) * 100)
            results[number] = EventResult(
                figure * 1000, shown, deducted=lost, tenths=tenths, chief=Fraction(chief)
            )
            own.append(figure)
            deducted[number] += lost
            times[number] = times.get(number, 0) + tenths
            chiefs[number] = chiefs.get(number, 0) + Fraction(chief) * weight
        events.append(scores(f"e{at}", results, person_bp=weight * 100))
    keys = {}
    for number, own in figures.items():
        whole = exact.total(own, weights)
        keys[number] = None
        if whole is not None:
            keys[number] = (
                exact.rounded(whole, 2),
                whole,
                exact.rounded(own[0], 2),
                Fraction(-deducted[number]),
                Fraction(-times[number]),
                chiefs[number],
            )
    return people(count, guests), events, keys, guests


def test_random_competitions_are_ranked_as_the_second_computation_says():
    rng = random.Random(7)
    for _ in range(1_500):
        contestants, events, keys, guests = random_competition(rng)
        found = rank_all(CompetitionRule(ties=CHAIN), contestants, events)
        ranks, beside = exact.places(keys, guests), exact.beside(keys, guests)
        for line in found.of("person"):
            key = keys[line.number]
            assert line.rank == ranks.get(line.number)
            assert line.beside == beside.get(line.number)
            assert line.total == (None if key is None else key[1])
            assert line.shown == (None if key is None else key[0] * 100)


def test_the_order_of_entries_events_and_marks_never_matters():
    rng = random.Random(11)
    for _ in range(200):
        contestants, events, _, _ = random_competition(rng)
        rule = CompetitionRule(ties=CHAIN)
        told = rank_all(rule, contestants, events)
        shuffled = list(contestants)
        rng.shuffle(shuffled)
        turned = []
        for event in events:
            rows = list(event.results.items())
            rng.shuffle(rows)
            turned.append(
                scores(event.code, dict(rows), person_bp=event.person_bp, title=event.title)
            )
        assert rank_all(rule, shuffled, turned) == told


def test_prizes_by_number_equal_the_second_computation():
    rng = random.Random(13)
    seen = {True: 0, False: 0}
    for _ in range(2_000):
        count = rng.randrange(1, 20)
        marks = {n: (Fraction(rng.randrange(12)),) for n in range(1, count + 1)}
        ranks = exact.places(marks, set())
        numbers = [rng.randrange(4) for _ in range(3)]
        winners, ties = share_out(
            "person",
            [PrizePlaces(at, many) for at, many in enumerate(numbers)],
            list(ranks.items()),
        )
        wanted = exact.prizes(ranks, numbers)
        seen[wanted is None] += 1
        assert bool(ties) == (wanted is None)
        if wanted is not None:
            for at, own in enumerate(wanted):
                assert {w.number for w in winners if w.prize_id == at} == own
    assert min(seen.values()) > 100


@pytest.mark.parametrize(
    ("tenths", "points"),
    [(3_000, 0), (3_001, 500), (3_300, 500), (3_301, 1_000), (6_000, 5_000), (90_000, 5_000)],
)
def test_overtime_costs_half_a_point_a_started_half_minute(tenths, points):
    assert CompetitionRule().overtime(tenths, 300) == points
    assert exact.overtime(Fraction(tenths, 10), 300) * 1000 == points
    assert CompetitionRule().overtime(tenths, None) == 0


def team_scores(rule: CompetitionRule, **given: object):
    members = [
        Contestant(1, "东队", side=Side.TEAM),
        Contestant(2, "甲", team=1, role=MemberRole.REGULAR),
        Contestant(3, "乙", team=1, role=MemberRole.REGULAR),
        Contestant(4, "丙", team=1, role=MemberRole.REGULAR),
        Contestant(5, "丁", team=1, role=MemberRole.SUBSTITUTE),
    ]
    own = scores(
        "e1",
        {2: result("90"), 3: result("81"), 4: result("70.5"), 5: result("99")},
        team_bp=6_000,
    )
    drill = scores("drill", {1: result("95")}, side=Side.TEAM, person_bp=0, team_bp=4_000)
    (line,) = rank_all(rule, members, [own, drill]).of("team")
    return line


def test_a_team_has_the_sum_or_mean_of_its_regular_members_and_its_own_events():
    drill = Fraction(38)
    summed = team_scores(CompetitionRule(team_from=TeamFrom.SUM, ties=()))
    assert summed.total == (Fraction(90) + 81 + Fraction("70.5")) * Fraction(6, 10) + drill
    mean = team_scores(CompetitionRule(team_from=TeamFrom.MEAN, ties=()))
    assert mean.total == Fraction("80.5") * Fraction(6, 10) + drill
    best = team_scores(CompetitionRule(team_from=TeamFrom.MEAN, team_best=2, ties=()))
    assert best.total == Fraction("85.5") * Fraction(6, 10) + drill
    assert [part.note for part in best.parts] == ["", "", "不计入", ""]
    everybody = CompetitionRule(team_from=TeamFrom.MEAN, regular_only=False, team_best=1, ties=())
    assert team_scores(everybody).total == Fraction(99) * Fraction(6, 10) + drill


def test_a_team_that_lacks_a_member_has_no_total_unless_the_rule_counts_the_rest():
    members = [
        Contestant(1, "东队", side=Side.TEAM),
        Contestant(2, "甲", team=1, role=MemberRole.REGULAR),
        Contestant(3, "乙", team=1, role=MemberRole.REGULAR),
    ]
    own = scores("e1", {2: result("90"), 3: result(None)}, team_bp=10_000)
    (line,) = rank_all(CompetitionRule(ties=()), members, [own]).of("team")
    assert (line.total, line.rank, line.note) == (None, None, "乙没有成绩")
    rule = CompetitionRule(ties=(), team_short=TeamShort.COUNT)
    (line,) = rank_all(rule, members, [own]).of("team")
    assert (line.total, line.rank) == (Fraction(90), 1)


def test_events_may_be_rounded_before_they_are_put_together():
    events = [
        scores("e1", {1: EventResult(Fraction(90_004), 9_000)}, person_bp=5_000),
        scores("e2", {1: EventResult(Fraction(90_006), 9_001)}, person_bp=5_000),
    ]
    exactly = rank_all(CompetitionRule(ties=()), people(1), events).of("person")[0]
    assert exactly.total == Fraction("90.005")
    rule = CompetitionRule(ties=(), round_events=RoundEvents.EVENT)
    rounded = rank_all(rule, people(1), events).of("person")[0]
    assert rounded.total == Fraction("90.005")
    assert rounded.published == "90.01"
    one = [scores("e1", {1: EventResult(Fraction(90_004), 9_000)})]
    assert rank_all(rule, people(1), one).of("person")[0].total == Fraction(90)


def test_ranks_follow_1_2_2_4_and_a_lot_parts_what_is_left():
    marks = ("95.2", "93.1", "93.1", "90", "88.5", "88.5", "88.5", "80")
    own = {n: result(mark) for n, mark in enumerate(marks, start=1)}
    found = rank_all(CompetitionRule(ties=()), people(8), [scores("e1", own)])
    assert list(ranks_of(found).values()) == [1, 2, 2, 4, 5, 5, 5, 8]
    lot = DrawnLot("person", (7, 5, 6))
    drawn = rank_all(CompetitionRule(ties=()), people(8), [scores("e1", own)], [lot])
    assert ranks_of(drawn) == {1: 1, 2: 2, 3: 2, 4: 4, 7: 5, 5: 6, 6: 7, 8: 8}
    assert [tie.numbers for tie in drawn.ties if tie.ranking == "person"] == [(2, 3)]


def test_in_an_event_where_the_low_win_the_lowest_is_first():
    own = {1: result("30"), 2: result("20"), 3: result("25")}
    event = scores("e1", own, order=Order.LOW, person_bp=0)
    assert ranks_of(rank_all(CompetitionRule(ties=()), people(3), [event]), "e1") == {
        2: 1,
        3: 2,
        1: 3,
    }


def test_who_is_disqualified_has_no_place_in_any_ranking():
    contestants = [
        Contestant(1, "甲", state=EntrantState.DISQUALIFIED),
        Contestant(2, "乙"),
        Contestant(3, "丙", state=EntrantState.WITHDRAWN),
    ]
    own = {n: result("90") for n in (1, 2, 3)}
    found = rank_all(CompetitionRule(ties=()), contestants, [scores("e1", own)])
    assert ranks_of(found, "e1") == {2: 1, 3: 1, 1: None}
    assert ranks_of(found) == {2: 1, 1: None, 3: None}


def test_the_rule_is_data_that_reads_back_as_it_was_written():
    rule = CompetitionRule(
        decimals=3, team_best=2, ties=(TieStep(TieKind.TIME, "e1"),), tie_end=TieEnd.LOT
    )
    text = competition_rule_text(rule)
    assert competition_rule_of(text) == rule
    assert competition_rule_hash(text) != competition_rule_hash(
        competition_rule_text(CompetitionRule())
    )
    for wrong in ('{"unknown": 1}', '{"tie_end": "coin"}', '{"ties": [{"kind": "luck"}]}'):
        with pytest.raises(UserError, match="更新版本"):
            competition_rule_of(wrong)
    assert [step.event for step in usual_rule(["theory"]).ties if step.event] == ["theory"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decimals": 4}, "小数位数"),
        ({"team_best": -1}, "队员人数"),
        ({"overtime_seconds": 0}, "1 秒"),
        ({"overtime_milli": -1}, "不能是负数"),
        ({"ties": (TieStep(TieKind.EVENT),)}, "没有写是哪一项"),
        ({"ties": (TieStep(TieKind.TIME), TieStep(TieKind.TIME))}, "写了两遍"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(given, said):
    with pytest.raises(UserError, match=said):
        CompetitionRule(**given)


def test_weights_must_be_the_whole_and_steps_must_name_events():
    def event(code: str, person: int, team: int = 0, order: Order = Order.HIGH) -> EventWeights:
        return EventWeights(code, code, EventKind.PRACTICAL, Side.PERSON, order, person, team)

    rule = CompetitionRule(ties=())
    assert weight_problems([event("a", 4_000), event("b", 6_000)], rule) == []
    assert "90%" in weight_problems([event("a", 9_000)], rule)[0]
    mean = CompetitionRule(ties=(), team_from=TeamFrom.MEAN)
    assert "团体" in weight_problems([event("a", 10_000, 5_000)], mean)[0]
    assert weight_problems([event("a", 10_000, 5_000)], rule) == []
    low = weight_problems([event("a", 10_000, order=Order.LOW)], rule)
    assert "低者在前" in low[0]
    odd = CompetitionRule(ties=(TieStep(TieKind.EVENT, "zzz"),))
    assert "zzz" in weight_problems([event("a", 10_000)], odd)[0]
    assert weight_problems([], rule) == ["还没有比武项目。请至少设一项"]


def test_prizes_by_share_are_rounded_down_and_the_first_is_there():
    assert by_share(60) == (("一等奖", 6), ("二等奖", 12), ("三等奖", 18))
    assert by_share(4) == (("一等奖", 1), ("二等奖", 0), ("三等奖", 1))


def test_times_are_told_as_people_write_them():
    assert [time_text(each) for each in (0, 59, 600, 3_305, 36_000)] == [
        "0:00",
        "0:05.9",
        "1:00",
        "5:30.5",
        "60:00",
    ]


def test_a_rule_for_too_few_marks_may_go_by_the_chief():
    rng = random.Random(3)
    rule = PanelRule(min_marks=3, too_few=TooFew.CHIEF)
    view, texts = random_panel(rng, rule, 2)
    for row, own in zip(totals.standings(view), texts, strict=True):
        wanted = None if own[0] is None else Fraction(own[0]) * 1000
        assert row.total == wanted
