"""Rows of a public vote's result, in place of an earlier one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.honours.model import Campaign, Nomination
from hrgrid.honours.rules.words import RUNNABLE, Tier
from hrgrid.honours.service.imports.people import People, Unmatched
from hrgrid.honours.service.public_votes import Votes, keep_votes
from hrgrid.storage.work import UnitOfWork


def apply_votes(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """A whole vote of the campaign that is under review; whoever is not in it keeps no votes.

    Raises UserError where no campaign is, or several are and the rows name no year.
    """
    work.require(Right.IMPORT)
    work.require(Right.RUN_HONOURS)
    found = _campaign(work, {row.values["year"] for row in rows} - {None})
    sweep = _Sweep(work, found)
    for row in rows:
        try:
            sweep.take(row)
        except Unmatched as lost:
            sweep.problems.append(row.problem(lost.column, lost.code, f"{lost.sentence}。"))
        work.progress.step()
    if sweep.votes:
        keep_votes(work, found, sweep.votes)
    return Applied(
        new=len(sweep.votes), problems=sweep.problems, journal={"votes": len(sweep.votes)}
    )


def _campaign(work: UnitOfWork, years: set[int]) -> Campaign:
    query = select(Campaign).where(Campaign.state.in_(RUNNABLE)).with_for_update(read=True)
    open_now = list(work.session.scalars(query))
    named = [found for found in open_now if not years or found.year in years]
    if len(named) == 1 and len(years) <= 1:
        return named[0]
    if not open_now:
        raise UserError("现在没有正在评审的评选。请先截止推荐，再导入投票结果")
    shown = "、".join(f"{found.year} 年度“{found.title}”" for found in open_now)
    raise UserError(f"正在评审的评选是{shown}。请在“评定年”一列写明是哪一年的投票")


class _Sweep:
    def __init__(self, work: UnitOfWork, found: Campaign) -> None:
        self.votes: dict[int, Votes] = {}
        self.problems: list[Problem] = []
        self._people = People(work, found.cutoff_date)
        self._named: dict[int, dict[Tier, int]] = {}
        query = select(Nomination).where(Nomination.campaign_id == found.id)
        for row in work.session.scalars(query.order_by(Nomination.id)):
            self._named.setdefault(row.person_id, {})[row.tier] = row.id

    def take(self, row: InRow) -> None:
        person = self._people.find(row, self._people.district(row))
        named, tier = self._named.get(person.id, {}), row.values["tier"]
        if tier is not None:
            named = {tier: named[tier]} if tier in named else {}
        if not named:
            honour = f"“{tier.label}”的" if tier else ""
            raise Unmatched(
                "not_nominated", "name", f"“{person.name}”不是{honour}推荐对象。请删去这一行"
            )
        votes = _votes(person.name, row)
        for nomination_id in named.values():
            if nomination_id in self.votes:
                raise Unmatched(
                    "voted_twice", "name", f"“{person.name}”写了两次。请合并成一行或写明称号"
                )
            self.votes[nomination_id] = votes


def _votes(name: str, row: InRow) -> Votes:
    whole, struck = row.values["votes"], row.values["struck"] or 0
    reason = row.values["strike_reason"] or ""
    if struck > whole:
        raise Unmatched(
            "struck_too_many", "struck", f"“{name}”得 {whole} 票，剔除不了 {struck} 票。请核对"
        )
    if struck and not reason:
        raise Unmatched(
            "no_reason", "strike_reason", f"“{name}”剔除了 {struck} 票，没有写理由。请补上"
        )
    return Votes(whole, struck, reason)
