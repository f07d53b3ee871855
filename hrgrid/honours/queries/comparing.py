"""What changed from one run to another, person by person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.honours.model import Nomination, SelectionLine
from hrgrid.honours.queries.quotas import weighed_districts
from hrgrid.honours.rules.words import Outcome, Tier
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person


@dataclass(frozen=True)
class Stood:
    """What came of somebody in one run; `rank` None where he was not ranked."""

    outcome: Outcome
    rank: int | None

    @property
    def shown(self) -> str:
        """In words: 入选，第 3 名."""
        return f"{self.outcome.label}，第 {self.rank} 名" if self.rank else self.outcome.label


@dataclass(frozen=True)
class RunChange:
    """A nominee whose outcome or place differs; None where he has no line in that run."""

    number: str
    name: str
    tier: Tier
    district: str
    before: Stood | None
    after: Stood | None

    @property
    def on_list(self) -> bool:
        """Whether he came onto the list or went from it."""
        taken = [one is not None and one.outcome is Outcome.SELECTED for one in self._both]
        return taken[0] != taken[1]

    @property
    def _both(self) -> tuple[Stood | None, Stood | None]:
        return self.before, self.after


def run_changes(work: UnitOfWork, campaign_id: int, before: int, after: int) -> list[RunChange]:
    """The nominees whom two runs see differently; who came or went first, then by tier."""
    names = {one.area_id: one.counts.name for one in weighed_districts(work, campaign_id)}
    query = (
        select(SelectionLine, Nomination, Person.number)
        .join(Nomination, Nomination.id == SelectionLine.nomination_id)
        .join(Person, Person.id == SelectionLine.person_id)
        .where(SelectionLine.run_id.in_([before, after]))
    )
    stood: dict[int, dict[int, Stood]] = {}
    people: dict[int, tuple[str, Nomination]] = {}
    for line, nomination, number in work.session.execute(query).tuples():
        stood.setdefault(nomination.id, {})[line.run_id] = Stood(line.outcome, line.place)
        people[nomination.id] = number, nomination
    changes = [
        RunChange(
            number,
            nomination.name_given,
            nomination.tier,
            names[nomination.area_id],
            stood[key].get(before),
            stood[key].get(after),
        )
        for key, (number, nomination) in people.items()
        if stood[key].get(before) != stood[key].get(after)
    ]
    changes.sort(key=lambda one: (not one.on_list, one.tier.order, one.district, one.number))
    return changes
