"""What a look finds in confirmed results; asks no right, the look does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hrgrid.assessment.queries.confirmed import (
    ConfirmedPeriod,
    LowLine,
    TooFewDays,
    confirmed_periods,
    left_out_for_days,
    low_lines,
    months_counted,
    unit_sizes,
)
from hrgrid.assessment.queries.people import chains_of
from hrgrid.assessment.rules.period_days import Span, span_of
from hrgrid.assessment.rules.words import PeriodKind
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.rows import CauseCount, LookAsk, LookCounts
from hrgrid.exits.rules.warning import (
    History,
    Named,
    Result,
    Viewed,
    bottom_of,
    months_apart,
    name_people,
)
from hrgrid.exits.rules.words import Trigger
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.chains import Chain


@dataclass(frozen=True)
class Found:
    """What a look found; `lines` by person tell where each stood, `chains` where that is."""

    span: Span
    periods: tuple[ConfirmedPeriod, ...]
    results_hash: str
    named: tuple[Named, ...]
    too_few: tuple[TooFewDays, ...]
    lines: Mapping[int, LowLine]
    chains: Mapping[int, Chain]
    people: int
    small_units: int

    def counts(self, in_case: int, watched: int) -> LookCounts:
        """How many, where so many have a case or are watched."""
        listed = [one for one in self.named if not one.short]
        return LookCounts(
            self.people,
            len(listed),
            in_case,
            watched,
            sum(one.tied for one in listed),
            len(self.named) - len(listed),
            len(self.too_few),
            self.small_units,
            tuple(
                CauseCount(cause, count)
                for cause in Trigger
                if (count := sum(one.cause is cause for one in listed))
            ),
        )


def span_asked(ask: LookAsk) -> Span:
    """The period that is asked for; UserError where there is no such one."""
    try:
        kind = PeriodKind(ask.kind)
    except ValueError as error:
        raise UserError(f"没有“{ask.kind}”这种考核期。请刷新后再选") from error
    return span_of(kind, ask.year, ask.number)


def read_periods(
    every: Sequence[ConfirmedPeriod], scheme: str, span: Span, path: str, window: int
) -> tuple[list[ConfirmedPeriod], list[ConfirmedPeriod]]:
    """The settled periods that a look goes by, and those of the months that it looks back on."""
    ours = [one for one in every if one.scheme == scheme and _meet(one.area_path, path)]
    now = [one for one in ours if one.span == span]
    last = span.months[-1]
    back = [
        one
        for one in every
        if one.span.kind is PeriodKind.MONTH
        and 0 <= months_apart(one.span.months[0], last) < window
        and _meet(one.area_path, path)
    ]
    return now, back


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def hash_of(periods: Iterable[ConfirmedPeriod]) -> str:
    """Of what was read: which computations counted, by their business keys."""
    keys = {
        (
            one.scheme,
            one.span.kind.value,
            one.span.year,
            one.span.number,
            one.area_path,
            one.revision,
            one.output_hash,
        )
        for one in periods
    }
    return canonical_hash(sorted(keys))


def survey(work: UnitOfWork, ask: LookAsk, path: str, rules: ExitRules) -> Found:
    """Look at the confirmed results of a period; UserError where there are none."""
    span = span_asked(ask)
    every = confirmed_periods(work)
    now, back = read_periods(every, ask.scheme, span, path, rules.bottom_window)
    if not now:
        raise UserError(f"{span.title}还没有确认的考核结果。请先确认考核结果，再筛查")
    work.progress.begin("筛查考核结果", len(now) + len(back))
    lowest = max(rules.pass_milli, rules.bottom_below_milli)
    months = [one for one in back if one.scheme == ask.scheme]
    reads = list({one.id: one for one in (*now, *months)}.values())
    read = low_lines(work, reads, lowest)
    by_period: dict[int, list[LowLine]] = defaultdict(list)
    for line in read:
        by_period[line.period_id].append(line)
    sizes = unit_sizes(work, reads)
    bottoms = {
        key: bottom_of(
            (
                line.total_milli
                for line in by_period[key[0]]
                if line.unit_id == key[1] and line.total_milli is not None
            ),
            people,
            rules,
        )
        for key, people in sizes.items()
    }
    lines = _one_each(line for period in now for line in by_period[period.id])
    too_few = left_out_for_days(work, now)
    chains = chains_of(work, _areas((*lines.values(), *too_few)))
    whole = all(one.area_path.startswith(path) for one in now)
    lines = {
        person: line
        for person, line in lines.items()
        if whole or _inside(path, line.area_id, line.unit_id, chains)
    }
    low: dict[int, set[int]] = defaultdict(set)
    for period in months:
        for line in by_period[period.id]:
            if bottoms[period.id, line.unit_id].holds(line.total_milli):
                low[line.person_id].add(period.span.months[0])
    histories = _histories(work, lines, low, (*back, *now))
    of_now = {period.id: period for period in now}
    month = span.months[0] if span.kind is PeriodKind.MONTH else None
    named = [
        one
        for period in now
        for one in name_people(
            [_result(line, period) for line in lines.values() if line.period_id == period.id],
            Viewed(span.title, span.kind.value, month),
            {unit: bottom for (at, unit), bottom in bottoms.items() if at == period.id},
            histories,
            rules,
        )
    ]
    units = chains_of(work, {unit for at, unit in sizes if at in of_now})
    seen = {
        (at, unit): people
        for (at, unit), people in sizes.items()
        if at in of_now and (whole or _inside(path, unit, unit, units))
    }
    return Found(
        span,
        tuple(now),
        hash_of((*now, *back)),
        tuple(named),
        tuple(
            one
            for one in {each.person_id: each for each in too_few}.values()
            if one.person_id not in lines
            and (whole or _inside(path, one.area_id, one.unit_id, chains))
        ),
        lines,
        chains,
        sum(seen.values()),
        sum(0 < people < rules.bottom_least for people in seen.values()),
    )


def _areas(found: Iterable[LowLine | TooFewDays]) -> set[int]:
    return {area for one in found for area in (one.area_id, one.unit_id)}


def _inside(path: str, area_id: int, unit_id: int, chains: Mapping[int, Chain]) -> bool:
    for one in (area_id, unit_id):
        steps = chains[one].steps if one in chains else ()
        if steps and steps[-1][0].startswith(path):
            return True
    return False


def _one_each(lines: Iterable[LowLine]) -> dict[int, LowLine]:
    """Of somebody with two results the vetoed one counts, else the better one."""
    found: dict[int, LowLine] = {}
    for line in lines:
        other = found.get(line.person_id)
        if other is None or _weight(line) > _weight(other):
            found[line.person_id] = line
    return found


def _weight(line: LowLine) -> tuple[bool, int]:
    return line.vetoed, line.total_milli if line.total_milli is not None else -1


def _result(line: LowLine, period: ConfirmedPeriod) -> Result:
    return Result(
        line.person_id,
        line.unit_id,
        line.total_milli,
        line.grade == period.worst,
        line.vetoed,
        line.rank,
        period.labels.get(line.grade, ""),
    )


def _histories(
    work: UnitOfWork,
    people: Collection[int],
    low: Mapping[int, set[int]],
    read: Sequence[ConfirmedPeriod],
) -> dict[int, History]:
    """Their months in the bottom, and of how many months they have a result at all."""
    counted = months_counted(work, list({one.id: one for one in read}.values()), people)
    return {
        person: History(
            frozenset(low.get(person, ())),
            len({month for span in counted.get(person, ()) for month in span.months}),
        )
        for person in people
    }
