"""Rows of the districts' nomination forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from hrgrid.core.columns import Severity
from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.honours.model import Campaign, CampaignTier, Nomination
from hrgrid.honours.queries.campaigns import scheme_in
from hrgrid.honours.queries.matching import OnFile
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.nominating import deeds_problem
from hrgrid.honours.rules.words import CampaignState, Tier
from hrgrid.honours.service.imports.people import People, Unmatched
from hrgrid.honours.service.nominating import drop_forms
from hrgrid.storage.bulk import insert_rows, reserve_ids
from hrgrid.storage.work import UnitOfWork

_VALUES = ("unit_rank", "merit_milli", "review_milli", "score_milli", "unit_given", "post_given")


def apply_nominations(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Add the nominees of the campaign that takes nominations; more than the places is no error.

    Raises UserError where no campaign does, or several do and the rows name no year.
    """
    work.require(Right.IMPORT)
    years = {row.values["year"] for row in rows} - {None}
    sweep = _Sweep(work, _campaign(work, years))
    for row in rows:
        try:
            sweep.take(row)
        except Unmatched as lost:
            sweep.problems.append(row.problem(lost.column, lost.code, f"{lost.sentence}。"))
        work.progress.step()
    sweep.write()
    return Applied(
        new=len(sweep.rows),
        changed=len(sweep.before),
        unchanged=sweep.unchanged,
        problems=sweep.problems,
        journal={"nominations": len(sweep.rows)},
        undo={"operation": work.circumstances.operation_id, "before": sweep.kept()},
    )


def undo_nominations(work: UnitOfWork, undo: Any) -> None:
    """Take back the nominations of an import; refused once they are closed."""
    work.require(Right.RUN_HONOURS)
    for nomination_id, kept in undo["before"].items():
        found = work.session.get(Nomination, int(nomination_id))
        if found is None or found.version != kept["version"]:
            name = found.name_given if found else "有一人"
            raise UserError(f"“{name}”的推荐在导入之后又被改过，不能整批撤销。请逐人更正")
        for column, value in kept["values"].items():
            setattr(found, column, value)
    work.session.flush()
    own = select(Nomination.id).where(Nomination.import_operation == undo["operation"])
    drop_forms(work, list(work.session.scalars(own)))
    brought = Nomination.import_operation == undo["operation"]
    work.session.execute(delete(Nomination).where(brought))


def _campaign(work: UnitOfWork, years: set[int]) -> Campaign:
    # Whoever closes the nominations waits until this import is in, or this one finds them closed.
    query = (
        select(Campaign)
        .where(Campaign.state == CampaignState.NOMINATING)
        .with_for_update(read=True)
    )
    open_now = list(work.session.scalars(query))
    named = [found for found in open_now if not years or found.year in years]
    if len(named) == 1 and len(years) <= 1:
        return named[0]
    if not open_now:
        raise UserError("现在没有正在推荐的评选。请先新建评选、定好名额、开始推荐")
    if len(years) > 1:
        raise UserError("这些推荐表写了不止一个评定年。请分开导入")
    shown = "、".join(f"{found.year} 年度“{found.title}”" for found in open_now)
    raise UserError(f"正在推荐的评选是{shown}。请在“评定年”一列写明是哪一年的推荐表")


