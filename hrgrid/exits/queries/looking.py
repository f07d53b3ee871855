"""A look being taken: who is named as of today, with cases and watches told beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exits.model import ExitLook
from hrgrid.exits.queries.rules import ExitRulesInForce
from hrgrid.exits.queries.standing import Standing, standings_of
from hrgrid.exits.queries.surveying import Found, survey
from hrgrid.exits.rules.rows import FlagRow, LookAsk, LookCounts
from hrgrid.exits.rules.words import FlagState, Trigger
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import names_of_paths
from hrgrid.workforce.queries.bureaus import place_path


@dataclass(frozen=True)
class Flag:
    """A line of a list as it is kept: JSON facts apart, `words` fixed when it was found."""

    person_id: int
    area_id: int
    unit_id: int
    cause: Trigger
    total_milli: int | None
    rank: int | None
    people: int
    tied: bool
    reasons: tuple[str, ...]
    state: FlagState
    aside_reason: str
    facts: dict[str, Any]

    @property
    def words(self) -> str:
        """The reasons in one sentence."""
        return f"{'；'.join(self.reasons)}。"


@dataclass(frozen=True)
class Looked:
    """A look ready to be shown or kept."""

    found: Found
    flags: tuple[Flag, ...]
    counts: LookCounts
    standings: dict[int, Standing]


def look_path(work: UnitOfWork, ask: LookAsk) -> str:
    """The path of the area that is asked for, for who handles exits there."""
    work.require_somewhere(Right.RUN_EXITS)
    path = place_path(work, ask.area_id, None)
    if not path:
        raise UserError("没有这个区域，可能已经停用。请另选区域")
    work.require(Right.RUN_EXITS, path)
    return path


def look_of(work: UnitOfWork, ask: LookAsk, path: str) -> ExitLook | None:
    """The look that is kept of this very period and area."""
    query = select(ExitLook).where(
        ExitLook.scheme == ask.scheme,
        ExitLook.kind == ask.kind,
        ExitLook.year == ask.year,
        ExitLook.number == ask.number,
        ExitLook.area_path == path,
        ExitLook.void_reason == "",
    )
    return work.session.scalar(query)


def title_of(work: UnitOfWork, found: Found, path: str) -> str:
    """What a look is called: the area and the period."""
    area = names_of_paths(work, [path], work.today).get(path, "")
    return f"{area}{' ' if area else ''}{found.span.title}预警筛查"[:80]


def take_look(work: UnitOfWork, ask: LookAsk, path: str, rules: ExitRulesInForce) -> Looked:
    """Survey the results and put cases and watches beside them; asks no right."""
    found = survey(work, ask, path, rules.rules)
    people = [one.result.person for one in found.named] + [one.person_id for one in found.too_few]
    standings = standings_of(work, people)
    flags = [_flag(one.result.person, found, at, standings) for at, one in enumerate(found.named)]
    flags += [
        Flag(
            one.person_id,
            one.area_id,
            one.unit_id,
            Trigger.OTHER,
            None,
            None,
            0,
            tied=False,
            reasons=(
                f"{found.span.title}在岗 {one.served_days} 天，天数不够，没有考核结果，不列入",
            ),
            state=FlagState.LEFT_OUT,
            aside_reason="",
            facts={"served_days": one.served_days},
        )
        for one in found.too_few
        if one.person_id in standings
    ]
    listed = [flag for flag in flags if flag.state is not FlagState.LEFT_OUT]
    in_case = sum(bool(standings[flag.person_id].case_number) for flag in listed)
    watched = sum(standings[flag.person_id].watch_until is not None for flag in listed)
    return Looked(found, tuple(flags), found.counts(in_case, watched), standings)


def _flag(person: int, found: Found, at: int, standings: dict[int, Standing]) -> Flag:
    named, line, standing = found.named[at], found.lines[person], standings[person]
    reasons, state, aside = named.reasons, FlagState.OPEN, ""
    if named.short:
        state = FlagState.LEFT_OUT
    elif standing.case_number:
        state, aside = FlagState.PUT_ASIDE, f"已有退出事项 {standing.case_number} 在办，不另立案"
    if standing.watch_until is not None:
        reasons = (*reasons, f"解除预警后的观察期到 {standing.watch_until:%Y-%m-%d}")
    return Flag(
        person,
        line.area_id,
        line.unit_id,
        named.cause,
        line.total_milli,
        line.rank,
        named.people,
        named.tied,
        reasons,
        state,
        aside,
        {"months": list(named.months), "grade": named.result.grade},
    )


def flag_rows(looked: Looked) -> list[FlagRow]:
    """The list as a preview shows it."""
    chains = looked.found.chains
    return [
        FlagRow(
            0,
            0,
            "",
            flag.person_id,
            (standing := looked.standings[flag.person_id]).name,
            standing.number,
            chains[flag.area_id].within(unit := chains[flag.unit_id].own),
            flag.unit_id,
            unit,
            flag.cause,
            flag.total_milli,
            flag.rank,
            flag.people,
            flag.tied,
            flag.reasons,
            flag.words,
            flag.state,
            flag.aside_reason,
            standing.case_id,
            standing.case_number,
            standing.watch_until,
            standing.engagement,
            0,
        )
        for flag in looked.flags
    ]
