"""A whole period by column gives what scheme.score gives person by person."""

from __future__ import annotations

import dataclasses
import json

from hypothesis import given
from hypothesis import strategies as st

from hrgrid.assessment.rules.engine import Reckoning, cell_of, cell_text, cells_of, known_of, reckon
from hrgrid.assessment.rules.formulas import Band, Figure, Formula, Input
from hrgrid.assessment.rules.scheme import (
    Scheme,
    SchemeItem,
    check_scheme,
    indicators_of,
    score,
)
from hrgrid.assessment.rules.shipped import SCHEMES
from hrgrid.assessment.rules.words import FormulaKind, Missing, NotApplicable, PeriodKind

K = FormulaKind
CODES = ("a", "b", "c", "d", "e", "f")


@st.composite
def formulas(draw, full: int, kinds):
    kind = draw(st.sampled_from(kinds))
    ratio = kind in {K.BANDS, K.LINEAR}
    count = 1 if ratio or kind is K.PASS else draw(st.integers(1, 3))
    codes = draw(st.lists(st.sampled_from(CODES), min_size=count, max_size=count, unique=True))
    inputs = tuple(Input(code, draw(st.integers(1, 5_000))) for code in codes)
    if kind is K.BANDS:
        floors = sorted(draw(st.sets(st.integers(0, 10_000), min_size=1, max_size=4)), reverse=True)
        worth = sorted(
            draw(st.lists(st.integers(0, 10_000), min_size=len(floors), max_size=len(floors))),
            reverse=True,
        )
        bands = tuple(Band(*pair) for pair in zip(floors, worth, strict=True))
        return Formula(kind, full, inputs, bands=bands)
    if kind is K.LINEAR:
        low = draw(st.integers(0, 9_999))
        return Formula(kind, full, inputs, low_bp=low, high_bp=draw(st.integers(low + 1, 10_000)))
    return Formula(kind, full, inputs, pass_milli=draw(st.integers(0, 50_000)))


POLICIES = {
    "not_applicable": st.sampled_from(NotApplicable),
    "missing": st.sampled_from(Missing),
}


@st.composite
def schemes(draw):
    """Whole schemes of every kind of formula; points with three decimals too."""
    cuts = sorted(draw(st.sets(st.integers(1, 99_999), max_size=4)))
    fulls = [high - low for low, high in zip([0, *cuts], [*cuts, 100_000], strict=True)]
    plain = [K.DEDUCT, K.BANDS, K.LINEAR, K.COUNT, K.PASS]
    items = [draw(formulas(full, plain)) for full in fulls]
    if draw(st.booleans()):
        items.append(draw(formulas(draw(st.integers(1, 9_999)), [K.BONUS])))
    if draw(st.booleans()):
        items.append(draw(formulas(0, [K.VETO])))
    deducted = frozenset()
    if draw(st.booleans()):
        items.append(draw(formulas(draw(st.integers(1, 20_000)), [K.COUNT])))
        deducted = frozenset({str(len(items) - 1)})
    made = tuple(
        SchemeItem(str(at), f"第 {at} 项", formula, **{n: draw(s) for n, s in POLICIES.items()})
        for at, formula in enumerate(items)
    )
    return check_scheme(Scheme("试", "grid_worker", PeriodKind.MONTH, made, deducted=deducted))


AMOUNTS = st.one_of(st.integers(0, 12).map(lambda n: n * 1_000), st.integers(-50, 120_000))
CELLS = st.one_of(
    st.none(),
    st.tuples(AMOUNTS, st.none()),
    st.tuples(AMOUNTS, st.one_of(st.just(0), st.integers(1, 20).map(lambda n: n * 1_000))),
)
COLUMNS = st.integers(0, 6).flatmap(
    lambda people: st.fixed_dictionaries(
        {},
        optional={
            code: st.one_of(st.none(), st.lists(CELLS, min_size=people, max_size=people))
            for code in CODES
        },
    ).map(lambda columns: (people, columns))
)


def written(columns):
    return {
        code: None if column is None else list(map(cell_text, column))
        for code, column in columns.items()
    }


def agrees(scheme, columns, people):
    found = reckon(scheme, written(columns), people)
    codes = indicators_of(scheme.items)
    for at in range(people):
        cells = {code: columns[code][at] for code in codes if columns.get(code) is not None}
        known = {code: Figure(*cell) for code, cell in cells.items() if cell is not None}
        one = score(scheme, known)
        assert found.totals[at] == one.total_milli
        assert found.grades[at] == (one.grade or "")
        assert found.vetoed[at] == one.vetoed
        assert found.blocked[at] == ",".join(one.blocked_by)
        assert found.too_few[at] == one.too_few
        assert json.loads(found.points[at]) == [item.points.milli for item in one.items]
        assert known_of(scheme, found.figures[at]) == known
    lists = (getattr(found, field.name) for field in dataclasses.fields(found))
    assert {len(one) for one in lists} == {people}


@given(schemes(), COLUMNS)
def test_every_scheme_gives_by_column_what_it_gives_by_person(scheme, drawn):
    people, columns = drawn
    agrees(scheme, columns, people)


MEANS = st.one_of(
    st.none(),
    st.lists(st.integers(0, 103_000), min_size=1, max_size=12).map(
        lambda totals: (sum(totals), 100_000 * len(totals))
    ),
)


@given(
    st.sampled_from([SCHEMES[code] for code in ("quarterly", "half_yearly", "yearly")]),
    st.lists(st.tuples(MEANS, MEANS, MEANS, MEANS), max_size=5),
    st.integers(0, 3),
)
def test_quarters_and_years_agree_too(scheme, rows, least):
    scheme = check_scheme(dataclasses.replace(scheme, min_parts=least))
    columns = {
        code: [row[at] for row in rows] for at, code in enumerate(indicators_of(scheme.items))
    }
    agrees(scheme, columns, len(rows))


def test_what_was_reckoned_before_changes_nothing_later():
    month = SCHEMES["monthly"]
    reckoning = Reckoning(month)
    one = {code: [(5_000, 5_000)] for code in indicators_of(month.items)}
    other = {code: [None, (1_000, 0)] for code in indicators_of(month.items)}
    for columns, people in ((one, 1), (other, 2), ({}, 3), (one, 1)):
        texts = written(columns)
        assert reckoning.of(texts, people) == reckon(month, texts, people)


@given(st.lists(CELLS, max_size=8))
def test_figures_are_kept_as_they_are_read(cells):
    assert cells_of(f"[{','.join(map(cell_text, cells))}]") == cells
    assert [cell_of(cell_text(cell)) for cell in cells] == cells