class _Sweep:
    def __init__(self, work: UnitOfWork, campaign: Campaign) -> None:
        self.work = work
        self.campaign = campaign
        self.rows: list[dict[str, Any]] = []
        self.problems: list[Problem] = []
        self.unchanged = 0
        self.before: dict[int, dict[str, Any]] = {}
        scheme = scheme_in(work, campaign.rule_number)
        self._least, self._most = scheme.deeds_least, scheme.deeds_most
        self._people = People(work, campaign.cutoff_date)
        self._names = {one.area_id: one.counts.name for one in weighed_districts(work, campaign.id)}
        self._tiers = set(
            work.session.scalars(
                select(CampaignTier.tier).where(CampaignTier.campaign_id == campaign.id)
            )
        )
        self._known: dict[tuple[Tier, int], Nomination] = {}
        self._taken: dict[tuple[Tier, int, int], tuple[str, int]] = {}
        query = select(Nomination).where(Nomination.campaign_id == campaign.id)
        for row in work.session.scalars(query):
            self._known[row.tier, row.person_id] = row
            if row.unit_rank is not None:
                place = (row.tier, row.area_id, row.unit_rank)
                self._taken[place] = (row.name_given, row.person_id)
        self._seen: set[tuple[Tier, int]] = set()

    def take(self, row: InRow) -> None:
        tier: Tier = row.values["tier"]
        if tier not in self._tiers:
            raise Unmatched("no_such_tier", "tier", f"这次评选没有“{tier.label}”。请核对称号")
        named = self._people.district(row)
        person = self._people.find(row, named)
        length = deeds_problem(row.values["deeds"] or "", self._least, self._most)
        if length:
            raise Unmatched("deeds_length", "deeds", f"“{person.name}”的{length}")
        district_id = self._district(row, person, named)
        if (tier, person.id) in self._seen:
            raise Unmatched(
                "named_twice", "name", f"“{person.name}”在“{tier.label}”里写了两次。请删去一行"
            )
        self._refuse_taken_rank(row, tier, person, district_id)
        self._seen.add((tier, person.id))
        known = self._known.get((tier, person.id))
        if known is None:
            self._add(row, tier, person, district_id)
        else:
            self._change(row, known, district_id)

    def _district(self, row: InRow, person: OnFile, named: int | None) -> int:
        district_id = named if named is not None else person.district_id
        if district_id is None or district_id not in self._names:
            raise Unmatched(
                "no_district", "district", f"不知道“{person.name}”由哪个单位推荐。请填推荐单位"
            )
        self.work.require(Right.RUN_HONOURS, self._people.path(district_id))
        if person.district_id not in {None, district_id}:
            at = self._names.get(person.district_id or 0, "别处")
            message = f"“{person.name}”在{at}任职，由{self._names[district_id]}推荐，请核对。"
            self.problems.append(
                row.problem("district", "district_differs", message, Severity.WARNING)
            )
        return district_id

    def _refuse_taken_rank(self, row: InRow, tier: Tier, person: OnFile, district_id: int) -> None:
        rank = row.values["unit_rank"]
        if rank is None:
            return
        name, holder = self._taken.setdefault((tier, district_id, rank), (person.name, person.id))
        if holder != person.id:
            raise Unmatched(
                "rank_taken",
                "unit_rank",
                f"{self._names[district_id]}“{tier.label}”的第 {rank} 位已是“{name}”。"
                "请改成不同的次序",
            )

    def _add(self, row: InRow, tier: Tier, person: OnFile, district_id: int) -> None:
        self.rows.append(
            {
                "campaign_id": self.campaign.id,
                "tier": tier,
                "area_id": district_id,
                "person_id": person.id,
                "name_given": row.values["name"],
                **_values(row),
                "deeds": row.values["deeds"] or "",
                "removal": None,
                "removal_reason": "",
                "name_choice": None,
                "name_choice_reason": "",
                "import_operation": self.work.circumstances.operation_id,
            }
        )

    def _change(self, row: InRow, known: Nomination, district_id: int) -> None:
        if known.area_id != district_id:
            raise Unmatched(
                "named_elsewhere",
                "district",
                f"“{known.name_given}”已由{self._names[known.area_id]}推荐。请核对由谁推荐",
            )
        given = {name: value for name, value in _values(row).items() if value not in {None, ""}}
        changed = {
            name: getattr(known, name)
            for name, value in given.items()
            if value != getattr(known, name)
        }
        if not changed:
            self.unchanged += 1
            return
        self.before[known.id] = changed
        for name in changed:
            setattr(known, name, given[name])

    def write(self) -> None:
        self.work.progress.begin("写入推荐", len(self.rows))
        self.work.session.flush()
        ids = reserve_ids(self.work, Nomination, len(self.rows))
        for row, real in zip(self.rows, ids, strict=True):
            row["id"] = real
        insert_rows(self.work, Nomination, self.rows)

    def kept(self) -> dict[str, Any]:
        """What stood there before, with the version that this import left."""
        return {
            str(nomination_id): {
                "version": self.work.session.get_one(Nomination, nomination_id).version,
                "values": values,
            }
            for nomination_id, values in self.before.items()
        }


def _values(row: InRow) -> dict[str, Any]:
    values = row.values
    given = (
        values["unit_rank"],
        values["merit"],
        values["review"],
        values["score"],
        values["unit"] or "",
        values["post"] or "",
    )
    return dict(zip(_VALUES, given, strict=True))
