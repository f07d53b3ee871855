"""Why somebody was chosen or not: the rows of the panel 为什么."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import or_, select

from hrgrid.core.errors import UserError
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import fixed_text
from hrgrid.honours.model import Entrant, Nomination, SelectionLine, SelectionRun
from hrgrid.honours.queries.behind import DecidedRow, decided_by, fact_origins, set_aside
from hrgrid.honours.queries.campaigns import campaign, scheme_in
from hrgrid.honours.queries.inputs import compared_of
from hrgrid.honours.queries.marks import Marks, marks_of
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.categories import pool_of, pool_text
from hrgrid.honours.rules.conditions import DISCREET, WITHHELD
from hrgrid.honours.rules.eligibility import VETO, checks, waiver
from hrgrid.honours.rules.marks import FULL, MarkPart
from hrgrid.honours.rules.scheme import WHOLE, Scheme
from hrgrid.honours.rules.words import Basis, Outcome, OutcomeCode, Tier
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class ItemRow:
    """One item of the score: weight in basis points, points and their maximum in thousandths.

    `source` says how the mark came about, "" where the form carries it.
    """

    label: str
    weight_bp: int
    points_milli: int
    maximum_milli: int
    source: str = ""


@dataclass(frozen=True)
class CheckRow:
    """One condition with the fact that it saw, in words for the bracket.

    `source` says from which records the fact came, `waived` on what approval the condition was
    set aside; both "" where there is nothing to say.
    """

    key: str
    label: str
    operator: str
    threshold: int
    seen: int | None
    passed: bool
    fact: str
    source: str = ""
    waived: str = ""


@dataclass(frozen=True)
class Explanation:
    """One person in one tier of one run; `district` with the category in which he was ranked.

    `score`, `cut_score` and `distance` as published text, "" where there is none; `ties` are
    sentences with both numbers, `decided` who did what on the way.
    """

    number: str
    name: str
    tier: Tier
    district: str
    nominated: bool
    run_id: int
    outcome: Outcome
    outcome_code: OutcomeCode | None
    rank: int | None
    score: str
    cut_score: str
    distance: str
    items: tuple[ItemRow, ...]
    ties: tuple[str, ...]
    checks: tuple[CheckRow, ...]
    sentence: str
    decided: tuple[DecidedRow, ...] = ()


def explanation(
    work: UnitOfWork,
    campaign_id: int,
    person: str,
    tier: Tier | None = None,
    *,
    for_himself: bool = False,
) -> Explanation:
    """One person by number, or by a name that occurs once; in the highest tier where he stands.

    Others of a tie have no name, and what only some may know is withheld, where it is
    `for_himself` or whoever reads may not know. Raises UserError where nobody is meant, or
    several, or nothing was computed yet.
    """
    run_row = campaign(work, campaign_id).newest
    if run_row is None:
        raise UserError("这次评选还没有计算过。请先计算名单")
    run = work.session.get_one(SelectionRun, run_row.id)
    entrant = _entrant(work, run, person)
    line = _line(work, run, entrant, tier)
    nomination = (
        work.session.get_one(Nomination, line.nomination_id) if line.nomination_id else None
    )
    scheme = scheme_in(work, run.rule_number)
    names = {one.area_id: one.counts.name for one in weighed_districts(work, campaign_id)}
    area_id = nomination.area_id if nomination else entrant.area_id
    knows = work.actor.may(Right.RUN_HONOURS) or work.actor.may(Right.DECIDE_HONOURS)
    hides = for_himself or not knows
    ticks = tuple(_checks(work, run, scheme, entrant, line))
    if hides or not work.actor.may(Right.VIEW_EXITS):
        ticks = tuple(_withheld(tick, hides=hides) for tick in ticks)
    marks = marks_of(work, campaign_id, run.id)
    pool = pool_text(scheme.categories, pool_of(scheme.categories, json.loads(entrant.facts)))
    return Explanation(
        number=entrant.person_number,
        name=entrant.person_name,
        tier=line.tier,
        district=names.get(area_id, "") + pool if area_id is not None else "",
        nominated=nomination is not None,
        run_id=run.id,
        outcome=line.outcome,
        outcome_code=line.outcome_code,
        rank=line.place,
        score=score_text(scheme, line.shown_milli),
        cut_score=score_text(scheme, line.cut_milli),
        distance=score_text(scheme, line.distance_milli),
        items=tuple(_items(scheme, nomination, marks)) if nomination else (),
        ties=tuple(_ties(work, run, line, hides=hides)),
        checks=ticks,
        sentence=_sentence(scheme, line, ticks),
        decided=tuple(
            decided_by(work, run, line.tier, entrant.person_number, entrant.person_id, hides=hides)
        ),
    )


def _checks(
    work: UnitOfWork, run: SelectionRun, scheme: Scheme, entrant: Entrant, line: SelectionLine
) -> Iterator[CheckRow]:
    facts, origins = json.loads(entrant.facts), fact_origins(work, run)
    aside = set_aside(work, run.campaign_id, entrant.person_id, line.tier)
    for check in checks(scheme.rules, line.tier, facts):
        rule = check.rule
        waived = bool(facts.get(waiver(rule.key, line.tier)))
        yield CheckRow(
            rule.key,
            rule.shown_for(line.tier),
            rule.operator.value,
            rule.threshold_for(line.tier),
            check.seen,
            check.passed,
            rule.seen_text(check.seen),
            origins.get(rule.fact, ""),
            aside.get(rule.key, "经批准破例") if waived else "",
        )


def _withheld(tick: CheckRow, *, hides: bool) -> CheckRow:
    """A condition of which only the outcome may be known: a veto by nobody else, a warning by
    nobody who may not see exits."""
    if tick.key not in DISCREET or tick.passed or (tick.key == VETO and not hides):
        return tick
    return replace(tick, label=WITHHELD, seen=None, fact="由经办部门当面说明", source="")


def score_text(scheme: Scheme, milli: int | None) -> str:
    """A published score, or a place in the unit's order, as people read it."""
    if milli is None:
        return ""
    if scheme.basis is Basis.UNIT_RANK:
        return str(milli // 1000)
    return fixed_text(milli // 10 ** (3 - scheme.decimals), scheme.decimals)


def _entrant(work: UnitOfWork, run: SelectionRun, person: str) -> Entrant:
    typed = person.strip()
    query = select(Entrant).where(
        Entrant.campaign_id == run.campaign_id, Entrant.freezing == run.freezing
    )
    one = work.session.scalar(query.where(Entrant.person_number == typed.upper()))
    if one is not None:
        return one
    # A name as it is stored, or written with blanks or dots.
    wanted = {typed, match_key(typed)}
    found = list(
        work.session.scalars(
            query.where(or_(*(Entrant.person_name == name for name in sorted(wanted))))
        )
    )
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(f"这次评选里没有“{typed}”。请填工号，或核对姓名")
    numbers = "、".join(sorted(each.person_number for each in found))
    raise UserError(f"叫“{typed}”的有 {len(found)} 人（{numbers}）。请改填工号")


def _line(
    work: UnitOfWork, run: SelectionRun, entrant: Entrant, tier: Tier | None
) -> SelectionLine:
    lines = list(
        work.session.scalars(
            select(SelectionLine).where(
                SelectionLine.run_id == run.id, SelectionLine.person_id == entrant.person_id
            )
        )
    )
    if tier is not None:
        lines = [line for line in lines if line.tier is tier]
    if not lines:
        raise UserError(f"“{entrant.person_name}”没有参加这一级。请选别的等级")
    # Where he was taken says more than where he was not.
    return min(lines, key=lambda line: (line.outcome is not Outcome.SELECTED, line.tier.order))


def _items(scheme: Scheme, nomination: Nomination, marks: Marks) -> Iterator[ItemRow]:
    if scheme.basis is Basis.TOTAL and nomination.score_milli is not None:
        yield ItemRow("推荐表得分", WHOLE, nomination.score_milli, 100_000)
    if scheme.basis is not Basis.ITEMS:
        return
    for part, share in (
        (MarkPart.MERIT, scheme.merit_bp),
        (MarkPart.REVIEW, scheme.review_bp),
        (MarkPart.PUBLIC, scheme.public_bp),
    ):
        mark = marks.milli(nomination, part)
        if mark is not None and (share or part is not MarkPart.PUBLIC):
            points, most = share * mark // WHOLE, share * FULL // WHOLE
            yield ItemRow(part.label, share, points, most, marks.told(nomination.id, part))


_STEMS = "甲乙丙丁戊己庚辛壬癸"


def _ties(
    work: UnitOfWork, run: SelectionRun, line: SelectionLine, *, hides: bool
) -> Iterator[str]:
    """Who was beside him at each step; where names are hidden, 同分者甲 and so on."""
    steps = compared_of(line.compared)
    others = list(dict.fromkeys(step.other_number for step in steps))
    names = dict(
        work.session.execute(
            select(Entrant.person_number, Entrant.person_name).where(
                Entrant.campaign_id == run.campaign_id,
                Entrant.freezing == run.freezing,
                Entrant.person_number.in_([step.other_number for step in steps]),
            )
        )
        .tuples()
        .all()
    )
    for step in steps:
        other = f"{names.get(step.other_number, '')}（{step.other_number}）"
        if hides:
            other = f"同分者{_STEMS[others.index(step.other_number) % len(_STEMS)]}"
        if step.by:
            yield f"与{other}同分，比{step.by}：本人 {_exact(step.own)}，对方 {_exact(step.other)}"
        else:
            yield f"与{other}仍然并列，由会议决定或抽签定下"


def _exact(text: str) -> str:
    """A fraction of thousandths as a decimal, cut after the sixth place."""
    if not text:
        return "没有"
    over, _, under = text.partition("/")
    if not under:
        return fixed_text(int(over), 3) if abs(int(over)) >= 1000 else over
    return fixed_text(int(over) * 1000 // int(under), 6)


def _sentence(scheme: Scheme, line: SelectionLine, ticks: tuple[CheckRow, ...]) -> str:
    where = "本单位本类别" if scheme.categories else "本单位"
    if line.outcome is Outcome.SELECTED:
        return f"入选“{line.tier.label}”，{where}第 {line.place} 名"
    code = line.outcome_code
    if code in {OutcomeCode.BELOW_CUT, OutcomeCode.LOST_LOT}:
        cut, own = score_text(scheme, line.cut_milli), score_text(scheme, line.shown_milli)
        return f"{line.outcome.label}：{where}第 {line.place} 名，本人 {own}，入选线 {cut}"
    failed = next((tick for tick in ticks if tick.key == line.rule_key), None)
    if failed and failed.key == VETO and failed.label != WITHHELD:
        return f"{line.outcome.label}：有一票否决情形"
    why = f"{failed.label}（{failed.fact}）" if failed else code.label if code else ""
    return f"{line.outcome.label}：{why}"
